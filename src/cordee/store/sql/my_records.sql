-- The records whose circle the asker stands in today, last changed first, with what is new to the asker in each.
-- Cost: grows with the asker's own circles, never with the region.
WITH mine AS (
    SELECT * FROM ({records}) m WHERE m.standing & %(plan)s <> 0
), page AS (
    SELECT p.type, p.id, p.version, p.updated_at, p.updated_by, p.content, p.deleted, p.happened_at, p.key,
           last.changed_at, m.mask, m.is_refused_in_part
    FROM mine m
    JOIN resource p ON p.type = 'Patient' AND p.id = m.patient_id AND NOT p.deleted AND {patient_in_record}
    CROSS JOIN LATERAL (
        SELECT r.updated_at AS changed_at FROM resource r
        WHERE r.patient_id = m.patient_id AND {in_record}
        ORDER BY r.updated_at DESC LIMIT 1) last
    WHERE (SELECT bool_and(EXISTS (
               SELECT 1 FROM index_string s WHERE s.key = p.key AND s.param = ANY(%(name)s::int[]) AND s.normalized LIKE w.word))
           FROM unnest(%(words)s::text[]) w (word)) IS NOT false
      AND (last.changed_at, p.key) < (%(before_at)s, %(before_key)s)
    ORDER BY last.changed_at DESC, p.key DESC
    LIMIT %(limit)s
)
SELECT m.type, m.id, m.version, m.updated_at, m.updated_by, m.content, m.deleted, m.happened_at, m.key, m.changed_at,
       v.seen_at, fresh.n
FROM page m
LEFT JOIN visit v ON v.who = %(who)s AND v.patient_id = m.id
CROSS JOIN LATERAL (
    SELECT count(*)::int AS n FROM (
        SELECT 1 FROM resource r
        WHERE r.patient_id = m.id AND r.updated_at > coalesce(v.seen_at, %(window)s) AND r.updated_by <> %(who)s
          AND NOT r.deleted AND {in_record}
        LIMIT %(new_max)s) n) fresh
ORDER BY m.changed_at DESC, m.key DESC
