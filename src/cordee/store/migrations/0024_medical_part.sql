-- What is used and what is written of care belongs to the medical part: equipment in use, summaries and minutes.
-- Readers of "other" (2048) lose what the matrix keeps from them of the medical part (8); nobody gains. See ADR 0032.

UPDATE version v SET category = 8 FROM resource r
WHERE r.key = v.key AND r.type IN ('Composition', 'DeviceUseStatement');
UPDATE resource SET category = 8 WHERE type IN ('Composition', 'DeviceUseStatement');
