-- The keys, among those given, whose index rows are not exactly the rows given, and in which table.
WITH token AS (
    SELECT * FROM unnest(%(token_key)s::text::bigint[], %(token_param)s::text::int[], %(token_system)s::text::text[],
                         %(token_code)s::text::text[], %(token_part)s::text::int[])
), reference AS (
    SELECT * FROM unnest(%(ref_key)s::text::bigint[], %(ref_param)s::text::int[], %(ref_type)s::text::text[],
                         %(ref_id)s::text::text[], %(ref_part)s::text::int[])
), date AS (
    SELECT * FROM unnest(%(date_key)s::text::bigint[], %(date_param)s::text::int[], %(date_start)s::text::timestamptz[],
                         %(date_end)s::text::timestamptz[], %(date_part)s::text::int[])
), string AS (
    SELECT * FROM unnest(%(string_key)s::text::bigint[], %(string_param)s::text::int[],
                         %(string_normalized)s::text::text[], %(string_exact)s::text::text[],
                         %(string_part)s::text::int[], %(string_shared)s::text::bool[])
), number AS (
    SELECT * FROM unnest(%(number_key)s::text::bigint[], %(number_param)s::text::int[], %(number_low)s::text::numeric[],
                         %(number_high)s::text::numeric[], %(number_part)s::text::int[])
), quantity AS (
    SELECT * FROM unnest(%(quantity_key)s::text::bigint[], %(quantity_param)s::text::int[],
                         %(quantity_low)s::text::numeric[], %(quantity_high)s::text::numeric[],
                         %(quantity_system)s::text::text[], %(quantity_code)s::text::text[],
                         %(quantity_base_low)s::text::numeric[], %(quantity_base_high)s::text::numeric[],
                         %(quantity_base_code)s::text::text[], %(quantity_part)s::text::int[])
), position AS (
    SELECT * FROM unnest(%(position_key)s::text::bigint[], %(position_param)s::text::int[],
                         %(position_latitude)s::text::float8[], %(position_longitude)s::text::float8[])
), text AS (
    SELECT t.key, strip(to_tsvector('french', t.narrative)), strip(to_tsvector('french', t.content))
    FROM unnest(%(text_key)s::text::bigint[], %(text_narrative)s::text::text[], %(text_content)s::text::text[])
        AS t (key, narrative, content)
), task AS (
    SELECT * FROM unnest(%(task_key)s::text::bigint[], %(task_holder)s::text::text[], %(task_requester)s::text::text[],
                         %(task_open)s::text::bool[], %(task_due)s::text::date[], %(task_ended)s::text::timestamptz[])
        AS t (key, holder, requester, is_open, due_on, ended_at)
), held_token AS (
    SELECT key, param, system, code, part FROM index_token WHERE key = ANY(%(keys)s)
), held_reference AS (
    SELECT key, param, target_type, target_id, part FROM index_reference WHERE key = ANY(%(keys)s)
), held_date AS (
    SELECT key, param, starts_at, ends_at, part FROM index_date WHERE key = ANY(%(keys)s)
), held_string AS (
    SELECT key, param, normalized, exact, part, is_shared FROM index_string WHERE key = ANY(%(keys)s)
), held_number AS (
    SELECT key, param, low, high, part FROM index_number WHERE key = ANY(%(keys)s)
), held_quantity AS (
    SELECT key, param, low, high, system, code, base_low, base_high, base_code, part
    FROM index_quantity WHERE key = ANY(%(keys)s)
), held_position AS (
    SELECT key, param, latitude, longitude FROM index_position WHERE key = ANY(%(keys)s)
), held_text AS (
    SELECT key, narrative, content FROM index_text WHERE key = ANY(%(keys)s)
), held_task AS (
    SELECT key, holder, requester, is_open, due_on, ended_at FROM index_task WHERE key = ANY(%(keys)s)
)
SELECT DISTINCT d.key, 'index_token' FROM (
    (TABLE held_token EXCEPT ALL TABLE token) UNION ALL (TABLE token EXCEPT ALL TABLE held_token)) d
UNION ALL SELECT DISTINCT d.key, 'index_reference' FROM (
    (TABLE held_reference EXCEPT ALL TABLE reference) UNION ALL (TABLE reference EXCEPT ALL TABLE held_reference)) d
UNION ALL SELECT DISTINCT d.key, 'index_date' FROM (
    (TABLE held_date EXCEPT ALL TABLE date) UNION ALL (TABLE date EXCEPT ALL TABLE held_date)) d
UNION ALL SELECT DISTINCT d.key, 'index_string' FROM (
    (TABLE held_string EXCEPT ALL TABLE string) UNION ALL (TABLE string EXCEPT ALL TABLE held_string)) d
UNION ALL SELECT DISTINCT d.key, 'index_number' FROM (
    (TABLE held_number EXCEPT ALL TABLE number) UNION ALL (TABLE number EXCEPT ALL TABLE held_number)) d
UNION ALL SELECT DISTINCT d.key, 'index_quantity' FROM (
    (TABLE held_quantity EXCEPT ALL TABLE quantity) UNION ALL (TABLE quantity EXCEPT ALL TABLE held_quantity)) d
UNION ALL SELECT DISTINCT d.key, 'index_position' FROM (
    (TABLE held_position EXCEPT ALL TABLE position) UNION ALL (TABLE position EXCEPT ALL TABLE held_position)) d
UNION ALL SELECT DISTINCT d.key, 'index_text' FROM (
    (TABLE held_text EXCEPT ALL TABLE text) UNION ALL (TABLE text EXCEPT ALL TABLE held_text)) d
UNION ALL SELECT DISTINCT d.key, 'index_task' FROM (
    (TABLE held_task EXCEPT ALL TABLE task) UNION ALL (TABLE task EXCEPT ALL TABLE held_task)) d
