-- One page for each search asked, as far as its own asker may see, and one line of the trace for each: of the record
-- concerned, when there is only one. The values of the statement of a page are columns of `asked`.
-- Arrays come as text: see write.sql.
WITH asked AS MATERIALIZED (
    SELECT a.*, a.keys_text::text[] AS keys, a.recipients_text::text[] AS recipients FROM unnest({values}) AS a ({columns})
), found AS MATERIALIZED (
    SELECT asked.n, page.* FROM asked CROSS JOIN LATERAL ({page}) page
), traced AS (
    INSERT INTO trace (who, role, organization, purpose, action, outcome, type, id, patient_id, count)
    SELECT a.who, a.role, a.organization, a.purpose, 'search', 'done', a.type_name, '',
           CASE WHEN f.first_patient = f.last_patient THEN f.first_patient ELSE '' END, f.matches
    FROM asked a CROSS JOIN LATERAL (
        SELECT count(*) AS matches, min(coalesce(f.patient_id, '')) AS first_patient,
               max(coalesce(f.patient_id, '')) AS last_patient
        FROM found f WHERE f.n = a.n AND f.rank <= a.count) f
)
SELECT * FROM found ORDER BY n, rank
