-- A verification of the whole trace, or of a part of it as the worker does every night. See ADR 0025.
ALTER TABLE trace_check ADD COLUMN is_whole boolean NOT NULL DEFAULT true;
