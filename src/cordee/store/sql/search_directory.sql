-- One page of the directory: what a text search names, best first, and how many there are by kind and by commune.
-- Cost: bounded by the number of candidates; a page joins its own rows with the resources, for the asker's right.
WITH near AS MATERIALIZED (
    SELECT * FROM unnest(%(communes)s::text::text[], %(km)s::text::float8[]) AS n (commune, km)
), hits AS MATERIALIZED (  -- apart from its limit, for which the planner would read the table instead of the index
    SELECT e.key, e.kind, e.commune, e.normalized FROM directory_entry e
    WHERE e.words @@ %(query)s::text::tsquery
), found AS MATERIALIZED (
    SELECT h.*, n.km FROM hits h LEFT JOIN near n ON n.commune = h.commune
    WHERE NOT %(only_near)s::bool OR n.km IS NOT NULL
    LIMIT %(candidates)s::int
), ranked AS (
    SELECT f.key, f.km, f.normalized,
           (SELECT count(*) FILTER (WHERE (' ' || f.normalized || ' ') LIKE '% ' || w.word || ' %') * 2
                 + count(*) FILTER (WHERE (' ' || f.normalized) LIKE '% ' || w.word || '%')
            FROM unnest(%(names)s::text::text[]) w (word)) AS score
    FROM found f
), page AS (
    SELECT k.*, row_number() OVER () AS place FROM (
        SELECT * FROM ranked
        ORDER BY CASE WHEN %(by_distance)s::bool THEN 0 ELSE -score END, km NULLS LAST, score DESC, normalized, key
        OFFSET %(offset)s::int LIMIT %(limit)s::int) k
)
SELECT e.kind, r.type, r.id, e.name, e.role, e.structure, e.phone, e.town, e.commune, e.places, e.places_at, p.km,
       (SELECT count(*) FROM found)::int,
       (SELECT json_object_agg(c.kind, c.n) FROM (SELECT kind, count(*) AS n FROM found GROUP BY kind) c),
       (SELECT json_object_agg(c.commune, c.n) FROM (
            SELECT commune, count(*) AS n FROM found WHERE commune <> '' GROUP BY commune) c)
FROM page p JOIN directory_entry e ON e.key = p.key
JOIN resource r ON r.key = p.key AND NOT r.deleted AND {visible}
ORDER BY p.place
