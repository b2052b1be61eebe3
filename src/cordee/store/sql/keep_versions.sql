-- Keep the versions about to be replaced, and drop what was derived from them.
WITH tokens AS (DELETE FROM index_token WHERE key = ANY(%(keys)s::bigint[])
), links AS (DELETE FROM index_reference WHERE key = ANY(%(keys)s::bigint[])
), dates AS (DELETE FROM index_date WHERE key = ANY(%(keys)s::bigint[])
), strings AS (DELETE FROM index_string WHERE key = ANY(%(keys)s::bigint[])
), numbers AS (DELETE FROM index_number WHERE key = ANY(%(keys)s::bigint[])
), quantities AS (DELETE FROM index_quantity WHERE key = ANY(%(keys)s::bigint[])
), positions AS (DELETE FROM index_position WHERE key = ANY(%(keys)s::bigint[])
), texts AS (DELETE FROM index_text WHERE key = ANY(%(keys)s::bigint[])
), to_do AS (DELETE FROM index_task WHERE key = ANY(%(keys)s::bigint[])
), memberships AS (DELETE FROM circle WHERE source_key = ANY(%(keys)s::bigint[]) AND origin <> 'emergency'
), letters AS (DELETE FROM addressee WHERE source_key = ANY(%(keys)s::bigint[])
), rules AS (DELETE FROM consent_rule WHERE source_key = ANY(%(keys)s::bigint[]))
SELECT keep_versions(%(keys)s::bigint[])
