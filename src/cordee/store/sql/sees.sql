-- Whether the asker stands in this person's circle now.
SELECT 1 FROM circle c
WHERE c.member = ANY(%(keys)s) AND c.patient_id = %(patient_id)s
  AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s)
LIMIT 1
