-- One page of the directory: the first candidates of the steps asked, in turn, then best first; and how many there are by
-- kind and by commune. One row without a key when the page has none.
-- Cost: bounded by the number of candidates and by what the last step reads of the index; a page joins its own rows with the
-- resources, for the asker's right. A step is not begun once those before it gave enough; what it leaves out is told on its
-- rows, for an index would gather all that first.
WITH near AS MATERIALIZED (
    SELECT coalesce(json_object_agg(n.commune, n.km)::jsonb, '{}') AS km
    FROM unnest(%(communes)s::text::text[], %(kms)s::text::float8[]) AS n (commune, km)
), found AS MATERIALIZED (
    SELECT h.key, h.kind, h.commune, h.normalized, h.km
    FROM near CROSS JOIN unnest(%(queries)s::text::tsquery[], %(withouts)s::text::tsquery[], %(ways)s::text::text[],
                                %(nears)s::text::bool[])
        WITH ORDINALITY AS s (query, without, way, is_near, place)
    CROSS JOIN LATERAL (
        (SELECT e.key, e.kind, e.commune, e.normalized, (near.km -> e.commune)::float8 AS km FROM directory_entry e
         WHERE s.way = 'any' AND e.words @@ s.query AND (e.words @@ s.without) IS NOT TRUE
           AND near.km ? e.commune = s.is_near)
        UNION ALL
        (SELECT e.key, e.kind, e.commune, e.normalized, (near.km -> e.commune)::float8 FROM directory_entry e
         WHERE s.way = 'sample' AND e.words @@ s.query AND (e.words @@ s.without) IS NOT TRUE
           AND near.km ? e.commune = s.is_near AND hashint8(e.key) & 15 = 0)
        UNION ALL
        (SELECT e.key, e.kind, e.commune, e.normalized, (near.km -> e.commune)::float8 FROM directory_entry e
         WHERE s.way = 'others' AND e.words @@ s.query AND (e.words @@ s.without) IS NOT TRUE
           AND near.km ? e.commune = s.is_near AND hashint8(e.key) & 15 <> 0)
        UNION ALL
        (SELECT e.key, e.kind, e.commune, e.normalized, (near.km -> e.commune)::float8 FROM directory_entry e
         WHERE s.way = 'nearest' AND e.words @@ s.query AND (e.words @@ s.without) IS NOT TRUE
           AND near.km ? e.commune = s.is_near
         ORDER BY (near.km -> e.commune)::float8, e.key LIMIT %(candidates)s::int)
    ) h
    ORDER BY s.place LIMIT %(candidates)s::int
), ranked AS MATERIALIZED (
    SELECT f.key, f.km, f.normalized,
           (SELECT count(*) FILTER (WHERE (' ' || f.normalized || ' ') LIKE '% ' || w.word || ' %') * 10
                 + count(*) FILTER (WHERE (' ' || f.normalized) LIKE '% ' || w.word || '%')
            FROM unnest(%(names)s::text::text[]) w (word)) AS score
    FROM found f
), page AS (
    SELECT k.*, row_number() OVER () AS place FROM (
        SELECT * FROM ranked
        ORDER BY CASE WHEN %(by_distance)s::bool THEN 0 ELSE -score END, km NULLS LAST, score DESC, normalized, key
        OFFSET %(offset)s::int LIMIT %(limit)s::int) k
), shown AS (
    SELECT e.kind, r.type, r.id, e.name, e.role, e.structure, e.phone, e.town, e.commune, e.places, e.places_at, p.km, p.place
    FROM page p JOIN directory_entry e ON e.key = p.key
    JOIN resource r ON r.key = p.key AND NOT r.deleted AND {visible}
)
SELECT c.total, c.kinds, c.communes,
       s.kind, s.type, s.id, s.name, s.role, s.structure, s.phone, s.town, s.commune, s.places, s.places_at, s.km
FROM (SELECT (SELECT count(*) FROM found)::int AS total,
             (SELECT json_object_agg(k.kind, k.n) FROM (SELECT kind, count(*) AS n FROM found GROUP BY kind) k) AS kinds,
             (SELECT json_object_agg(k.commune, k.n) FROM (
                 SELECT commune, count(*) AS n FROM found WHERE commune <> '' GROUP BY commune) k) AS communes) c
LEFT JOIN shown s ON true
ORDER BY s.place
