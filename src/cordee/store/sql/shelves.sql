-- The newest N resources of each wanted type of one record, as far as the asker's circle opens it.
WITH m AS MATERIALIZED ({record})
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.happened_at, r.key
FROM m
CROSS JOIN unnest(%(types)s::text[], %(limits)s::int[]) AS w (type, n)
CROSS JOIN LATERAL (
    SELECT r.* FROM resource r
    WHERE r.patient_id = %(patient_id)s AND r.type = w.type AND NOT r.deleted
      AND {in_record}
    ORDER BY r.happened_at DESC, r.key DESC LIMIT w.n) r
