-- What each of some people holds that the asker may see: open tasks, late ones, late reviews of plans.
-- Cost: the open tasks of these people, never the region's.
SELECT t.holder, count(*)::int, count(*) FILTER (WHERE t.due_on < %(today)s)::int,
       count(*) FILTER (WHERE t.due_on < %(today)s AND r.content #>> '{code,coding,0,code}' = 'review')::int
FROM index_task t JOIN resource r ON r.key = t.key
WHERE t.holder = ANY (%(people)s) AND t.is_open AND NOT r.deleted AND {visible}
GROUP BY t.holder
