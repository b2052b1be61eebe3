-- What somebody looks at often on a work list, kept by name. Codes only, never a name that was searched. See ADR 0031.
CREATE TABLE saved_filter (
    id         text PRIMARY KEY,
    account_id text        NOT NULL,
    list       text        NOT NULL,        -- 'requests', 'records', 'tasks'
    name       text        NOT NULL,
    criteria   text        NOT NULL,        -- the query of the list's address: codes of closed lists
    saved_at   timestamptz NOT NULL
);
CREATE INDEX saved_filter_account ON saved_filter (account_id, list, saved_at);
