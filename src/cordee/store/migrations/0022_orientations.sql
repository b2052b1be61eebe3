-- What is sent to a structure with an orientation, and nothing else of the record: an index of Task, written in the
-- transaction that writes the Task. See ADR 0029.

CREATE TABLE sent_part (
    source_key   bigint      NOT NULL,           -- the Task of the orientation
    recipient    text        NOT NULL,           -- the structure it is addressed to, as in `circle.member`
    patient_id   text        NOT NULL,
    resource_key bigint      NOT NULL,           -- the one resource it opens: Task, ServiceRequest, Patient, a document
    writes       boolean     NOT NULL,           -- the Task, to answer it
    starts_at    timestamptz NOT NULL
);
CREATE INDEX sent_part_resource ON sent_part (resource_key, recipient) INCLUDE (writes, starts_at);
CREATE INDEX sent_part_recipient ON sent_part (recipient, resource_key);
CREATE INDEX sent_part_source ON sent_part (source_key);

-- The second wall says it too.
DO $raise$
DECLARE
    sent constant text := $sent$
        (row.category & (SELECT asker_reads()) <> 0
         AND (row.hidden_from & (SELECT asker_reader()) = 0 OR row.updated_by = (SELECT asker_who()))
         AND EXISTS (
             SELECT 1 FROM sent_part o
             WHERE o.resource_key = row.key AND o.recipient = ANY((SELECT asker_keys())::text[])
               AND o.starts_at <= statement_timestamp() OFFSET 0)
         AND NOT EXISTS (
             SELECT 1 FROM consent_rule k
             WHERE k.patient_id = row.patient_id AND k.recipient = ANY((SELECT asker_recipients())::text[])
               AND NOT k.permits AND k.categories & row.category <> 0
               AND (k.resource_key IS NULL OR k.resource_key = row.key)
               AND k.starts_at <= statement_timestamp()
               AND (k.ends_at IS NULL OR k.ends_at > statement_timestamp()) OFFSET 0)
         AND coalesce(row.patient_id = (SELECT asker_only_patient()), true)
         AND coalesce(row.type = ANY((SELECT asker_only_types())::text[]), true))$sent$;
    lock text := pg_get_functiondef('lock_standing(text[], text[])'::regprocedure);
BEGIN
    EXECUTE 'CREATE POLICY sent ON resource FOR SELECT TO cordee_app USING ' || replace(sent, 'row.', 'resource.');
    EXECUTE 'CREATE POLICY sent ON version FOR SELECT TO cordee_app USING (EXISTS (
                 SELECT 1 FROM resource r WHERE r.key = version.key AND '
            || replace(replace(sent, 'row.type', 'r.type'), 'row.', 'version.') || ' OFFSET 0))';
    IF position('THEN r.content END' IN lock) = 0 THEN
        RAISE EXCEPTION 'lock_standing is not what it was';
    END IF;
    EXECUTE replace(lock, 'THEN r.content END', 'OR ' || replace(sent, 'row.', 'r.') || ' THEN r.content END');
END $raise$;
