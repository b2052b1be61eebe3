-- The newest N resources of each wanted type of one record, as far as the asker's circle opens it.
WITH granted AS (
    SELECT CASE WHEN %(all)s THEN -1 ELSE coalesce(bit_or(c.categories), 0) & %(reads)s END AS mask
    FROM circle c
    WHERE c.member = ANY(%(keys)s) AND c.patient_id = %(patient_id)s
      AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s))
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.happened_at, r.key
FROM granted g
CROSS JOIN unnest(%(types)s::text[], %(limits)s::int[]) AS w (type, n)
CROSS JOIN LATERAL (
    SELECT r.* FROM resource r
    WHERE r.patient_id = %(patient_id)s AND r.type = w.type AND NOT r.deleted
      AND r.category & g.mask <> 0
      AND (%(all)s OR r.hidden_from & %(reader)s = 0 OR r.updated_by = %(who)s)
    ORDER BY r.happened_at DESC, r.key DESC LIMIT w.n) r
