-- The notices to the asker, newest first, a page at a time.
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.patient_id, w.sent_at, w.source_key
FROM (
    SELECT a.sent_at, a.source_key FROM unnest(%(keys)s::text[]) y (who)
    CROSS JOIN LATERAL (
        SELECT a.* FROM addressee a
        WHERE a.who = y.who AND a.is_notice AND (a.sent_at, a.source_key) < (%(before_at)s, %(before_key)s)
        ORDER BY a.sent_at DESC, a.source_key DESC LIMIT %(limit)s) a
    ORDER BY a.sent_at DESC, a.source_key DESC LIMIT %(limit)s) w
JOIN LATERAL (SELECT * FROM resource r WHERE r.key = w.source_key AND NOT r.deleted AND {visible} OFFSET 0) r ON true
ORDER BY w.sent_at DESC, w.source_key DESC
