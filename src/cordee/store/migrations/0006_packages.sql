-- Implementation guides installed beside base R4. See ADR 0012.

CREATE TABLE package (
    name          text,
    version       text,
    position      bigint GENERATED ALWAYS AS IDENTITY,     -- the order of installing: of two equal definitions the first stands
    title         text        NOT NULL,
    content       bytea       NOT NULL,                    -- compiled: cordee.fhir.definitions.artefact
    installed_at  timestamptz NOT NULL DEFAULT now(),
    pending_types text[]      NOT NULL DEFAULT '{}',       -- types its search parameters search in, until they are indexed anew
    PRIMARY KEY (name, version)
);
ALTER TABLE package ALTER COLUMN content SET STORAGE EXTERNAL; -- compressed already
