-- Store staged resources with everything derived from them, as one statement and so as one transaction; each row comes
-- with the keys of its own asker, for several units may be stored together (see creations.py).
-- Rows that replace a current version first move it to `version`; their old index rows go.
-- Arrays come as text: their lengths stay unknown to the planner, so that it keeps one plan for all (3 times cheaper).
-- A row whose patient the asker may not write for stops the whole statement (refuse_write): no membership lets write it, or
-- a consent refuses it. A rule binds to the resource it names by its key; one that names what is not stored waits, under key
-- 0, until that is. A file of no record binds to its message; to none that is not stored, until rights are rebuilt.
WITH staged AS (
    SELECT * FROM unnest(
        %(key)s::text::bigint[], %(type)s::text::text[], %(id)s::text::text[], %(version)s::text::int[], %(deleted)s::text::bool[],
        %(patient_id)s::text::text[], %(category)s::text::int[], %(hidden_from)s::text::int[], %(happened_at)s::text::timestamptz[],
        %(content)s::text::json[], %(granted)s::text::bool[], %(replaces)s::text::bool[],
        %(updated_at)s::text::timestamptz[], %(updated_by)s::text::text[], %(opens)s::text::bool[], %(keys)s::text::text[],
        %(recipients)s::text::text[])
        AS s (key, type, id, version, deleted, patient_id, category, hidden_from, happened_at, content, granted, replaces,
              updated_at, updated_by, opens, keys, recipients)
), allowed AS (
    SELECT s.*, CASE WHEN s.granted OR ((s.opens OR {opened}) AND NOT {refused})
        THEN s.key ELSE refuse_write() END AS checked_key
    FROM staged s
), created AS (
    INSERT INTO resource (key, type, id, version, updated_at, updated_by, deleted, patient_id, category, hidden_from,
                          happened_at, content)
    SELECT checked_key, type, id, version, updated_at, updated_by, deleted, patient_id, category, hidden_from,
           happened_at, content
    FROM allowed WHERE NOT replaces
), {index_rows}, memberships AS (
    INSERT INTO circle (source_key, member, patient_id, categories, writes, starts_at, ends_at, origin, needs_consent)
    SELECT * FROM unnest(%(circle_key)s::text::bigint[], %(circle_member)s::text::text[], %(circle_patient)s::text::text[],
                         %(circle_categories)s::text::int[], %(circle_writes)s::text::int[],
                         %(circle_start)s::text::timestamptz[], %(circle_end)s::text::timestamptz[],
                         %(circle_origin)s::text::text[], %(circle_needs_consent)s::text::bool[])
), rules AS (
    INSERT INTO consent_rule (source_key, patient_id, recipient, permits, categories, resource, starts_at, ends_at,
                              resource_key)
    SELECT u.*, CASE WHEN u.resource <> '' THEN coalesce(
        (SELECT a.key FROM staged a WHERE a.type || '/' || a.id = u.resource LIMIT 1),
        key_standing(split_part(u.resource, '/', 1), split_part(u.resource, '/', 2)), 0) END
    FROM unnest(%(rule_key)s::text::bigint[], %(rule_patient)s::text::text[], %(rule_recipient)s::text::text[],
                %(rule_permits)s::text::bool[], %(rule_categories)s::text::int[], %(rule_resource)s::text::text[],
                %(rule_start)s::text::timestamptz[], %(rule_end)s::text::timestamptz[])
        AS u (source_key, patient_id, recipient, permits, categories, resource, starts_at, ends_at)
), letters AS (
    INSERT INTO addressee (source_key, who, patient_id, is_notice, is_unread, is_sender, thread, sent_at, is_in)
    SELECT * FROM unnest(%(letter_key)s::text::bigint[], %(letter_who)s::text::text[], %(letter_patient)s::text::text[],
                         %(letter_is_notice)s::text::bool[], %(letter_is_unread)s::text::bool[],
                         %(letter_is_sender)s::text::bool[], %(letter_thread)s::text::text[], %(letter_sent)s::text::timestamptz[],
                         %(letter_is_in)s::text::bool[])
), awaited AS (
    UPDATE consent_rule k SET resource_key = a.checked_key FROM allowed a
    WHERE k.resource_key = 0 AND k.resource = a.type || '/' || a.id
), noticed AS (
    INSERT INTO subscription_event (resource_key, type, id, version)
    SELECT a.checked_key, a.type, a.id, a.version FROM allowed a
    WHERE NOT a.deleted AND EXISTS (
        SELECT 1 FROM subscription w WHERE w.type = a.type AND w.status IN ('requested', 'active'))
), contents AS (
    INSERT INTO content (key, version, patient_id, address, sha256, bytes, sender)
    SELECT * FROM unnest(%(content_key)s::text::bigint[], %(content_version)s::text::int[], %(content_patient)s::text::text[],
                         %(content_address)s::text::text[], %(content_sha256)s::text::text[], %(content_bytes)s::text::bigint[],
                         %(content_sender)s::text::text[])
), files AS (
    INSERT INTO letter_file (source_key, letter_key)
    SELECT u.key, u.letter_key FROM (
        SELECT f.key, coalesce(
            (SELECT a.key FROM staged a WHERE a.type = 'Communication' AND a.id = f.letter LIMIT 1),
            key_standing('Communication', f.letter)) AS letter_key
        FROM unnest(%(file_key)s::text::bigint[], %(file_letter)s::text::text[]) AS f (key, letter)) u
    WHERE u.letter_key IS NOT NULL
), traced AS (
    INSERT INTO trace (who, role, organization, purpose, action, outcome, type, id, patient_id, count)
    SELECT t.who, t.role, t.organization, t.purpose, t.action, 'done', t.type, t.id, t.patient_id, t.count
    FROM unnest(%(trace_who)s::text::text[], %(trace_role)s::text::text[], %(trace_organization)s::text::text[],
                %(trace_purpose)s::text::text[], %(trace_action)s::text::text[], %(trace_type)s::text::text[],
                %(trace_id)s::text::text[], %(trace_patient)s::text::text[], %(trace_count)s::text::int[])
        AS t (who, role, organization, purpose, action, type, id, patient_id, count)
)
UPDATE resource_replacing r
SET version = a.version, updated_at = a.updated_at, updated_by = a.updated_by, deleted = a.deleted, patient_id = a.patient_id,
    category = a.category, hidden_from = a.hidden_from, happened_at = a.happened_at, content = a.content
FROM allowed a
WHERE a.replaces AND r.key = a.checked_key
