-- The orientations addressed to the asker's structure, newest first, in the states asked for.
-- Cost: grows with what was sent to that structure, a page at a time.
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.happened_at, r.key
FROM sent_part o JOIN resource r ON r.key = o.resource_key
WHERE o.recipient = ANY(%(keys)s::text[]) AND o.source_key = o.resource_key AND o.starts_at <= %(now)s::timestamptz
  AND NOT r.deleted AND EXISTS (
      SELECT 1 FROM json_array_elements(r.content -> 'code' -> 'coding') c WHERE c ->> 'code' = 'orientation')
  AND r.content ->> 'status' = ANY(%(states)s::text[])
  AND (r.happened_at, r.key) < (%(before_at)s::timestamptz, %(before_key)s::bigint) AND {visible}
ORDER BY r.happened_at DESC, r.key DESC LIMIT %(limit)s::int
