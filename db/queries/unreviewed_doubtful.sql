-- Which flags is the machine least sure of, that nobody has looked at? The reviewer's work list.
SELECT e.evidence_id, e.claim_id, s.text, s.status, e.verdict, e.confidence, e.passage, e.outlet, e.published,
       e.article_url, e.judged_by
FROM claim_evidence e
JOIN claim_status s ON s.claim_id = e.claim_id
WHERE e.verdict <> 'mentions' AND e.reviewed_by IS NULL AND e.reprint_of IS NULL AND e.confidence < 0.8
ORDER BY e.confidence, e.evidence_id;
