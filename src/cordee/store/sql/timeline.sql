-- Several types of one record merged, newest first, a page at a time.
WITH m AS MATERIALIZED ({record})
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.happened_at, r.key
FROM m
CROSS JOIN unnest(%(types)s::text[]) AS w (type)
CROSS JOIN LATERAL (
    SELECT r.* FROM resource r
    WHERE r.patient_id = %(patient_id)s AND r.type = w.type AND NOT r.deleted
      AND (r.happened_at, r.key) < (%(before_at)s, %(before_key)s)
      AND {in_record}
    ORDER BY r.happened_at DESC, r.key DESC LIMIT %(limit)s) r
ORDER BY r.happened_at DESC, r.key DESC LIMIT %(limit)s
