-- Which open predictions fall due within 30 days of the latest run?
SELECT s.due, CAST(ROUND(julianday(s.due) - julianday(c.today) + 0.49999) AS INTEGER) AS days_left, s.baseline, s.claim_id, s.text,
       s.speaker, s.status
FROM claim_status s
CROSS JOIN (SELECT MAX(r.clock) AS today FROM run r) c
WHERE s.kind = 'prediction' AND s.status = 'open'
  AND julianday(s.due) - julianday(c.today) > -1 AND julianday(s.due) - julianday(c.today) <= 30
ORDER BY s.due, s.baseline, s.claim_id;
