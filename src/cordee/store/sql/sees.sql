-- Whether one of the asker's memberships opens one of these categories of this person's record now.
SELECT 1 FROM circle c
WHERE c.member = ANY(%(keys)s) AND c.patient_id = %(patient_id)s AND c.categories & %(reads)s & %(needed)s <> 0
  AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s)
LIMIT 1
