-- How many days passed between a claim and its first confirmation? Slowest first.
SELECT s.baseline, s.claim_id, s.text, s.speaker, s.asserted, MIN(h.at) AS confirmed_at,
       CAST(ROUND(julianday(MIN(h.at)) - julianday(s.asserted) - 0.49999) AS INTEGER) AS days
FROM claim_status s
JOIN claim_status_history h ON h.claim_id = s.claim_id AND h.status = 'confirmed'
WHERE s.asserted IS NOT NULL
GROUP BY s.baseline, s.claim_id, s.text, s.speaker, s.asserted
ORDER BY days DESC, s.baseline, s.claim_id;
