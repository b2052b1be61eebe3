-- The current version of each resource asked for, as far as the asker may see it, and one line of the trace for each
-- question: they share one statement and one commit. An attempt that is refused is traced where the person concerned
-- will find it. Arrays come as text: see write.sql.
WITH asked AS (
    SELECT * FROM unnest(%(n)s::text::int[], %(type)s::text::text[], %(id)s::text::text[])
        AS a (n, wanted_type, wanted_id)
), found AS MATERIALIZED (
    SELECT a.*, r.*, r.key IS NOT NULL AND {visible} AS is_visible
    FROM asked a LEFT JOIN resource r ON r.type = a.wanted_type AND r.id = a.wanted_id
), traced AS (
    INSERT INTO trace (who, role, organization, purpose, action, outcome, type, id, patient_id, count)
    SELECT %(who)s::text, %(role)s::text, %(organization)s::text, %(purpose)s::text, 'read',
           CASE WHEN is_visible THEN 'done' ELSE 'refused' END, wanted_type, wanted_id,
           CASE WHEN is_visible THEN coalesce(patient_id, '') ELSE patient_standing(wanted_type, wanted_id) END,
           is_visible::int
    FROM found
)
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.n FROM found r WHERE r.is_visible
