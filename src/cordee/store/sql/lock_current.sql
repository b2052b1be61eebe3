-- The current rows of what a unit updates or deletes, locked in one order so that two units cannot wait for each other.
-- Rows the wall does not show are among them, without content (lock_standing in 0010_walls.sql).
SELECT r.key, r.type, r.id, r.version, r.deleted, r.patient_id, r.category, r.hidden_from, r.happened_at,
       r.updated_at, r.updated_by, r.content, r.content IS NOT NULL AND {visible} AS is_visible,
       coalesce((SELECT m.writes FROM ({record}) m), 0) AS granted,
       r.first_by,
       EXISTS (SELECT 1 FROM sent_part o WHERE o.resource_key = r.key AND o.patient_id = r.patient_id
               AND o.recipient = ANY(%(keys)s) AND o.writes AND o.starts_at <= %(now)s) AS is_sent
FROM lock_standing(%(types)s::text[], %(ids)s::text[]) r
