-- Professionals who ask to join a circle, by strict traits, whether that person exists or not: the same row and the same
-- job in both cases, so that nothing is learned. See ADR 0024.
CREATE TABLE join_ask (
    id         text PRIMARY KEY,
    who        text        NOT NULL,        -- the reference that asks
    asked_at   timestamptz NOT NULL,
    content    text,                        -- traits and reason as JSON; null once the job has looked
    handled_at timestamptz
);
CREATE INDEX join_ask_who ON join_ask (who, asked_at);
