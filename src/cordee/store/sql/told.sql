-- The types, among those said to have changed in one record, of which the asker may see a change of the last moments.
SELECT t.type FROM ({record}) m CROSS JOIN unnest(%(types)s::text[]) AS t (type)
WHERE EXISTS (
    SELECT 1 FROM resource r
    WHERE r.patient_id = m.patient_id AND r.updated_at > %(since)s AND r.type = t.type AND {in_record} OFFSET 0)
ORDER BY t.type
