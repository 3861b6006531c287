-- What changed in the seven days up to the latest run, and because of which article?
SELECT h.at, h.claim_id, s.text, h.previous, h.status, h.confidence, h.reason, e.outlet, e.article_url
FROM claim_status_history h
JOIN claim_status s ON s.claim_id = h.claim_id
LEFT JOIN claim_evidence e ON e.evidence_id = h.evidence_id
WHERE julianday(h.at) > julianday((SELECT MAX(r.clock) FROM run r)) - 7
ORDER BY h.at DESC, h.claim_id;
