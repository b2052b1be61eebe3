-- Store staged resources with everything derived from them, as one statement and so as one transaction; each row comes
-- with the keys of its own asker, for several units may be stored together (see creations.py).
-- Rows that replace a current version first move it to `version`; their old index rows go.
-- Arrays come as text: their lengths stay unknown to the planner, so that it keeps one plan for all (3 times cheaper).
-- A row whose patient the asker may not write for stops the whole statement (refuse_write).
WITH staged AS (
    SELECT * FROM unnest(
        %(key)s::text::bigint[], %(type)s::text::text[], %(id)s::text::text[], %(version)s::text::int[], %(deleted)s::text::bool[],
        %(patient_id)s::text::text[], %(category)s::text::int[], %(hidden_from)s::text::int[], %(happened_at)s::text::timestamptz[],
        %(content)s::text::json[], %(granted)s::text::bool[], %(replaces)s::text::bool[],
        %(updated_at)s::text::timestamptz[], %(updated_by)s::text::text[], %(keys)s::text::text[])
        AS s (key, type, id, version, deleted, patient_id, category, hidden_from, happened_at, content, granted, replaces,
              updated_at, updated_by, keys)
), allowed AS (
    SELECT s.*, CASE WHEN s.granted OR EXISTS (
        SELECT 1 FROM circle c
        WHERE c.member = ANY(s.keys::text[]) AND c.patient_id = s.patient_id AND c.writes & s.category <> 0
          AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s))
        THEN s.key ELSE refuse_write() END AS checked_key
    FROM staged s
), created AS (
    INSERT INTO resource (key, type, id, version, updated_at, updated_by, deleted, patient_id, category, hidden_from,
                          happened_at, content)
    SELECT checked_key, type, id, version, updated_at, updated_by, deleted, patient_id, category, hidden_from,
           happened_at, content
    FROM allowed WHERE NOT replaces
), tokens AS (
    INSERT INTO index_token (key, param, system, code, part)
    SELECT * FROM unnest(%(token_key)s::text::bigint[], %(token_param)s::text::int[], %(token_system)s::text::text[],
                         %(token_code)s::text::text[], %(token_part)s::text::int[])
), links AS (
    INSERT INTO index_reference (key, param, target_type, target_id, part)
    SELECT * FROM unnest(%(ref_key)s::text::bigint[], %(ref_param)s::text::int[], %(ref_type)s::text::text[],
                         %(ref_id)s::text::text[], %(ref_part)s::text::int[])
), dates AS (
    INSERT INTO index_date (key, param, starts_at, ends_at, part)
    SELECT * FROM unnest(%(date_key)s::text::bigint[], %(date_param)s::text::int[],
                         %(date_start)s::text::timestamptz[], %(date_end)s::text::timestamptz[],
                         %(date_part)s::text::int[])
), strings AS (
    INSERT INTO index_string (key, param, normalized, exact, part, is_shared)
    SELECT * FROM unnest(%(string_key)s::text::bigint[], %(string_param)s::text::int[],
                         %(string_normalized)s::text::text[], %(string_exact)s::text::text[],
                         %(string_part)s::text::int[], %(string_shared)s::text::bool[])
), numbers AS (
    INSERT INTO index_number (key, param, low, high, part)
    SELECT * FROM unnest(%(number_key)s::text::bigint[], %(number_param)s::text::int[],
                         %(number_low)s::text::numeric[], %(number_high)s::text::numeric[],
                         %(number_part)s::text::int[])
), quantities AS (
    INSERT INTO index_quantity (key, param, low, high, system, code, base_low, base_high, base_code, part)
    SELECT * FROM unnest(%(quantity_key)s::text::bigint[], %(quantity_param)s::text::int[],
                         %(quantity_low)s::text::numeric[], %(quantity_high)s::text::numeric[],
                         %(quantity_system)s::text::text[], %(quantity_code)s::text::text[],
                         %(quantity_base_low)s::text::numeric[], %(quantity_base_high)s::text::numeric[],
                         %(quantity_base_code)s::text::text[], %(quantity_part)s::text::int[])
), positions AS (
    INSERT INTO index_position (key, param, latitude, longitude)
    SELECT * FROM unnest(%(position_key)s::text::bigint[], %(position_param)s::text::int[],
                         %(position_latitude)s::text::float8[], %(position_longitude)s::text::float8[])
), texts AS (
    INSERT INTO index_text (key, narrative, content)
    SELECT t.key, to_tsvector('french', t.narrative), to_tsvector('french', t.content)
    FROM unnest(%(text_key)s::text::bigint[], %(text_narrative)s::text::text[], %(text_content)s::text::text[])
        AS t (key, narrative, content)
), memberships AS (
    INSERT INTO circle (source_key, member, patient_id, categories, writes, starts_at, ends_at)
    SELECT * FROM unnest(%(circle_key)s::text::bigint[], %(circle_member)s::text::text[], %(circle_patient)s::text::text[],
                         %(circle_categories)s::text::int[], %(circle_writes)s::text::int[],
                         %(circle_start)s::text::timestamptz[], %(circle_end)s::text::timestamptz[])
), noticed AS (
    INSERT INTO subscription_event (resource_key, type, id, version)
    SELECT a.checked_key, a.type, a.id, a.version FROM allowed a
    WHERE NOT a.deleted AND EXISTS (
        SELECT 1 FROM subscription w WHERE w.type = a.type AND w.status IN ('requested', 'active'))
), traced AS (
    INSERT INTO trace (who, role, organization, purpose, action, outcome, type, id, patient_id, count)
    SELECT t.who, t.role, t.organization, t.purpose, t.action, 'done', t.type, t.id, t.patient_id, t.count
    FROM unnest(%(trace_who)s::text::text[], %(trace_role)s::text::text[], %(trace_organization)s::text::text[],
                %(trace_purpose)s::text::text[], %(trace_action)s::text::text[], %(trace_type)s::text::text[],
                %(trace_id)s::text::text[], %(trace_patient)s::text::text[], %(trace_count)s::text::int[])
        AS t (who, role, organization, purpose, action, type, id, patient_id, count)
)
UPDATE resource r
SET version = a.version, updated_at = a.updated_at, updated_by = a.updated_by, deleted = a.deleted, patient_id = a.patient_id,
    category = a.category, hidden_from = a.hidden_from, happened_at = a.happened_at, content = a.content
FROM allowed a
WHERE a.replaces AND r.key = a.checked_key
