-- When some participants are taken in a period: hours only, of whatever appointment, and of whose record is not told.
SELECT e.participant, e.starts_at, e.ends_at
FROM agenda_entry e
WHERE e.participant = ANY(%(participants)s::text[]) AND e.is_busy
  AND e.starts_at >= %(from_at)s::timestamptz - %(lasting)s::interval AND e.starts_at < %(until_at)s
  AND e.ends_at > %(from_at)s
  AND e.key IS DISTINCT FROM key_standing('Appointment', %(but)s)
ORDER BY e.starts_at LIMIT %(limit)s
