-- Drop what searches find some resources by.
WITH tokens AS (DELETE FROM index_token WHERE key = ANY(%(keys)s::bigint[])
), links AS (DELETE FROM index_reference WHERE key = ANY(%(keys)s::bigint[])
), dates AS (DELETE FROM index_date WHERE key = ANY(%(keys)s::bigint[])
), strings AS (DELETE FROM index_string WHERE key = ANY(%(keys)s::bigint[])
), numbers AS (DELETE FROM index_number WHERE key = ANY(%(keys)s::bigint[])
), quantities AS (DELETE FROM index_quantity WHERE key = ANY(%(keys)s::bigint[])
), positions AS (DELETE FROM index_position WHERE key = ANY(%(keys)s::bigint[])
), texts AS (DELETE FROM index_text WHERE key = ANY(%(keys)s::bigint[])
), to_do AS (DELETE FROM index_task WHERE key = ANY(%(keys)s::bigint[]))
SELECT 1
