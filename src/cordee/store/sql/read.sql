-- The current version of each resource asked for, as far as its own asker may see it, and one line of the trace for each
-- question: several askers share one statement and one commit. An attempt that is refused is traced where the person
-- concerned will find it. Arrays come as text: see write.sql.
WITH asked AS (
    SELECT * FROM unnest(
        %(n)s::text::int[], %(type)s::text::text[], %(id)s::text::text[], %(who)s::text::text[], %(role)s::text::text[],
        %(organization)s::text::text[], %(purpose)s::text::text[], %(reads)s::text::int[], %(reader)s::text::int[],
        %(keys)s::text::text[], %(recipients)s::text::text[], %(only_patient)s::text::text[], %(is_allowed)s::text::bool[],
        %(is_system)s::text::bool[])
        AS a (n, wanted_type, wanted_id, who, role, organization, purpose, reads, reader, keys, recipients, only_patient,
              is_allowed, is_system)
), found AS MATERIALIZED (
    SELECT a.*, r.*, r.key IS NOT NULL AND (a.is_system OR {visible}) AS is_visible
    FROM asked a LEFT JOIN resource r ON r.type = a.wanted_type AND r.id = a.wanted_id
), traced AS (
    INSERT INTO trace (who, role, organization, purpose, action, outcome, type, id, patient_id, count)
    SELECT who, role, organization, purpose, 'read', CASE WHEN is_visible THEN 'done' ELSE 'refused' END,
           wanted_type, wanted_id, coalesce(patient_id, ''), is_visible::int
    FROM found
)
SELECT r.type, r.id, r.version, r.updated_at, r.updated_by, r.content, r.deleted, r.n FROM found r WHERE r.is_visible
