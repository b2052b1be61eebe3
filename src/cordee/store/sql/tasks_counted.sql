-- How many open tasks of some people, that the asker may see, are due at each of some days at the latest, at most a bound
-- each: those due first are read once, and what is due at the latest on a day comes before all others.
WITH first AS MATERIALIZED (
    SELECT t.due_on FROM unnest(%(people)s::text[]) AS w (person)
    CROSS JOIN LATERAL (
        SELECT t.due_on FROM index_task t JOIN resource r ON r.key = t.key
        WHERE t.holder = w.person AND t.is_open AND NOT r.deleted AND {visible}
        ORDER BY t.due_on, t.key LIMIT %(most)s) t
    ORDER BY t.due_on LIMIT %(most)s
)
SELECT (SELECT count(*)::int FROM first WHERE first.due_on <= u.day)
FROM unnest(%(until)s::date[]) WITH ORDINALITY AS u (day, rank)
ORDER BY u.rank
