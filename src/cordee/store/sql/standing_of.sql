-- Of some people, those in whose circle the asker stands, each with the records of theirs the asker may see.
-- Cost: one index range for each of these people.
SELECT m.patient_id, r.type, r.id, r.version, r.updated_at, r.updated_by, r.content
FROM ({records}) m
LEFT JOIN resource r ON r.patient_id = m.patient_id AND r.type = 'EpisodeOfCare' AND NOT r.deleted AND {in_record}
                    AND r.content ->> 'status' IN ('active', 'onhold', 'planned')
WHERE m.standing & %(plan)s <> 0
