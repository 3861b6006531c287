-- Which claims were contradicted, and what are the strongest passages against each?
-- Up to three passages a claim, reviewed ones first; reprints are left out, since they are the same voice.
SELECT s.baseline, s.claim_id, s.text, s.changed_at, s.refutes AS voices_against, s.supports AS voices_for,
       e.place, e.passage, e.outlet, e.tier, e.published, e.article_url, e.confidence, e.reviewed_by
FROM claim_status s
JOIN (
    SELECT v.*, ROW_NUMBER() OVER (
        PARTITION BY v.claim_id
        ORDER BY CASE WHEN v.reviewed_by IS NULL THEN 1 ELSE 0 END, v.confidence DESC, v.evidence_id
    ) AS place
    FROM claim_evidence v
    WHERE v.verdict = 'refutes' AND v.reprint_of IS NULL
) e ON e.claim_id = s.claim_id AND e.place <= 3
WHERE s.status = 'contradicted'
ORDER BY s.changed_at DESC, s.baseline, s.claim_id, e.place;
