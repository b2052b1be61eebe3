-- Several types of one record merged, newest first, a page at a time.
WITH granted AS (
    SELECT CASE WHEN %(all)s THEN -1 ELSE coalesce(bit_or(c.categories), 0) & %(reads)s END AS mask
    FROM circle c
    WHERE c.member = ANY(%(keys)s) AND c.patient_id = %(patient_id)s
      AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s))
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.happened_at, r.key
FROM granted g
CROSS JOIN unnest(%(types)s::text[]) AS w (type)
CROSS JOIN LATERAL (
    SELECT r.* FROM resource r
    WHERE r.patient_id = %(patient_id)s AND r.type = w.type AND NOT r.deleted
      AND (r.happened_at, r.key) < (%(before_at)s, %(before_key)s)
      AND r.category & g.mask <> 0
      AND (%(all)s OR r.hidden_from & %(reader)s = 0 OR r.updated_by = %(who)s)
    ORDER BY r.happened_at DESC, r.key DESC LIMIT %(limit)s) r
ORDER BY r.happened_at DESC, r.key DESC LIMIT %(limit)s
