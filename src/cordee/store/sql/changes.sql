-- What others changed in some records, since an instant each, newest first; and how much that is, up to a bound.
WITH m AS MATERIALIZED ({records})
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.happened_at, r.patient_id, r.n
FROM unnest(%(patients)s::text[], %(since)s::timestamptz[]) AS w (patient_id, since)
JOIN m ON m.patient_id = w.patient_id
CROSS JOIN LATERAL (
    SELECT r.*, row_number() OVER (ORDER BY r.updated_at DESC) AS rank, count(*) OVER ()::int AS n FROM (
        SELECT r.* FROM resource r
        WHERE r.patient_id = w.patient_id AND r.updated_at > w.since AND r.updated_by <> %(who)s AND NOT r.deleted
          AND {in_record}
        ORDER BY r.updated_at DESC LIMIT %(most)s) r) r
WHERE r.rank <= %(limit)s
ORDER BY r.updated_at DESC
