-- What national extracts brought to the directory, line by line: a second reading of the same file writes nothing, and
-- what left an extract is closed, never deleted. See ADR 0029.
CREATE TABLE directory_line (
    source text    NOT NULL,                 -- the layout: ps | finess | ror
    line   text    NOT NULL,                 -- the resource a line makes, 'Type/id'
    digest text    NOT NULL,                 -- of what it said
    run    bigint  NOT NULL,                 -- the last import that read it
    closed boolean NOT NULL DEFAULT false,   -- it left the extract: its resource is inactive
    PRIMARY KEY (source, line)
);
CREATE INDEX directory_line_run ON directory_line (source, run) WHERE NOT closed;
