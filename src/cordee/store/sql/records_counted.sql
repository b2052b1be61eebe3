-- How many active records the asker's circles hold, by theme and referent.
-- Cost: one index range a record of theirs, never the region's.
SELECT coalesce(theme.code, '') AS theme, coalesce(max(theme.word), '') AS theme_word,
       coalesce(r.content -> 'careManager' ->> 'reference', '') AS referent,
       coalesce(max(r.content -> 'careManager' ->> 'display'), '') AS referent_name, count(*)::int
FROM ({records}) m
JOIN resource r ON r.patient_id = m.patient_id AND r.type = 'EpisodeOfCare' AND NOT r.deleted AND {in_record}
LEFT JOIN LATERAL (
    SELECT c ->> 'code' AS code, coalesce(c ->> 'display', t ->> 'text') AS word
    FROM json_array_elements(r.content -> 'type') t CROSS JOIN LATERAL json_array_elements(t -> 'coding') c
    WHERE c ->> 'system' = %(theme_system)s LIMIT 1) theme ON true
WHERE m.standing & %(plan)s <> 0 AND r.content ->> 'status' = 'active'
GROUP BY 1, 3
ORDER BY 5 DESC, 1, 3
LIMIT %(limit)s
