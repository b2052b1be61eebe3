-- Conversations, the last written to first, with their first and last message, and what of them the asker has not read.
-- Cost: a range of an index of `looked` rows, and the messages shown; never the number of records or of messages.
WITH rows AS MATERIALIZED (
    {rows}
), last AS (
    SELECT DISTINCT ON (w.thread) w.thread, w.source_key, w.sent_at FROM rows w
    ORDER BY w.thread, w.sent_at DESC, w.source_key DESC
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
LEFT JOIN LATERAL (
    SELECT * FROM resource h WHERE h.type = 'Communication' AND h.id = l.thread AND NOT h.deleted AND {visible_head} OFFSET 0) h
    ON true
LEFT JOIN thread_mark k ON k.who = %(who)s AND k.thread = l.thread
CROSS JOIN LATERAL (
    SELECT count(*)::int AS unread FROM (
        SELECT DISTINCT a.source_key FROM addressee a
        WHERE a.thread = l.thread AND a.sent_at > coalesce(k.read_until, '-infinity')
          AND NOT EXISTS (SELECT 1 FROM addressee s WHERE s.source_key = a.source_key AND s.is_sender AND s.who = ANY(%(keys)s))
        LIMIT %(unread_max)s) u) n
UNION ALL
SELECT NULL, w.sent_at, w.source_key, NULL, NULL, NULL, NULL, NULL, NULL FROM (
    SELECT w.* FROM rows w ORDER BY w.sent_at, w.source_key LIMIT 1) w
WHERE (SELECT count(*) FROM rows) >= %(looked)s
