-- Store staged resources with everything derived from them, as one statement and so as one transaction.
-- Rows that replace a current version first move it to `version`; their old index rows go.
-- A row whose patient the asker may not write for stops the whole statement (refuse_write).
WITH staged AS (
    SELECT * FROM unnest(
        %(key)s::bigint[], %(type)s::text[], %(id)s::text[], %(version)s::int[], %(deleted)s::bool[],
        %(patient_id)s::text[], %(category)s::int[], %(hidden_from)s::int[], %(happened_at)s::timestamptz[],
        %(content)s::json[], %(granted)s::bool[], %(replaces)s::bool[])
        AS s (key, type, id, version, deleted, patient_id, category, hidden_from, happened_at, content, granted, replaces)
), allowed AS (
    SELECT s.*, CASE WHEN s.granted OR EXISTS (
        SELECT 1 FROM circle c
        WHERE c.member = ANY(%(keys)s) AND c.patient_id = s.patient_id AND c.categories & s.category <> 0
          AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s))
        THEN s.key ELSE refuse_write() END AS checked_key
    FROM staged s
), created AS (
    INSERT INTO resource (key, type, id, version, updated_at, updated_by, deleted, patient_id, category, hidden_from,
                          happened_at, content)
    SELECT checked_key, type, id, version, %(now)s, %(who)s, deleted, patient_id, category, hidden_from,
           happened_at, content
    FROM allowed WHERE NOT replaces
), tokens AS (
    INSERT INTO index_token (key, param, code, system)
    SELECT * FROM unnest(%(token_key)s::bigint[], %(token_param)s::text[], %(token_code)s::text[], %(token_system)s::text[])
), links AS (
    INSERT INTO index_reference (key, param, target_type, target_id)
    SELECT * FROM unnest(%(ref_key)s::bigint[], %(ref_param)s::text[], %(ref_type)s::text[], %(ref_id)s::text[])
), dates AS (
    INSERT INTO index_date (key, param, starts_at, ends_at)
    SELECT * FROM unnest(%(date_key)s::bigint[], %(date_param)s::text[], %(date_start)s::timestamptz[], %(date_end)s::timestamptz[])
), strings AS (
    INSERT INTO index_string (key, param, value)
    SELECT * FROM unnest(%(string_key)s::bigint[], %(string_param)s::text[], %(string_value)s::text[])
), memberships AS (
    INSERT INTO circle (source_key, member, patient_id, categories, starts_at, ends_at)
    SELECT * FROM unnest(%(circle_key)s::bigint[], %(circle_member)s::text[], %(circle_patient)s::text[],
                         %(circle_categories)s::int[], %(circle_start)s::timestamptz[], %(circle_end)s::timestamptz[])
), traced AS (
    INSERT INTO trace (who, role, organization, purpose, action, outcome, type, id, patient_id, count)
    SELECT %(who)s, %(role)s, %(organization)s, %(purpose)s, t.action, 'done', t.type, t.id, t.patient_id, t.count
    FROM unnest(%(trace_action)s::text[], %(trace_type)s::text[], %(trace_id)s::text[], %(trace_patient)s::text[],
                %(trace_count)s::int[]) AS t (action, type, id, patient_id, count)
)
UPDATE resource r
SET version = a.version, updated_at = %(now)s, updated_by = %(who)s, deleted = a.deleted, patient_id = a.patient_id,
    category = a.category, hidden_from = a.hidden_from, happened_at = a.happened_at, content = a.content
FROM allowed a
WHERE a.replaces AND r.key = a.checked_key
