-- The record: one row a resource, its older versions, and the indexes derived from it in the same transaction.
-- Everything but `resource`, `version` and `trace` can be rebuilt from the resources.

CREATE SEQUENCE resource_key INCREMENT BY 256;

CREATE TABLE resource (
    key         bigint PRIMARY KEY,         -- taken in blocks from resource_key, so that writers know it before they write
    type        text        NOT NULL,
    id          text        NOT NULL,
    version     integer     NOT NULL,
    updated_at  timestamptz NOT NULL,
    updated_by  text        NOT NULL,
    deleted     boolean     NOT NULL,
    patient_id  text,                       -- the compartment; null: nobody's record
    category    integer     NOT NULL,       -- one bit of store.categories
    hidden_from integer     NOT NULL,       -- bits of store.visibility
    happened_at timestamptz NOT NULL,       -- the resource's own clinical date, else updated_at
    content     json        NOT NULL,       -- the resource as served, byte for byte
    UNIQUE (type, id)
);
-- A record's shelf, recent first: the one index behind every list of a record page.
CREATE INDEX resource_shelf ON resource (patient_id, type, happened_at DESC, key DESC) WHERE NOT deleted;
-- What changed in a record since a visit.
CREATE INDEX resource_changes ON resource (patient_id, updated_at DESC) WHERE patient_id IS NOT NULL;
-- A type, recent first: searches without another criterion, and keyset paging.
CREATE INDEX resource_recent ON resource (type, happened_at DESC, key DESC) WHERE NOT deleted;

-- Versions that are no longer current. The current one is the row of `resource`.
CREATE TABLE version (
    key         bigint      NOT NULL,
    version     integer     NOT NULL,
    updated_at  timestamptz NOT NULL,
    updated_by  text        NOT NULL,
    deleted     boolean     NOT NULL,
    patient_id  text,
    category    integer     NOT NULL,
    hidden_from integer     NOT NULL,
    content     json        NOT NULL,
    PRIMARY KEY (key, version)
);

-- Search indexes: param is 'Type.code'. The type in the name keeps each B-tree range to one kind of value.
CREATE TABLE index_token (
    key    bigint NOT NULL,
    param  text   NOT NULL,
    code   text   NOT NULL,
    system text   NOT NULL
);
CREATE INDEX index_token_value ON index_token (param, code, system, key);
CREATE INDEX index_token_key ON index_token (key);

CREATE TABLE index_reference (
    key         bigint NOT NULL,
    param       text   NOT NULL,
    target_type text   NOT NULL,
    target_id   text   NOT NULL
);
CREATE INDEX index_reference_value ON index_reference (param, target_id, target_type, key);
CREATE INDEX index_reference_key ON index_reference (key);

CREATE TABLE index_date (
    key       bigint      NOT NULL,
    param     text        NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL
);
CREATE INDEX index_date_value ON index_date (param, starts_at, ends_at, key);
CREATE INDEX index_date_key ON index_date (key);

CREATE TABLE index_string (
    key   bigint NOT NULL,
    param text   NOT NULL,
    value text   NOT NULL
);
CREATE INDEX index_string_value ON index_string (param, value text_pattern_ops, key);
CREATE INDEX index_string_key ON index_string (key);

-- The circle: who may see whose record, from when to when, and which part. An index of Patient, CareTeam and
-- ServiceRequest; `source_key` is the resource that grants.
CREATE TABLE circle (
    member     text        NOT NULL,        -- 'PractitionerRole/…', 'Organization/…', 'RelatedPerson/…', 'Patient/…'
    patient_id text        NOT NULL,
    categories integer     NOT NULL,        -- bits of store.categories this membership lets read
    writes     integer     NOT NULL,        -- and those it lets write
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz,
    source_key bigint      NOT NULL
);
CREATE INDEX circle_member ON circle (member, patient_id) INCLUDE (categories, writes, starts_at, ends_at);
CREATE INDEX circle_source ON circle (source_key);

-- Who did or tried what, append-only.
CREATE TABLE trace (
    key        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    who        text        NOT NULL,
    role       text        NOT NULL,
    organization text      NOT NULL,
    purpose    text        NOT NULL,
    action     text        NOT NULL,        -- read vread history search record create update delete sign-in …
    outcome    text        NOT NULL,        -- done | refused
    type       text        NOT NULL,
    id         text        NOT NULL,
    patient_id text        NOT NULL,        -- '' when no record is concerned
    count      integer     NOT NULL         -- resources handed out or written
);
CREATE INDEX trace_patient ON trace (patient_id, key DESC) WHERE patient_id <> '';
CREATE INDEX trace_who ON trace (who, key DESC);
CREATE FUNCTION trace_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the trace is append-only'; END $$;
CREATE TRIGGER trace_append_only BEFORE UPDATE OR DELETE ON trace
    FOR EACH STATEMENT EXECUTE FUNCTION trace_is_append_only();

-- When each person last looked at a record: "what changed since my last visit".
CREATE TABLE visit (
    who         text        NOT NULL,
    patient_id  text        NOT NULL,
    seen_at     timestamptz NOT NULL,       -- everything before is known
    PRIMARY KEY (who, patient_id)
);

-- Stops a statement that writes for a patient the asker may not write for.
CREATE FUNCTION refuse_write() RETURNS bigint LANGUAGE plpgsql VOLATILE AS
$$ BEGIN RAISE EXCEPTION 'write refused' USING ERRCODE = 'CO403'; END $$;
