-- What others changed in one record since an instant.
WITH m AS MATERIALIZED ({record})
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.happened_at, r.key
FROM m
CROSS JOIN LATERAL (
    SELECT r.* FROM resource r
    WHERE r.patient_id = %(patient_id)s AND r.updated_at > %(since)s AND r.updated_by <> %(who)s AND NOT r.deleted
      AND {in_record}
    ORDER BY r.updated_at DESC LIMIT %(limit)s) r
ORDER BY r.updated_at DESC
