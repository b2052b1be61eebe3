-- The records that are closed are known without reading the episodes of the others: « Mes dossiers » leaves them out.
CREATE INDEX resource_closed ON resource (patient_id)
    WHERE type = 'EpisodeOfCare' AND NOT deleted AND content ->> 'status' = 'finished';
