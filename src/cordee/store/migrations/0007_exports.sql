-- Bulk exports under way or ready, and the files of each. See docs/bulk.md.
CREATE TABLE export (
    id           text PRIMARY KEY,
    account_id   text        NOT NULL,      -- whose access filters it, and who alone may fetch it
    request      text        NOT NULL,      -- address of the kick-off
    level        text        NOT NULL,      -- system | patient | group
    types        text[]      NOT NULL,
    members      text[],                    -- patients of the group; null for another level
    since        timestamptz,
    filters      jsonb       NOT NULL,      -- criteria by type; any of them matches
    warnings     text[]      NOT NULL,      -- what was asked for and ignored
    taken_at     timestamptz NOT NULL,      -- what is exported is as it was then
    after_xid    xid8        NOT NULL DEFAULT pg_snapshot_xmax(pg_current_snapshot()), -- writers to wait for
    status       text        NOT NULL,      -- running | done | failed | cancelled
    error        text        NOT NULL DEFAULT '',
    type_index   integer     NOT NULL DEFAULT 0,  -- types before this one are done
    done_to      bigint      NOT NULL DEFAULT 0,  -- of this one, rows up to this key are
    chunks       integer     NOT NULL DEFAULT 0,
    exported     bigint      NOT NULL DEFAULT 0,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX export_account ON export (account_id);

CREATE TABLE export_file (
    export_id text    NOT NULL REFERENCES export ON DELETE CASCADE,
    name      text    NOT NULL,
    kind      text    NOT NULL,             -- output | error
    type      text    NOT NULL,
    count     integer NOT NULL,
    size      bigint  NOT NULL,             -- bytes
    PRIMARY KEY (export_id, name)
);
