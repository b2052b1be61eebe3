-- One page of the records of the asker's circles that are active, closed for the last time, or either, of one theme and
-- one referent where they are named, the last opened first, each with its person.
-- Cost: one index range a record of theirs, never the region's.
SELECT p.type, p.id, p.version, p.updated_at, p.updated_by, p.content,
       r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.key
FROM ({records}) m
JOIN resource r ON r.patient_id = m.patient_id AND r.type = 'EpisodeOfCare' AND NOT r.deleted AND {in_record}
JOIN resource p ON p.type = 'Patient' AND p.id = m.patient_id AND NOT p.deleted AND {patient_in_record}
WHERE m.standing & %(plan)s <> 0 AND r.key < %(before)s
  AND (%(referent)s::text IS NULL OR coalesce(r.content -> 'careManager' ->> 'reference', '') = %(referent)s)
  AND (%(theme)s::text IS NULL OR %(theme)s = coalesce((
      SELECT c ->> 'code'
      FROM json_array_elements(r.content -> 'type') t CROSS JOIN LATERAL json_array_elements(t -> 'coding') c
      WHERE c ->> 'system' = %(theme_system)s LIMIT 1), ''))
  AND (%(active)s AND r.content ->> 'status' = 'active'
       OR %(closed)s AND r.content ->> 'status' = 'finished' AND NOT EXISTS (
           SELECT 1 FROM resource e
           WHERE e.patient_id = m.patient_id AND e.type = 'EpisodeOfCare' AND NOT e.deleted AND {episode_in_record}
             AND (e.content ->> 'status' IN ('active', 'onhold') OR e.content ->> 'status' = 'finished' AND e.key > r.key)))
ORDER BY r.key DESC
LIMIT %(limit)s
