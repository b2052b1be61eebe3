-- One page for each search of one asker, and the lines of the trace: one for each record a page shows something of, one
-- alone when it shows nothing of anybody's. The values of a search are columns of `asked`. Arrays come as text: see
-- write.sql.
WITH asked AS MATERIALIZED (
    SELECT a.* FROM unnest({values}) AS a ({columns})
), found AS MATERIALIZED (
    SELECT asked.n, page.* FROM asked CROSS JOIN LATERAL ({page}) page
), traced AS (
    INSERT INTO trace (who, role, organization, purpose, action, outcome, type, id, patient_id, count)
    SELECT %(who)s::text, %(role)s::text, %(organization)s::text, %(purpose)s::text, 'search', 'done', a.type_name, '',
           coalesce(f.patient_id, ''), coalesce(f.matches, 0)
    FROM asked a LEFT JOIN LATERAL (
        SELECT f.patient_id, count(*) AS matches FROM found f WHERE f.n = a.n AND f.rank <= a.count
        GROUP BY f.patient_id) f ON true
)
SELECT * FROM found ORDER BY n, rank
