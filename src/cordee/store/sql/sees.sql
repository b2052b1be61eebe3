-- Whether the asker stands in this person's circle now for one of these categories, and may see something of it. The
-- second wall guards no circle: it is asked for a row of the record.
SELECT 1 FROM ({record}) m WHERE m.standing & %(needed)s <> 0 AND m.mask & %(seen)s <> 0
  AND EXISTS (SELECT 1 FROM resource r WHERE r.patient_id = %(patient_id)s)
