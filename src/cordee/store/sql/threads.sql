-- Conversations, the last written to first, with their first and last message, and what of them the asker has not read.
-- Cost: a range of an index of `looked` rows, and the messages shown; never the number of records or of messages.
WITH rows AS MATERIALIZED (
    {rows}
), head AS MATERIALIZED (
    SELECT h.id, h.key, h.patient_id, h.content FROM (SELECT DISTINCT w.thread FROM rows w) w
    JOIN LATERAL (
        SELECT * FROM resource h WHERE h.type = 'Communication' AND h.id = w.thread AND NOT h.deleted AND {visible_head} OFFSET 0) h
        ON true
), last AS (
    SELECT DISTINCT ON (a.thread) a.thread, a.source_key, a.sent_at FROM rows a
    WHERE NOT EXISTS (SELECT 1 FROM head h WHERE h.id = a.thread AND {foreign})
    ORDER BY a.thread, a.sent_at DESC, a.source_key DESC
), page AS (
    SELECT l.* FROM last l
    WHERE NOT EXISTS (                       -- shown on a page before: something later was said in it
        SELECT 1 FROM addressee n
        WHERE n.thread = l.thread AND n.sent_at >= %(before_at)s AND (n.sent_at, n.source_key) >= (%(before_at)s, %(before_key)s)
          AND %(has_before)s OFFSET 0)
)
SELECT l.thread, l.sent_at, l.source_key, r.id, r.content, r.patient_id, h.content, coalesce(k.is_muted, false), n.unread
FROM page l
JOIN LATERAL (SELECT * FROM resource r WHERE r.key = l.source_key AND NOT r.deleted AND {visible} OFFSET 0) r ON true
LEFT JOIN head h ON h.id = l.thread
LEFT JOIN thread_mark k ON k.who = %(who)s AND k.thread = l.thread
CROSS JOIN LATERAL (
    SELECT count(*)::int AS unread FROM (
        SELECT DISTINCT a.source_key FROM addressee a
        WHERE a.thread = l.thread AND a.patient_id IS NOT DISTINCT FROM r.patient_id AND a.sent_at > coalesce(k.read_until, '-infinity')
          AND (a.patient_id IS NOT NULL OR a.who = ANY(%(keys)s))   -- of no record: what was written to the asker
          AND NOT EXISTS (SELECT 1 FROM addressee s WHERE s.source_key = a.source_key AND s.is_sender AND s.who = ANY(%(keys)s))
        LIMIT %(unread_max)s) u) n
UNION ALL
SELECT NULL, w.sent_at, w.source_key, NULL, NULL, NULL, NULL, NULL, NULL FROM (
    SELECT w.* FROM rows w ORDER BY w.sent_at, w.source_key LIMIT 1) w
WHERE (SELECT count(*) FROM rows) >= %(looked)s
