-- One active circle a person: two writers at once cannot make two. A team of one stay (`encounter`) or of another kind
-- (`category`) is no circle; the ANS circle uses neither. See ADR 0024.
CREATE UNIQUE INDEX resource_one_circle ON resource (patient_id)
    WHERE type = 'CareTeam' AND NOT deleted AND patient_id IS NOT NULL
      AND content ->> 'status' = 'active' AND content -> 'encounter' IS NULL AND content -> 'category' IS NULL;
