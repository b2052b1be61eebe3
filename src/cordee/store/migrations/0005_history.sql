-- Histories of a type or of everything, newest first: versions that are current, and those that were.
CREATE INDEX resource_updated ON resource (type, updated_at DESC, key DESC);
CREATE INDEX version_changes ON version (patient_id, updated_at DESC);
CREATE INDEX version_recent ON version (updated_at DESC, key DESC);
