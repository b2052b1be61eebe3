-- The profiles, tags and labels in use among what the asker may see: of their circles' records, and of the directory.
-- Cost: grows with the asker's own circles, never with the region.
WITH mine AS (
    SELECT DISTINCT c.patient_id FROM circle c
    WHERE c.member = ANY(%(keys)s) AND c.starts_at <= %(now)s AND (c.ends_at IS NULL OR c.ends_at > %(now)s)
), seen AS (
    SELECT r.key FROM mine m JOIN resource r ON r.patient_id = m.patient_id
    WHERE NOT r.deleted AND r.type = ANY(%(types)s) AND {visible}
    UNION ALL
    SELECT r.key FROM resource r
    WHERE NOT r.deleted AND r.type = ANY(%(shared_types)s) AND r.patient_id IS NULL AND {visible}
)
SELECT DISTINCT t.param, t.system, t.code
FROM seen s JOIN index_token t ON t.key = s.key AND t.param = ANY(%(params)s)
ORDER BY t.system, t.code
LIMIT %(limit)s
