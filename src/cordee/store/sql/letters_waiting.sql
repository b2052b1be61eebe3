-- How many notices wait for the asker, and how many conversations, each up to a bound.
SELECT (
    SELECT count(*)::int FROM (
        SELECT 1 FROM addressee a
        JOIN LATERAL (SELECT 1 FROM resource r WHERE r.key = a.source_key AND NOT r.deleted AND {visible} OFFSET 0) r ON true
        WHERE a.who = ANY(%(keys)s) AND a.is_unread LIMIT %(most)s) n
), (
    SELECT count(DISTINCT u.thread)::int FROM (
        SELECT w.thread, w.source_key FROM unnest(%(keys)s::text[]) y (who)
        CROSS JOIN LATERAL (
            SELECT a.* FROM addressee a WHERE a.who = y.who AND NOT a.is_notice
            ORDER BY a.sent_at DESC, a.source_key DESC LIMIT %(looked)s) w
        LEFT JOIN thread_mark k ON k.who = %(who)s AND k.thread = w.thread
        WHERE NOT w.is_sender AND NOT coalesce(k.is_muted, false) AND w.sent_at > coalesce(k.read_until, '-infinity')) u
    JOIN LATERAL (SELECT 1 FROM resource r WHERE r.key = u.source_key AND NOT r.deleted AND {visible} OFFSET 0) r ON true
)
