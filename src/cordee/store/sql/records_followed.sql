-- How many active records of the asker's circles the asker follows in person.
-- Cost: one index range a record of theirs, never the region's.
SELECT count(*)::int
FROM ({records}) m
JOIN resource r ON r.patient_id = m.patient_id AND r.type = 'EpisodeOfCare' AND NOT r.deleted AND {in_record}
WHERE m.standing & %(plan)s <> 0 AND r.content ->> 'status' = 'active'
  AND r.content -> 'careManager' ->> 'reference' = %(who)s
