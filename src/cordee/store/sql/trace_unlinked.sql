-- The next lines to link, in the order they will stand in for ever: those of transactions before any still under way.
SELECT {columns}
FROM trace t, (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin, (SELECT max(era) FROM trace) AS era) b
WHERE (t.era, t.written_in, t.key) > (%(era)s::smallint, %(written_in)s::text::xid8, %(key)s)
  AND (t.era < b.era OR t.written_in < b.xmin)
ORDER BY t.era, t.written_in, t.key
LIMIT %(limit)s
