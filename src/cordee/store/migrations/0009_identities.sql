-- Who a human being is, apart from the roles they act in: one identity may have several accounts, and one session acts
-- in one of them at a time.

CREATE TABLE identity (
    id          text PRIMARY KEY,
    name        text NOT NULL,
    email       text,                       -- lower case; where invitations and warnings go
    created_at  timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz
);
CREATE UNIQUE INDEX identity_email ON identity (email) WHERE email IS NOT NULL;

-- Who an OpenID provider says somebody is.
CREATE TABLE identity_link (
    issuer      text NOT NULL,
    subject     text NOT NULL,
    identity_id text NOT NULL REFERENCES identity ON DELETE CASCADE,
    linked_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (issuer, subject)
);

ALTER TABLE account DROP CONSTRAINT account_kind_check;
ALTER TABLE account
    ADD CONSTRAINT account_kind_check
        CHECK (kind IN ('professional', 'patient', 'carer', 'operator', 'officer', 'system')),
    ADD COLUMN identity_id text REFERENCES identity ON DELETE CASCADE,  -- null: a program, or somebody of a demonstration
    ADD COLUMN closed_at   timestamptz;                                 -- from then on nobody acts in it
CREATE INDEX account_identity ON account (identity_id) WHERE identity_id IS NOT NULL;

ALTER TABLE session ALTER COLUMN account_id DROP NOT NULL;              -- null: the role is still to be chosen
ALTER TABLE session
    ADD COLUMN id          text NOT NULL DEFAULT gen_random_uuid()::text,   -- names it in the list of devices
    ADD COLUMN identity_id text REFERENCES identity ON DELETE CASCADE,
    ADD COLUMN method      text NOT NULL DEFAULT 'demo',                -- demo | psc | franceconnect | password | passkey
    ADD COLUMN verified_at timestamptz NOT NULL DEFAULT now();          -- when they last proved who they are
CREATE UNIQUE INDEX session_id ON session (id);
CREATE INDEX session_identity ON session (identity_id) WHERE identity_id IS NOT NULL;
