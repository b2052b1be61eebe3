-- What others changed in one record since an instant.
WITH granted AS (
    SELECT CASE WHEN %(all)s THEN -1 ELSE coalesce(bit_or(c.categories), 0) & %(reads)s END AS mask
    FROM circle c
    WHERE c.member = ANY(%(keys)s) AND c.patient_id = %(patient_id)s
      AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s))
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.happened_at, r.key
FROM granted g
CROSS JOIN LATERAL (
    SELECT r.* FROM resource r
    WHERE r.patient_id = %(patient_id)s AND r.updated_at > %(since)s AND r.updated_by <> %(who)s AND NOT r.deleted
      AND r.category & g.mask <> 0
      AND (%(all)s OR r.hidden_from & %(reader)s = 0 OR r.updated_by = %(who)s)
    ORDER BY r.updated_at DESC LIMIT %(limit)s) r
ORDER BY r.updated_at DESC
