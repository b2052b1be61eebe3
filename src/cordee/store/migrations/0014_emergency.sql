-- Records opened in an emergency, outside every circle. The source of the memberships of origin `emergency`. See ADR 0026.
CREATE TABLE emergency (
    id           text PRIMARY KEY,              -- of the form that opened it: sent twice, it opens once
    key          bigint      NOT NULL UNIQUE,   -- circle.source_key of its membership
    who          text        NOT NULL,
    role         text        NOT NULL,
    organization text        NOT NULL,
    patient_id   text        NOT NULL,
    reason       text        NOT NULL,          -- a code of care.emergency.REASONS
    words        text        NOT NULL,
    opened_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,          -- earlier once closed by whoever opened it
    told_at      timestamptz                    -- when the person, the referent and the officer had been told
);
CREATE INDEX emergency_who ON emergency (who, patient_id, ends_at);
CREATE INDEX emergency_patient ON emergency (patient_id, opened_at DESC);

-- Questions whether a record exists: what is found is kept here, and whoever asked holds the id only.
CREATE TABLE emergency_question (
    id         text PRIMARY KEY,
    who        text        NOT NULL,
    patient_id text,                            -- null: no record, or more than one
    asked_at   timestamptz NOT NULL
);
CREATE INDEX emergency_question_who ON emergency_question (who, asked_at);
