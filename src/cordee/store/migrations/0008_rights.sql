-- What decides beside the circle: consent given or refused, and how each membership came to be. See ADR 0018.

ALTER TABLE circle
    ADD COLUMN origin        text    NOT NULL DEFAULT 'team',   -- person | team | request | emergency
    ADD COLUMN needs_consent boolean NOT NULL DEFAULT false;    -- outside the care team: opens only what a consent permits

-- An index of Consent: what each one, while in force, permits or refuses, to whom. `source_key` is the Consent.
CREATE TABLE consent_rule (
    patient_id   text        NOT NULL,
    recipient    text        NOT NULL,      -- a reference as in `circle.member`, 'class:<reader class>', or '*' for everyone
    permits      boolean     NOT NULL,      -- false: refuses
    categories   integer     NOT NULL,      -- bits of store.categories it speaks of
    resource_key bigint,                    -- the one resource it speaks of; null: the whole record
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz,
    source_key   bigint      NOT NULL
);
CREATE INDEX consent_rule_patient ON consent_rule (patient_id, recipient);
CREATE INDEX consent_rule_source ON consent_rule (source_key);

-- Consent has a category of its own (1 << 12): a person writes their consents without writing their identity.
UPDATE resource SET category = 4096 WHERE type = 'Consent';
UPDATE version v SET category = 4096 FROM resource r WHERE r.key = v.key AND r.type = 'Consent';
UPDATE circle SET categories = categories | 4096 WHERE categories & 2048 <> 0;
UPDATE circle SET writes = writes | 4096 WHERE writes & 2048 <> 0;
UPDATE circle SET origin = 'person' WHERE member LIKE 'Patient/%';
UPDATE circle c SET origin = 'request' FROM resource r WHERE r.key = c.source_key AND r.type = 'ServiceRequest';
