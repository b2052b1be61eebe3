-- Letters: whom each Communication is to, what was read of it, and how its notices leave. See ADR 0035 and 0036.

-- An index of Communication, written with it: who is named by it. What is of no record is shown to those it names alone.
CREATE TABLE addressee (
    source_key bigint      NOT NULL,        -- the Communication
    who        text        NOT NULL,        -- 'PractitionerRole/…', 'Patient/…'; whoever sends it is among them
    patient_id text,                        -- whose record it is of; null: nobody's
    is_notice  boolean     NOT NULL,        -- a notice of the platform, else a message
    is_unread  boolean     NOT NULL,        -- a notice whose reader has not received it yet
    is_sender  boolean     NOT NULL,        -- who sends a message
    thread     text        NOT NULL,        -- id of the first message of the conversation
    sent_at    timestamptz NOT NULL
);
CREATE INDEX addressee_who ON addressee (who, is_notice, sent_at DESC, source_key DESC);
CREATE INDEX addressee_unread ON addressee (who) WHERE is_unread;
CREATE INDEX addressee_source ON addressee (source_key) INCLUDE (who, patient_id);
CREATE INDEX addressee_alone ON addressee (who, source_key) WHERE patient_id IS NULL;
CREATE INDEX addressee_record ON addressee (patient_id, sent_at DESC, source_key DESC)
    WHERE patient_id IS NOT NULL AND NOT is_notice;
CREATE INDEX addressee_thread ON addressee (thread, sent_at DESC, source_key DESC);

-- How far somebody has read a conversation, and whether they want to hear of it.
CREATE TABLE thread_mark (
    who        text        NOT NULL,
    thread     text        NOT NULL,
    read_until timestamptz NOT NULL DEFAULT '-infinity',
    is_muted   boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (who, thread)
);
CREATE INDEX thread_mark_thread ON thread_mark (thread);

-- What somebody wants to be told of, and how; who has no row has the usual choices.
CREATE TABLE notice_choice (
    who         text        PRIMARY KEY,
    choices     jsonb       NOT NULL DEFAULT '{}',       -- {"kind": ["app", "mail", "push"]}
    rhythm      text        NOT NULL DEFAULT 'hourly' CHECK (rhythm IN ('at-once', 'hourly', 'daily')),
    quiet_from  smallint    CHECK (quiet_from BETWEEN 0 AND 23),
    quiet_until smallint    CHECK (quiet_until BETWEEN 0 AND 23),
    changed_at  timestamptz NOT NULL DEFAULT now()
);

-- The browsers that asked to be told; `auth` and `p256dh` are the browser's own keys, useless elsewhere.
CREATE TABLE push_subscription (
    id         text        PRIMARY KEY,
    who        text        NOT NULL,
    endpoint   text        NOT NULL UNIQUE,
    p256dh     text        NOT NULL,
    auth       text        NOT NULL,
    device     text        NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX push_subscription_who ON push_subscription (who);

-- Each notice that leaves the platform, channel by channel: nothing in it says what it is about.
CREATE TABLE notice_delivery (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notice_id   text        NOT NULL,
    who         text        NOT NULL,
    kind        text        NOT NULL,
    channel     text        NOT NULL CHECK (channel IN ('mail', 'push')),
    state       text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'given-up', 'needless')),
    due_at      timestamptz NOT NULL,
    attempts    integer     NOT NULL DEFAULT 0,
    last_error  text        NOT NULL DEFAULT '',         -- a code, never the text of a server
    created_at  timestamptz NOT NULL DEFAULT now(),
    ended_at    timestamptz,
    UNIQUE (notice_id, who, channel)
);
CREATE INDEX notice_delivery_due ON notice_delivery (due_at) WHERE state = 'waiting';
CREATE INDEX notice_delivery_who ON notice_delivery (who, id DESC);

-- How far a round over the records has come: it goes on there, whichever process takes it up.
CREATE TABLE round (
    name     text        PRIMARY KEY,
    position text        NOT NULL DEFAULT '',
    moved_at timestamptz NOT NULL DEFAULT now()
);

-- What was written before: the index of the Communications that stand.
INSERT INTO addressee (source_key, who, patient_id, is_notice, is_unread, is_sender, thread, sent_at)
SELECT r.key, a.who, r.patient_id, n.is_notice, n.is_notice AND r.content ->> 'received' IS NULL AND a.is_reader, a.is_sender,
       coalesce(split_part(r.content -> 'partOf' -> 0 ->> 'reference', '/', 2), r.id), r.happened_at
FROM resource r
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT 1 FROM json_array_elements(coalesce(r.content -> 'category', '[]')) c,
             json_array_elements(coalesce(c.value -> 'coding', '[]')) g
        WHERE g.value ->> 'system' = 'urn:cordee:notice') AS is_notice) n
CROSS JOIN LATERAL (
    SELECT p.who, bool_or(p.is_reader) AS is_reader, bool_or(NOT p.is_reader) AS is_sender FROM (
        SELECT split_part(e.value ->> 'reference', '/_history/', 1) AS who, true AS is_reader
        FROM json_array_elements(coalesce(r.content -> 'recipient', '[]')) e
        UNION ALL
        SELECT split_part(r.content -> 'sender' ->> 'reference', '/_history/', 1), false WHERE NOT n.is_notice) p
    WHERE p.who ~ '^[A-Za-z]+/[A-Za-z0-9.-]+$' GROUP BY p.who) a
WHERE r.type = 'Communication' AND NOT r.deleted;

-- The second wall says it too: a Communication of no record is shown to those it names.
DO $raise$
DECLARE
    addressed constant text := $addressed$
        (row.patient_id IS NULL AND row.type = 'Communication' AND EXISTS (
            SELECT 1 FROM addressee a
            WHERE a.source_key = row.key AND a.patient_id IS NULL AND a.who = ANY((SELECT asker_keys())::text[]) OFFSET 0)
         AND coalesce('Communication' = ANY((SELECT asker_only_types())::text[]), true))$addressed$;
    lock text := pg_get_functiondef('lock_standing(text[], text[])'::regprocedure);
BEGIN
    EXECUTE 'CREATE POLICY addressed ON resource FOR SELECT TO cordee_app USING ' || replace(addressed, 'row.', 'resource.');
    EXECUTE 'CREATE POLICY addressed ON version FOR SELECT TO cordee_app USING (EXISTS (
                 SELECT 1 FROM resource r WHERE r.key = version.key AND '
            || replace(replace(addressed, 'row.type', 'r.type'), 'row.', 'version.') || ' OFFSET 0))';
    IF position('THEN r.content END' IN lock) = 0 THEN
        RAISE EXCEPTION 'lock_standing is not what it was';
    END IF;
    EXECUTE replace(lock, 'THEN r.content END', 'OR ' || replace(addressed, 'row.', 'r.') || ' THEN r.content END');
END $raise$;
