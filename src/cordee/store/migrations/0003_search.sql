-- Search indexes of all of R4, narrow: `param` is a number (cordee.fhir.search.numbers) instead of 'Type.code'.
-- What the old tables held is not converted: every type is marked, and `cordee fhir reindex` (or the next start) fills
-- the new ones from the resources.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

DROP TABLE index_token, index_reference, index_date, index_string;

-- Types whose index rows do not follow the definitions in force, and how far a run has come.
CREATE TABLE reindex (
    type      text PRIMARY KEY,
    done_to   bigint      NOT NULL DEFAULT 0,   -- resources up to this key are done
    marked_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO reindex (type) SELECT DISTINCT type FROM resource;

-- One row a value; `part` tells repeating elements apart where a composite parameter asks for values of the same one.
-- Texts compare by bytes ("C"), so that a prefix is a range and an order is the same on every server.
CREATE TABLE index_token (
    key    bigint  NOT NULL,
    param  integer NOT NULL,
    part   integer NOT NULL,
    code   text COLLATE "C" NOT NULL,
    system text COLLATE "C" NOT NULL
);
CREATE INDEX index_token_value ON index_token (param, code, key);
CREATE INDEX index_token_key ON index_token (key);

CREATE TABLE index_reference (
    key         bigint  NOT NULL,
    param       integer NOT NULL,
    part        integer NOT NULL,
    target_type text COLLATE "C" NOT NULL,
    target_id   text COLLATE "C" NOT NULL
);
CREATE INDEX index_reference_value ON index_reference (param, target_id, key);
CREATE INDEX index_reference_key ON index_reference (key);

CREATE TABLE index_date (
    key       bigint      NOT NULL,
    param     integer     NOT NULL,
    part      integer     NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at   timestamptz NOT NULL
);
CREATE INDEX index_date_value ON index_date (param, starts_at, key);
CREATE INDEX index_date_key ON index_date (key);

CREATE TABLE index_string (
    key        bigint  NOT NULL,
    param      integer NOT NULL,
    part       integer NOT NULL,
    is_shared  boolean NOT NULL,              -- of a resource that is nobody's record: the directory
    normalized text COLLATE "C" NOT NULL,
    exact      text COLLATE "C"               -- as written, when that differs
);
CREATE INDEX index_string_value ON index_string (param, normalized, key);
CREATE INDEX index_string_key ON index_string (key);
-- Parts of names, for the directory only: in a record the circle leaves few rows to look at.
CREATE INDEX index_string_trigram ON index_string USING gin (normalized gin_trgm_ops) WHERE is_shared;

CREATE TABLE index_number (
    key   bigint  NOT NULL,
    param integer NOT NULL,
    part  integer NOT NULL,
    low   numeric NOT NULL,                   -- the range the digits mean, the end excluded; open ends are infinite
    high  numeric NOT NULL
);
CREATE INDEX index_number_value ON index_number (param, low, key);
CREATE INDEX index_number_key ON index_number (key);

CREATE TABLE index_quantity (
    key       bigint  NOT NULL,
    param     integer NOT NULL,
    part      integer NOT NULL,
    low       numeric NOT NULL,
    high      numeric NOT NULL,
    system    text COLLATE "C" NOT NULL,
    code      text COLLATE "C" NOT NULL,      -- of the unit, else the unit as written
    base_low  numeric,                        -- the same in the UCUM base units, where it can be converted
    base_high numeric,
    base_code text COLLATE "C"
);
CREATE INDEX index_quantity_key ON index_quantity (key);

CREATE TABLE index_position (
    key       bigint  NOT NULL,
    param     integer NOT NULL,
    latitude  double precision NOT NULL,
    longitude double precision NOT NULL
);
CREATE INDEX index_position_value ON index_position (param, latitude, longitude);
CREATE INDEX index_position_key ON index_position (key);

CREATE TABLE index_text (
    key       bigint PRIMARY KEY,
    narrative tsvector NOT NULL,
    content   tsvector NOT NULL
);
CREATE INDEX index_text_words ON index_text USING gin (narrative, content);
