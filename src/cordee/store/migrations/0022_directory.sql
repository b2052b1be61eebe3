-- The directory as one search box finds it: an index of PractitionerRole, Organization and HealthcareService, derived in
-- the writer's transaction and rebuilt by `cordee directory rebuild`. See ADR 0029.

CREATE TABLE directory_entry (
    key        bigint PRIMARY KEY,               -- of the resource it is an entry of; none for an inactive one
    kind       text    NOT NULL,                 -- professional | structure | offer
    name       text    NOT NULL,
    role       text    NOT NULL,                 -- the profession, the kind of structure, or the needs an offer answers
    structure  text    NOT NULL,                 -- where a professional works, who makes an offer
    phone      text    NOT NULL,
    town       text    NOT NULL,
    commune    text    NOT NULL,                 -- INSEE code; '' when the address has none
    places     integer,                          -- waiting places declared free; null: nobody declared any
    places_at  timestamptz,                      -- when they were
    normalized text COLLATE "C" NOT NULL,        -- the words of the name
    words      tsvector NOT NULL                 -- every word it is found by, and its facets, such as '=kind:offer'
);
CREATE INDEX directory_entry_words ON directory_entry USING gin (words) WITH (fastupdate = off);

-- Every word of the directory, once: what a slip of the finger is compared with. Words nobody uses any more stay until a
-- rebuild; they find nothing.
CREATE TABLE directory_word (
    word text COLLATE "C" PRIMARY KEY
);
CREATE INDEX directory_word_trigram ON directory_word USING gin (word gin_trgm_ops);

-- Resources there already, as after an import by an older version, are found once `cordee directory rebuild` has run.
