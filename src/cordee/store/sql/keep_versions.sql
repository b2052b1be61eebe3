-- Keep the versions about to be replaced, and drop what was derived from them.
WITH kept AS (
    INSERT INTO version (key, version, updated_at, updated_by, deleted, patient_id, category, hidden_from, content)
    SELECT key, version, updated_at, updated_by, deleted, patient_id, category, hidden_from, content
    FROM resource WHERE key = ANY(%(keys)s::bigint[])
), t AS (DELETE FROM index_token WHERE key = ANY(%(keys)s::bigint[])
), f AS (DELETE FROM index_reference WHERE key = ANY(%(keys)s::bigint[])
), d AS (DELETE FROM index_date WHERE key = ANY(%(keys)s::bigint[])
), c AS (DELETE FROM circle WHERE source_key = ANY(%(keys)s::bigint[])
), s AS (DELETE FROM index_string WHERE key = ANY(%(keys)s::bigint[]))
SELECT 1
