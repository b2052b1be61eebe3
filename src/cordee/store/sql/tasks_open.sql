-- One page of the open tasks of some people, due first, as far as the asker may see them, with whose record each is of.
-- Cost: a page of each person's tasks, never the region's.
WITH page AS (
    SELECT t.key, t.due_on
    FROM unnest(%(people)s::text[]) AS w (person)
    CROSS JOIN LATERAL (
        SELECT t.key, t.due_on FROM index_task t JOIN resource r ON r.key = t.key
        WHERE t.{column} = w.person AND t.is_open AND t.due_on BETWEEN %(from)s AND %(to)s
          AND (t.due_on, t.key) > (%(after)s, %(after_key)s) AND {others} AND NOT r.deleted AND {visible}
        ORDER BY t.due_on, t.key LIMIT %(limit)s) t
    ORDER BY t.due_on, t.key LIMIT %(limit)s
)
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, page.key, page.due_on::text,
       p.version, p.updated_at, p.updated_by, p.content, p.id
FROM page
JOIN resource r ON r.key = page.key
LEFT JOIN resource p ON p.type = 'Patient' AND p.id = r.patient_id AND NOT p.deleted AND {patient_visible}
ORDER BY page.due_on, page.key
