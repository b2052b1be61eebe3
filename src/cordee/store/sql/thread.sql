-- The messages of one conversation the asker may see, newest first, a page at a time. What its first message does not know
-- is not of it, whatever it says: a message of another record, or of none, from somebody to whom nothing in it was written.
WITH head AS MATERIALIZED (
    SELECT h.key, h.patient_id FROM resource h
    WHERE h.type = 'Communication' AND h.id = %(thread)s AND NOT h.deleted AND {visible_head}
)
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.patient_id, w.sent_at, w.source_key
FROM (
    SELECT DISTINCT a.sent_at, a.source_key FROM addressee a
    WHERE a.thread = %(thread)s AND NOT a.is_notice AND (a.sent_at, a.source_key) < (%(before_at)s, %(before_key)s)
      AND (a.patient_id IS NOT NULL OR a.who = ANY(%(keys)s))   -- of no record: what names the asker
      AND NOT EXISTS (SELECT 1 FROM head h WHERE {foreign})
    ORDER BY a.sent_at DESC, a.source_key DESC LIMIT %(limit)s) w
JOIN LATERAL (SELECT * FROM resource r WHERE r.key = w.source_key AND NOT r.deleted AND {visible} OFFSET 0) r ON true
ORDER BY w.sent_at DESC, w.source_key DESC
