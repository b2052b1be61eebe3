-- What searches find resources by: common table expressions of write.sql and of a re-index.
tokens AS (
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
    SELECT t.key, strip(to_tsvector('french', t.narrative)), strip(to_tsvector('french', t.content))
    FROM unnest(%(text_key)s::text::bigint[], %(text_narrative)s::text::text[], %(text_content)s::text::text[])
        AS t (key, narrative, content)
), to_do AS (
    INSERT INTO index_task (key, holder, requester, is_open, due_on, ended_at)
    SELECT * FROM unnest(%(task_key)s::text::bigint[], %(task_holder)s::text::text[], %(task_requester)s::text::text[],
                         %(task_open)s::text::bool[], %(task_due)s::text::date[], %(task_ended)s::text::timestamptz[])
)
