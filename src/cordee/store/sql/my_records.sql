-- The records whose circle the asker stands in today, last changed first, with what is new to the asker in each; those
-- open, those closed, or all. Where `closed_counted`, a last row says how many of all of them are closed.
-- Cost: one index probe a record of theirs, then the persons of one page alone; never the region.
WITH mine AS (
    SELECT * FROM ({records}) m WHERE m.standing & %(plan)s <> 0 AND {named}
), changed AS (
    SELECT m.patient_id, m.mask, m.is_refused_in_part, last.changed_at
    FROM mine m
    CROSS JOIN LATERAL (
        SELECT r.updated_at AS changed_at FROM resource r
        WHERE r.patient_id = m.patient_id AND {in_record}
        ORDER BY r.updated_at DESC LIMIT 1) last
    WHERE (last.changed_at, m.patient_id) < (%(before_at)s, %(before_id)s)
    ORDER BY last.changed_at DESC, m.patient_id DESC OFFSET 0
), page AS (
    SELECT p.type, p.id, p.version, p.updated_at, p.updated_by, p.content, p.deleted, p.happened_at,
           m.changed_at, m.mask, m.is_refused_in_part, c.is_closed
    FROM changed m
    CROSS JOIN LATERAL (SELECT {closed} AS is_closed OFFSET 0) c
    CROSS JOIN LATERAL (
        SELECT * FROM resource p
        WHERE p.type = 'Patient' AND p.id = m.patient_id AND NOT p.deleted AND {patient_in_record} OFFSET 0) p
    WHERE {kept}
    ORDER BY m.changed_at DESC, m.patient_id DESC LIMIT %(limit)s
)
SELECT m.type, m.id, m.version, m.updated_at, m.updated_by, m.content, m.deleted, m.happened_at, m.changed_at,
       v.seen_at, fresh.n, m.is_closed
FROM page m
LEFT JOIN visit v ON v.who = %(who)s AND v.patient_id = m.id
CROSS JOIN LATERAL (
    SELECT count(*)::int AS n FROM (
        SELECT 1 FROM resource r
        WHERE r.patient_id = m.id AND r.updated_at > coalesce(v.seen_at, %(window)s) AND r.updated_by <> %(who)s
          AND NOT r.deleted AND {in_record}
        LIMIT %(new_max)s) n) fresh
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, (SELECT count(*)::int FROM mine m WHERE {closed}), NULL
WHERE %(closed_counted)s
ORDER BY 9 DESC NULLS LAST, 2 DESC
