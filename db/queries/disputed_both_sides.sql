-- What do both sides of each disputed claim say? The three strongest passages for and against.
SELECT s.baseline, s.claim_id, s.text, e.verdict, e.place, e.passage, e.outlet, e.tier, e.published, e.article_url,
       e.confidence
FROM claim_status s
JOIN (
    SELECT v.*, ROW_NUMBER() OVER (
        PARTITION BY v.claim_id, v.verdict ORDER BY v.confidence DESC, v.evidence_id
    ) AS place
    FROM claim_evidence v
    WHERE v.verdict IN ('supports', 'refutes') AND v.reprint_of IS NULL
) e ON e.claim_id = s.claim_id AND e.place <= 3
WHERE s.status = 'disputed'
ORDER BY s.baseline, s.claim_id, e.verdict, e.place;
