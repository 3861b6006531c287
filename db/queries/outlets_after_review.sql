-- How often did the machine's reading of each outlet stand when a person looked? Only the last review of each counts.
SELECT a.outlet, a.tier, COUNT(*) AS reviewed,
       COUNT(*) FILTER (WHERE r.decision = 'accept') AS accepted,
       COUNT(*) FILTER (WHERE r.decision = 'reject') AS rejected,
       COUNT(*) FILTER (WHERE r.decision = 'relabel') AS relabelled,
       ROUND(CAST(1.0 * COUNT(*) FILTER (WHERE r.decision = 'accept') / COUNT(*) AS NUMERIC), 2) AS share_accepted
FROM review r
JOIN evidence e ON e.id = r.evidence_id
JOIN article a ON a.id = e.article_id
WHERE r.id = (SELECT MAX(l.id) FROM review l WHERE l.evidence_id = r.evidence_id)
GROUP BY a.outlet, a.tier
ORDER BY share_accepted, reviewed DESC, a.outlet;
