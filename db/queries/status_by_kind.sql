-- How do claims of each kind fare? One row a kind, one column a status.
SELECT s.kind, COUNT(*) AS claims,
       COUNT(*) FILTER (WHERE s.status = 'open') AS open,
       COUNT(*) FILTER (WHERE s.status = 'confirmed') AS confirmed,
       COUNT(*) FILTER (WHERE s.status = 'contradicted') AS contradicted,
       COUNT(*) FILTER (WHERE s.status = 'disputed') AS disputed,
       COUNT(*) FILTER (WHERE s.status = 'superseded') AS superseded,
       COUNT(*) FILTER (WHERE s.status = 'expired') AS expired,
       COUNT(*) FILTER (WHERE s.status = 'opinion') AS opinion
FROM claim_status s
GROUP BY s.kind
ORDER BY claims DESC, s.kind;
