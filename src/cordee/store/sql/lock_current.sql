-- The current rows of what a unit updates or deletes, locked in one order so that two units cannot wait for each other.
SELECT r.key, r.type, r.id, r.version, r.deleted, r.patient_id, r.category, r.hidden_from, r.happened_at,
       r.updated_at, r.updated_by, r.content, {visible} AS is_visible,
       coalesce((SELECT m.writes FROM ({record}) m), 0) AS granted,
       coalesce((SELECT v.updated_by FROM version v WHERE v.key = r.key AND v.version = 1), r.updated_by) AS first_by
FROM resource r
JOIN unnest(%(types)s::text[], %(ids)s::text[]) AS w (type, id) ON r.type = w.type AND r.id = w.id
ORDER BY r.type, r.id
FOR UPDATE OF r
