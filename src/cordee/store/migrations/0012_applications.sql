-- Applications that act for somebody signed in, or for a structure, and what each was allowed. Secrets are kept as SHA-256
-- digests only. See ADR 0023.

CREATE TABLE application (
    id            text PRIMARY KEY,                 -- the client_id
    name          text        NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('public', 'confidential', 'system')),
    organization  text        NOT NULL,             -- 'Organization/…' that answers for it
    redirect_uris text[]      NOT NULL DEFAULT '{}',
    launch_url    text        NOT NULL DEFAULT '',  -- where our pages open it from a record; '' when they do not
    scopes        text        NOT NULL,             -- the most it may ask for
    reads         integer     NOT NULL,             -- bits of store.categories it may ever read
    writes        integer     NOT NULL,             -- and write
    jwks          text        NOT NULL DEFAULT '',  -- its public keys, as a JSON Web Key Set
    jwks_url      text        NOT NULL DEFAULT '',  -- or where they are
    secret_digest bytea,                            -- or the digest of the secret it proves itself with
    account_id    text REFERENCES account,          -- what a system acts as; null for an application of people
    created_at    timestamptz NOT NULL DEFAULT now(),
    disabled_at   timestamptz                       -- from then on it is nobody
);

-- What an application asked for, while the person signs in and decides.
CREATE TABLE authorization_request (
    digest         bytea PRIMARY KEY,
    application_id text        NOT NULL REFERENCES application ON DELETE CASCADE,
    asked          text        NOT NULL,            -- JSON: redirect URI, scopes, state, nonce, challenge
    launch_digest  bytea,
    expires_at     timestamptz NOT NULL
);

-- A record opened in an application from our pages: who, from which session, whose record.
CREATE TABLE launch (
    digest         bytea PRIMARY KEY,
    application_id text        NOT NULL REFERENCES application ON DELETE CASCADE,
    account_id     text        NOT NULL REFERENCES account ON DELETE CASCADE,
    session_id     text        NOT NULL,
    patient_id     text        NOT NULL,
    expires_at     timestamptz NOT NULL
);

-- What somebody let an application do; codes and tokens hang on it, and end with it.
CREATE TABLE application_grant (
    id             text PRIMARY KEY,
    application_id text        NOT NULL REFERENCES application ON DELETE CASCADE,
    account_id     text        NOT NULL REFERENCES account ON DELETE CASCADE,
    scopes         text        NOT NULL,
    patient_id     text        NOT NULL,            -- the record it was launched for; '' for none
    session_id     text,                            -- it ends with this session; null: it does not
    origin         text        NOT NULL CHECK (origin IN ('standalone', 'launch', 'system')),
    nonce          text        NOT NULL DEFAULT '', -- what the application wants back in its id_token
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz,                     -- null: as long as the application is registered
    revoked_at     timestamptz
);
CREATE INDEX application_grant_account ON application_grant (account_id);
-- A system has one grant for each set of scopes it asks for.
CREATE UNIQUE INDEX application_grant_system ON application_grant (application_id, scopes)
    WHERE origin = 'system' AND revoked_at IS NULL;

CREATE TABLE authorization_code (
    digest       bytea PRIMARY KEY,
    grant_id     text        NOT NULL REFERENCES application_grant ON DELETE CASCADE,
    redirect_uri text        NOT NULL,
    challenge    text        NOT NULL,              -- PKCE, S256
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz
);

CREATE TABLE refresh_token (
    digest     bytea PRIMARY KEY,
    grant_id   text        NOT NULL REFERENCES application_grant ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz                          -- one used twice ends the whole grant
);
CREATE INDEX refresh_token_grant ON refresh_token (grant_id);

ALTER TABLE bearer_token
    ADD COLUMN id         text NOT NULL DEFAULT gen_random_uuid()::text,    -- names it in the list of tokens
    ADD COLUMN grant_id   text REFERENCES application_grant ON DELETE CASCADE,  -- null: a token of `cordee token`
    ADD COLUMN revoked_at timestamptz;
CREATE UNIQUE INDEX bearer_token_id ON bearer_token (id);
CREATE INDEX bearer_token_grant ON bearer_token (grant_id) WHERE grant_id IS NOT NULL;

-- Signed assertions already seen, until they would have expired: one may be used once.
CREATE TABLE client_assertion (
    application_id text        NOT NULL REFERENCES application ON DELETE CASCADE,
    jti            text        NOT NULL,
    expires_at     timestamptz NOT NULL,
    PRIMARY KEY (application_id, jti)
);

-- Calls from another software to a person's record, until the professional arrives at it. Never in an address or a log.
CREATE TABLE contextual_call (
    digest         bytea PRIMARY KEY,
    application_id text        NOT NULL REFERENCES application ON DELETE CASCADE,
    rpps           text        NOT NULL,            -- who calls
    ins_system     text        NOT NULL,            -- whom it is about: OID and number
    ins_value      text        NOT NULL,
    traits         text        NOT NULL,            -- digest of the strict identity traits
    account_id     text        NOT NULL DEFAULT '', -- who claimed it; nobody else may
    expires_at     timestamptz NOT NULL
);

-- What is taken back is told to every process at its commit: nothing remembered outlives it.
CREATE FUNCTION tell_application_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('cordee_closed', '');
    RETURN NULL;
END $$;
CREATE TRIGGER application_changed AFTER DELETE OR UPDATE ON application
    FOR EACH STATEMENT EXECUTE FUNCTION tell_application_closed();
CREATE TRIGGER application_grant_changed AFTER DELETE OR UPDATE ON application_grant
    FOR EACH STATEMENT EXECUTE FUNCTION tell_application_closed();
