-- The trace that tampering shows in: lines linked into a chain, the chain sealed outside the database. See ADR 0025.

-- `era` and `written_in` give lines an order that no transaction still under way can change: once every transaction
-- before an id has ended, nothing will ever be added before it. A dump restored elsewhere starts a new era.
ALTER TABLE trace
    ADD COLUMN era        smallint NOT NULL DEFAULT 1,
    ADD COLUMN written_in xid8     NOT NULL DEFAULT pg_current_xact_id(),
    ADD COLUMN reason     text     NOT NULL DEFAULT '',     -- code of the reason given, where an act asks for one
    ADD COLUMN detail     text     NOT NULL DEFAULT '',     -- what the action's line in store.trace.actions says
    DROP CONSTRAINT trace_pkey,
    ADD PRIMARY KEY (era, written_in, key);

-- One link of the chain: lines in their order, what each was when linked, and a digest that goes on from the link before.
CREATE TABLE trace_link (
    number       bigint      PRIMARY KEY,
    era          smallint    NOT NULL,
    first_in     xid8        NOT NULL,
    first_key    bigint      NOT NULL,
    last_in      xid8        NOT NULL,
    last_key     bigint      NOT NULL,
    count        integer     NOT NULL,
    first_at     timestamptz NOT NULL,
    last_at      timestamptz NOT NULL,
    lines        bytea,                     -- 56 bytes a line, see store.trace.line; null once purged
    lines_digest bytea       NOT NULL,      -- SHA-256 of `lines`
    digest       bytea       NOT NULL,      -- SHA-256 over the link before and this one
    linked_at    timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE trace_link ALTER COLUMN lines SET STORAGE EXTERNAL;
CREATE INDEX trace_link_last_at ON trace_link (last_at);
CREATE INDEX trace_link_first_at ON trace_link (first_at);

-- A copy of each line of the seal file, so that a file cut short is noticed.
CREATE TABLE trace_seal (
    key_id   text        NOT NULL,
    sequence bigint      NOT NULL,          -- of the lines of one file, from 1
    number   bigint      NOT NULL,          -- the link sealed
    rows     bigint      NOT NULL,          -- lines of the trace up to there
    at       timestamptz NOT NULL,
    line     text        NOT NULL,
    PRIMARY KEY (key_id, sequence)
);

-- What was removed at the end of its retention, so that what is missing is told from what was taken.
CREATE TABLE trace_tombstone (
    first_number bigint      NOT NULL PRIMARY KEY,
    last_number  bigint      NOT NULL,
    rows         bigint      NOT NULL,
    older_than   timestamptz NOT NULL,
    at           timestamptz NOT NULL DEFAULT now()
);

-- Each time the trace was verified, and what was found.
CREATE TABLE trace_check (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT now(),
    links    bigint      NOT NULL,
    rows     bigint      NOT NULL,
    unlinked bigint      NOT NULL,
    seconds  real        NOT NULL,
    findings bigint      NOT NULL,          -- 0: nothing amiss
    first    text        NOT NULL           -- the first of them, in words
);

-- How far the search for unusual patterns has come.
CREATE TABLE trace_watch (
    name   text   PRIMARY KEY,
    number bigint NOT NULL                  -- the last link looked at
);

-- Something the privacy officer is asked to look at. Never changed: what became of it is in review_decision.
CREATE TABLE review (
    id           text PRIMARY KEY,
    kind         text        NOT NULL,      -- see access.reviews
    who          text        NOT NULL,      -- whose conduct it is about
    role         text        NOT NULL,
    organization text        NOT NULL,
    patient_id   text        NOT NULL,      -- '' when several records are concerned
    since        timestamptz NOT NULL,
    until        timestamptz NOT NULL,
    count        integer     NOT NULL,      -- of records or of attempts, as the kind says
    evidence     text[]      NOT NULL,      -- ids of lines of the trace
    note         text        NOT NULL,
    fingerprint  text        NOT NULL UNIQUE,   -- the same thing is not raised twice
    raised_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX review_raised ON review (raised_at DESC, id);

CREATE TABLE review_decision (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    review_id  text        NOT NULL REFERENCES review,
    state      text        NOT NULL CHECK (state IN ('open', 'justified', 'follow-up', 'breach')),
    comment    text        NOT NULL,
    who        text        NOT NULL,        -- the account of the officer
    decided_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX review_decision_review ON review_decision (review_id, id DESC);

-- Append-only, whoever asks. A line may go only once it is older than the shortest retention the law allows.
DROP TRIGGER trace_append_only ON trace;
CREATE TRIGGER trace_append_only BEFORE UPDATE ON trace
    FOR EACH STATEMENT EXECUTE FUNCTION trace_is_append_only();
CREATE FUNCTION trace_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.at > now() - interval '184 days' THEN RAISE EXCEPTION 'the trace is append-only'; END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER trace_kept BEFORE DELETE ON trace FOR EACH ROW EXECUTE FUNCTION trace_is_kept();

-- Remove the oldest links' lines, whole links only, sealed ones only, at most `links` of them; the chain stays whole.
CREATE FUNCTION trace_purge(older_than timestamptz, links integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    gone record;
    removed bigint := 0;
    first_gone bigint;
    last_gone bigint;
    sealed bigint;
BEGIN
    IF older_than IS NULL OR older_than > now() - interval '184 days' THEN
        RAISE EXCEPTION 'the trace is kept six months at least';
    END IF;
    SELECT max(s.number) INTO sealed FROM trace_seal s;
    FOR gone IN SELECT * FROM trace_link k WHERE k.lines IS NOT NULL ORDER BY k.number LIMIT links FOR UPDATE
    LOOP
        EXIT WHEN gone.last_at >= trace_purge.older_than OR gone.number > coalesce(sealed, 0);
        DELETE FROM trace t
        WHERE (t.era, t.written_in, t.key) >= (gone.era, gone.first_in, gone.first_key)
          AND (t.era, t.written_in, t.key) <= (gone.era, gone.last_in, gone.last_key);
        UPDATE trace_link k SET lines = NULL WHERE k.number = gone.number;
        first_gone := coalesce(first_gone, gone.number);
        last_gone := gone.number;
        removed := removed + gone.count;
    END LOOP;
    IF last_gone IS NOT NULL THEN
        INSERT INTO trace_tombstone (first_number, last_number, rows, older_than)
        VALUES (first_gone, last_gone, removed, trace_purge.older_than);
    END IF;
    RETURN removed;
END $$;

-- Transaction ids start again in another cluster: after a dump was restored, new lines belong to a new era.
CREATE FUNCTION trace_open_era() RETURNS smallint LANGUAGE plpgsql AS
$$
DECLARE
    newest record;
BEGIN
    SELECT t.era, t.written_in INTO newest FROM trace t ORDER BY t.era DESC, t.written_in DESC, t.key DESC LIMIT 1;
    IF newest.written_in >= pg_snapshot_xmax(pg_current_snapshot()) THEN
        EXECUTE format('ALTER TABLE trace ALTER COLUMN era SET DEFAULT %s', newest.era + 1);
        RETURN newest.era + 1;
    END IF;
    RETURN newest.era;
END $$;

-- The application's role may add lines and read them; when, where and in which order they stand is not its to say.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'cordee_app') THEN
        REVOKE ALL ON trace, trace_link, trace_seal, trace_tombstone, trace_check, review, review_decision FROM cordee_app;
        GRANT SELECT ON trace, trace_link, trace_seal, trace_tombstone, trace_check, review, review_decision TO cordee_app;
        GRANT INSERT (who, role, organization, purpose, action, outcome, type, id, patient_id, count, reason, detail)
            ON trace TO cordee_app;
        GRANT INSERT ON trace_link, trace_seal, trace_check, review, review_decision TO cordee_app;
        GRANT SELECT, INSERT, UPDATE ON trace_watch TO cordee_app;
        GRANT EXECUTE ON FUNCTION trace_purge(timestamptz, integer) TO cordee_app;
        REVOKE ALL ON FUNCTION trace_purge(timestamptz, integer) FROM PUBLIC;
    END IF;
END $$;
