-- The appointments of some participants in a period that the asker may see, each with whom it is about; soonest first.
-- Cost: grows with what the participants do in the period, never with the region nor with the years behind.
WITH page AS (
    SELECT DISTINCT r.key, e.starts_at
    FROM agenda_entry e
    JOIN resource r ON r.key = e.key
    WHERE e.participant = ANY(%(participants)s::text[])
      AND e.starts_at >= %(from_at)s::timestamptz - %(lasting)s::interval AND e.starts_at < %(until_at)s
      AND e.ends_at >= %(from_at)s
      AND NOT r.deleted AND {visible}
      AND (%(system)s = '' OR EXISTS (
          SELECT 1 FROM json_array_elements(r.content -> 'identifier') i WHERE i ->> 'system' = %(system)s))
    ORDER BY e.starts_at, r.key LIMIT %(limit)s
)
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.happened_at, r.patient_id,
       p.id, p.version, p.updated_at, p.updated_by, p.content, p.happened_at
FROM page
JOIN resource r ON r.key = page.key
LEFT JOIN resource p ON p.type = 'Patient' AND p.id = r.patient_id AND NOT p.deleted AND {patient_visible}
ORDER BY page.starts_at, page.key
