-- People who sign in, their sessions, and tokens of programs. Secrets are kept as SHA-256 digests only.

CREATE TABLE account (
    id                text PRIMARY KEY,
    login             text NOT NULL UNIQUE,
    name              text NOT NULL,
    kind              text NOT NULL CHECK (kind IN ('professional', 'patient', 'carer', 'operator')),
    role              text NOT NULL,          -- code of urn:cordee:role, or '' for patient and carer
    role_label        text NOT NULL,
    who               text NOT NULL,          -- the reference that signs: 'PractitionerRole/…', 'Patient/…', 'RelatedPerson/…'
    keys              text[] NOT NULL,        -- references that may stand in a circle
    organization      text NOT NULL,          -- 'Organization/…' or ''
    organization_name text NOT NULL,
    is_demo           boolean NOT NULL DEFAULT false,
    created_at        timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE session (
    digest     bytea PRIMARY KEY,
    account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
    device     text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE bearer_token (
    digest     bytea PRIMARY KEY,
    account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
    label      text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
