-- The records whose circle the asker stands in today, last changed first, with what is new to the asker in each.
-- Cost: grows with the asker's own circles, never with the region.
WITH mine AS (
    SELECT c.patient_id, bit_or(c.categories) & %(reads)s AS mask
    FROM circle c
    WHERE c.member = ANY(%(keys)s) AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s)
    GROUP BY c.patient_id
    HAVING bit_or(c.categories) & %(plan)s <> 0
), page AS (
    SELECT p.type, p.id, p.version, p.updated_at, p.updated_by, p.content, p.deleted, p.happened_at, p.key,
           last.changed_at, m.mask
    FROM mine m
    JOIN resource p ON p.type = 'Patient' AND p.id = m.patient_id AND NOT p.deleted
    CROSS JOIN LATERAL (
        SELECT r.updated_at AS changed_at FROM resource r
        WHERE r.patient_id = m.patient_id AND r.category & m.mask <> 0
          AND (r.hidden_from & %(reader)s = 0 OR r.updated_by = %(who)s)
        ORDER BY r.updated_at DESC LIMIT 1) last
    WHERE (SELECT bool_and(EXISTS (
               SELECT 1 FROM index_string s WHERE s.key = p.key AND s.param = ANY(%(name)s::int[]) AND s.normalized LIKE w.word))
           FROM unnest(%(words)s::text[]) w (word)) IS NOT false
      AND (last.changed_at, p.key) < (%(before_at)s, %(before_key)s)
    ORDER BY last.changed_at DESC, p.key DESC
    LIMIT %(limit)s
)
SELECT g.type, g.id, g.version, g.updated_at, g.updated_by, g.content, g.deleted, g.happened_at, g.key, g.changed_at,
       v.seen_at, fresh.n
FROM page g
LEFT JOIN visit v ON v.who = %(who)s AND v.patient_id = g.id
CROSS JOIN LATERAL (
    SELECT count(*)::int AS n FROM (
        SELECT 1 FROM resource r
        WHERE r.patient_id = g.id AND r.updated_at > coalesce(v.seen_at, %(window)s) AND r.updated_by <> %(who)s
          AND NOT r.deleted AND r.category & g.mask <> 0 AND r.hidden_from & %(reader)s = 0
        LIMIT %(new_max)s) n) fresh
ORDER BY g.changed_at DESC, g.key DESC
