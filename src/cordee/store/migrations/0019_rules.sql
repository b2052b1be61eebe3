-- What a consent rule names, and the indexes of the predicate: everything it tests, so that a probe never leaves them.
-- Recipients are no key: a record has few rules, and looking for each of an asker's names would cost twice as much.

ALTER TABLE consent_rule ADD COLUMN resource text NOT NULL DEFAULT '';  -- 'Type/id' it speaks of; '': the whole record
COMMENT ON COLUMN consent_rule.resource_key IS 'null: the whole record; 0: a resource that is not stored yet';
CREATE INDEX consent_rule_awaited ON consent_rule (resource) WHERE resource_key = 0;

DROP INDEX consent_rule_patient;
CREATE INDEX consent_rule_patient ON consent_rule (patient_id)
    INCLUDE (recipient, permits, categories, resource_key, starts_at, ends_at);
DROP INDEX circle_member;
CREATE INDEX circle_member ON circle (member, patient_id)
    INCLUDE (categories, writes, starts_at, ends_at, needs_consent);
