-- One page of what some people did, last done first, as far as the asker may see it, with whose record each is of.
WITH page AS (
    SELECT t.key, t.ended_at
    FROM unnest(%(people)s::text[]) AS w (person)
    CROSS JOIN LATERAL (
        SELECT t.key, t.ended_at FROM index_task t JOIN resource r ON r.key = t.key
        WHERE t.holder = w.person AND NOT t.is_open AND t.ended_at >= %(since)s
          AND (t.ended_at, t.key) < (%(after)s, %(after_key)s) AND NOT r.deleted AND {visible}
        ORDER BY t.ended_at DESC, t.key DESC LIMIT %(limit)s) t
    ORDER BY t.ended_at DESC, t.key DESC LIMIT %(limit)s
)
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, page.key, page.ended_at::text,
       p.version, p.updated_at, p.updated_by, p.content, p.id
FROM page
JOIN resource r ON r.key = page.key
LEFT JOIN resource p ON p.type = 'Patient' AND p.id = r.patient_id AND NOT p.deleted AND {patient_visible}
ORDER BY page.ended_at DESC, page.key DESC
