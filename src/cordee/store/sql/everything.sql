-- One page of a whole record, least recently changed first: what changes meanwhile moves behind the reader and is met
-- again, never missed. Walks the index resource_changes from its keyset, so that no page costs more than another.
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.key
FROM resource r
WHERE r.patient_id = %(patient_id)s AND NOT r.deleted AND r.type <> 'Patient'
  AND (r.updated_at, r.key) > (%(after_at)s, %(after_key)s)
  AND {narrowed} AND {visible}
ORDER BY r.updated_at, r.key
LIMIT %(limit)s
