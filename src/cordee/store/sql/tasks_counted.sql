-- How many open tasks each wanted list holds that the asker may see, at most a bound each.
SELECT (SELECT count(*)::int FROM (
    SELECT 1 FROM unnest(string_to_array(w.people, ' ')) AS q (person)
    CROSS JOIN LATERAL (
        SELECT 1 FROM index_task t JOIN resource r ON r.key = t.key
        WHERE t.holder = q.person AND t.is_open AND t.due_on BETWEEN w.first AND w.last AND NOT r.deleted AND {visible}
        LIMIT %(most)s) t
    LIMIT %(most)s) n)
FROM unnest(%(people)s::text[], %(from)s::date[], %(to)s::date[]) WITH ORDINALITY AS w (people, first, last, rank)
ORDER BY w.rank
