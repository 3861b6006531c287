-- Which articles were reprinted most, by how many other outlets, and for how many days?
SELECT o.id AS article_id, o.title, o.outlet, o.published, o.url, COUNT(*) AS reprints,
       COUNT(DISTINCT r.outlet) FILTER (WHERE r.outlet <> o.outlet) AS other_outlets,
       CAST(ROUND(julianday(MAX(COALESCE(r.published, r.first_seen))) - julianday(COALESCE(o.published, o.first_seen))
                  - 0.49999) AS INTEGER) AS days
FROM article o
JOIN article r ON r.original_id = o.id
GROUP BY o.id, o.title, o.outlet, o.published, o.first_seen, o.url
ORDER BY reprints DESC, o.published, o.id;
