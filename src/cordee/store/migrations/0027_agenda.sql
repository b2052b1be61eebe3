-- Agendas: who is taken when, and the calendars people carry elsewhere. See ADR 0037.
SELECT set_config('search_path', current_schema() || ', pg_temp', true);   -- what the functions below keep as theirs

-- Who takes part in which appointment, by hour: an index of Appointment that a day, a week and a question of being free
-- are read from. Kept by the trigger below, whichever way an appointment is written.
CREATE TABLE agenda_entry (
    participant text        NOT NULL,       -- the reference of the participant; a structure's stands for its service
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    key         bigint      NOT NULL,
    is_busy     boolean     NOT NULL,       -- whether it takes place, and the participant did not decline
    PRIMARY KEY (participant, starts_at, key)
);
CREATE INDEX agenda_entry_key ON agenda_entry (key);

-- A participant that is a structure is written as a contained service it provides (R4 has no Organization there).
CREATE FUNCTION agenda_entries(content json)
RETURNS TABLE (participant text, starts_at timestamptz, ends_at timestamptz, is_busy boolean)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    SELECT p.who, (content ->> 'start')::timestamptz,
           coalesce((content ->> 'end')::timestamptz, (content ->> 'start')::timestamptz),
           bool_or(coalesce(part ->> 'status', '') <> 'declined')
               AND coalesce(content ->> 'status', '') NOT IN ('cancelled', 'noshow', 'waitlist')
    FROM json_array_elements(content -> 'participant') part
    CROSS JOIN LATERAL (SELECT part -> 'actor' ->> 'reference' AS said) a
    CROSS JOIN LATERAL (
        SELECT CASE WHEN a.said LIKE '#%' THEN (
            SELECT inner_one -> 'providedBy' ->> 'reference' FROM json_array_elements(content -> 'contained') inner_one
            WHERE '#' || (inner_one ->> 'id') = a.said LIMIT 1)
        ELSE regexp_replace(a.said, '/_history/.*$', '') END AS who) p
    WHERE content ->> 'start' IS NOT NULL AND coalesce(content ->> 'status', '') <> 'entered-in-error'
      AND p.who ~ '^[A-Za-z]{1,40}/[A-Za-z0-9.-]{1,64}$'
    GROUP BY p.who
$$;

CREATE FUNCTION keep_agenda() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM agenda_entry e WHERE e.key = NEW.key;
    END IF;
    IF NOT NEW.deleted THEN
        INSERT INTO agenda_entry (participant, starts_at, ends_at, key, is_busy)
        SELECT e.participant, e.starts_at, greatest(e.ends_at, e.starts_at), NEW.key, e.is_busy
        FROM agenda_entries(NEW.content) e;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER agenda AFTER INSERT OR UPDATE ON resource
    FOR EACH ROW WHEN (NEW.type = 'Appointment') EXECUTE FUNCTION keep_agenda();

INSERT INTO agenda_entry (participant, starts_at, ends_at, key, is_busy)
SELECT e.participant, e.starts_at, greatest(e.ends_at, e.starts_at), r.key, e.is_busy
FROM resource r CROSS JOIN LATERAL agenda_entries(r.content) e
WHERE r.type = 'Appointment' AND NOT r.deleted;

-- Hours a professional declares and the slots they open are of nobody's record, and shown to whoever is signed in.
CREATE POLICY shown_hours ON resource FOR SELECT TO cordee_app USING (
    patient_id IS NULL AND type IN ('Schedule', 'Slot') AND (SELECT asker_is_told())
    AND coalesce(type = ANY((SELECT asker_only_types())::text[]), true));

-- Calendars read by other software: one secret address each. Only the secret's digest is kept.
CREATE TABLE calendar_feed (
    digest     bytea PRIMARY KEY,           -- SHA-256 of the secret in the address
    account_id text        NOT NULL,        -- whose agenda
    says       text        NOT NULL,        -- what an event tells of the person: initials or town
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    read_at    timestamptz                  -- when it was last asked for
);
CREATE UNIQUE INDEX calendar_feed_open ON calendar_feed (account_id) WHERE revoked_at IS NULL;
