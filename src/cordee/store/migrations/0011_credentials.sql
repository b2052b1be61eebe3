-- What people without a national identity provider prove themselves with, and the letters that invite them. What is only
-- compared is kept as a digest; what has to be read again (the secret of an authenticator) is sealed by the secret key.

CREATE TABLE password (
    identity_id text        PRIMARY KEY REFERENCES identity ON DELETE CASCADE,
    hash        text        NOT NULL,           -- argon2id, with its salt and its parameters
    changed_at  timestamptz NOT NULL
);

CREATE TABLE totp (
    identity_id   text        PRIMARY KEY REFERENCES identity ON DELETE CASCADE,
    sealed_secret bytea       NOT NULL,
    last_step     bigint      NOT NULL,         -- of the last code taken: that one and those before never pass again
    added_at      timestamptz NOT NULL
);

CREATE TABLE recovery_code (
    digest      bytea PRIMARY KEY,
    identity_id text  NOT NULL REFERENCES identity ON DELETE CASCADE,
    used_at     timestamptz
);
CREATE INDEX recovery_code_identity ON recovery_code (identity_id);

CREATE TABLE passkey (
    credential_id bytea       PRIMARY KEY,
    identity_id   text        NOT NULL REFERENCES identity ON DELETE CASCADE,
    public_key    bytea       NOT NULL,         -- COSE
    sign_count    bigint      NOT NULL,
    name          text        NOT NULL,         -- what its owner calls it
    added_at      timestamptz NOT NULL,
    used_at       timestamptz
);
CREATE INDEX passkey_identity ON passkey (identity_id);

-- Browsers somebody has already signed in with: strangers who try their e-mail elsewhere do not slow them down.
CREATE TABLE known_device (
    digest      bytea       PRIMARY KEY,
    identity_id text        NOT NULL REFERENCES identity ON DELETE CASCADE,
    seen_at     timestamptz NOT NULL
);
CREATE INDEX known_device_identity ON known_device (identity_id);

-- A link sent by e-mail: to join, to be given access anew, or to choose another password.
CREATE TABLE invitation (
    id           text        PRIMARY KEY,
    purpose      text        NOT NULL CHECK (purpose IN ('join', 'renew', 'forgotten')),
    email        text        NOT NULL,
    name         text        NOT NULL,
    identity_id  text        REFERENCES identity ON DELETE CASCADE,   -- whose; null until somebody joins
    account      jsonb,                         -- join: the account that will be theirs
    made_by      text        NOT NULL,          -- id of an account; '' on the command line, or when they ask themselves
    made_by_name text        NOT NULL,
    organization text        NOT NULL,          -- structure of who invites: its coordinators look after the invitation
    digest       bytea       UNIQUE,            -- of the link's secret; null until there is a link
    made_at      timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    sent_at      timestamptz,
    used_at      timestamptz,
    cancelled_at timestamptz
);
CREATE INDEX invitation_pending ON invitation (made_at DESC) WHERE used_at IS NULL AND cancelled_at IS NULL;

-- A proof or an invitation under way: named by a secret the browser holds, used once, over within minutes.
CREATE TABLE ceremony (
    digest        bytea       PRIMARY KEY,
    purpose       text        NOT NULL,
    identity_id   text        REFERENCES identity ON DELETE CASCADE,
    invitation_id text        REFERENCES invitation ON DELETE CASCADE,
    challenge     bytea,                        -- passkey: what the authenticator signs
    password_hash text,                         -- invitation: chosen, not in force yet
    sealed_secret bytea,                        -- of an authenticator being added
    expires_at    timestamptz NOT NULL
);
CREATE INDEX ceremony_expires ON ceremony (expires_at);

-- Attempts that failed, by what was tried and from where; each key is a digest, no address and no e-mail is kept.
CREATE TABLE throttle (
    key      bytea       PRIMARY KEY,
    tries    integer     NOT NULL,
    tried_at timestamptz NOT NULL,
    opens_at timestamptz NOT NULL
);
CREATE INDEX throttle_tried ON throttle (tried_at);
