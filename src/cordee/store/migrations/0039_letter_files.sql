-- Files of letters: a Binary of no record is read with the one message it was sent with. See ADR 0048.
SELECT set_config('search_path', current_schema() || ', pg_temp', true);   -- what the function below keeps as its

-- An index of Binary, written with it: the Communication its securityContext names. Who reads that one, as `addressee` says
-- today, reads the file, and nobody else does.
CREATE TABLE letter_file (
    source_key bigint PRIMARY KEY,          -- the Binary
    letter_key bigint NOT NULL              -- the Communication
);
CREATE INDEX letter_file_letter ON letter_file (letter_key);

-- What is of no record counts for whoever sent it, versions and what was deleted included.
ALTER TABLE content ADD COLUMN sender text;       -- null: it counts in a record
CREATE INDEX content_sender ON content (sender) INCLUDE (bytes) WHERE sender IS NOT NULL;

-- How many bytes of files of no record the asker sent; of nobody else.
CREATE FUNCTION sender_bytes() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS
$$ BEGIN
    RETURN coalesce((SELECT sum(n.bytes) FROM content n WHERE n.sender = asker_who()), 0);
END $$;
REVOKE EXECUTE ON FUNCTION sender_bytes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sender_bytes() TO cordee_app;

-- The second wall says it too.
DO $raise$
DECLARE
    joined constant text := $joined$
        (row.patient_id IS NULL AND row.type = 'Binary' AND EXISTS (
            SELECT 1 FROM letter_file f JOIN addressee a ON a.source_key = f.letter_key
            WHERE f.source_key = row.key AND a.patient_id IS NULL AND a.who = ANY((SELECT asker_keys())::text[]) OFFSET 0)
         AND coalesce('Binary' = ANY((SELECT asker_only_types())::text[]), true))$joined$;
    lock text := pg_get_functiondef('lock_standing(text[], text[])'::regprocedure);
BEGIN
    EXECUTE 'CREATE POLICY joined ON resource FOR SELECT TO cordee_app USING ' || replace(joined, 'row.', 'resource.');
    EXECUTE 'CREATE POLICY joined ON version FOR SELECT TO cordee_app USING (EXISTS (
                 SELECT 1 FROM resource r WHERE r.key = version.key AND '
            || replace(replace(joined, 'row.type', 'r.type'), 'row.', 'version.') || ' OFFSET 0))';
    IF position('THEN r.content END' IN lock) = 0 THEN
        RAISE EXCEPTION 'lock_standing is not what it was';
    END IF;
    EXECUTE replace(lock, 'THEN r.content END', 'OR ' || replace(joined, 'row.', 'r.') || ' THEN r.content END');
END $raise$;
