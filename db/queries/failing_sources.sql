-- Which sources do not work, since when, why, and when are they tried again?
SELECT j.name AS job, s.key AS source, s.outlet, s.failures, s.failing_since, s.last_ok_at, s.next_try_at,
       s.last_code, s.last_message, s.url
FROM source s
JOIN job j ON j.id = s.job_id
WHERE s.active AND s.failures > 0
ORDER BY s.failing_since, j.name, s.key;
