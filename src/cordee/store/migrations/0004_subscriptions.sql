-- Who wants to be told of what, and what is still to be told. See ADR 0017.

-- Derived from Subscription, in the transaction that writes it.
CREATE TABLE subscription (
    key         bigint PRIMARY KEY REFERENCES resource,
    id          text        NOT NULL,
    type        text        NOT NULL,       -- the resource type its criteria are about
    criteria    text        NOT NULL,
    channel     text        NOT NULL,       -- rest-hook | email | websocket
    status      text        NOT NULL,       -- requested | active | error | off
    account_id  text        NOT NULL,       -- whose access filters it: who wrote it last; '' for the platform
    ends_at     timestamptz,
    heartbeat_s integer,                    -- after how long a silence to say that nothing happened; null: the setting's
    since       timestamptz NOT NULL,       -- from when on it wants events
    asked_at    timestamptz NOT NULL,       -- when its owner last wrote it: what failed before is tried again
    broken      text        NOT NULL DEFAULT '',    -- why the worker must put it in error
    last_number bigint      NOT NULL DEFAULT 0  -- number of its newest event
);
-- What every write asks: does anybody want this type?
CREATE INDEX subscription_watching ON subscription (type) WHERE status IN ('requested', 'active');

-- Writes of a type somebody watches, put here by the statement that stores them; gone once matched.
CREATE TABLE subscription_event (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    resource_key bigint      NOT NULL,
    type         text        NOT NULL,
    id           text        NOT NULL,
    version      integer     NOT NULL,
    at           timestamptz NOT NULL DEFAULT now()
);

-- What became of the deliveries of each subscription, and when the next one is tried.
CREATE TABLE subscription_state (
    key           bigint PRIMARY KEY REFERENCES subscription ON DELETE CASCADE,
    attempts      integer     NOT NULL DEFAULT 0,   -- tries that failed since the last success
    tried_at      timestamptz NOT NULL DEFAULT '-infinity',
    next_at       timestamptz NOT NULL DEFAULT now(),
    failing_since timestamptz,
    error         text        NOT NULL DEFAULT '',  -- why the last try failed; no personal data
    sent          bigint      NOT NULL DEFAULT 0,   -- events delivered
    withheld      bigint      NOT NULL DEFAULT 0,   -- events the account might not see any more when their turn came
    sent_number   bigint      NOT NULL DEFAULT 0,   -- number of the last event delivered
    spoke_at      timestamptz NOT NULL DEFAULT now()  -- last word to the subscriber, a heartbeat too
);

-- Events matched, to be delivered in the order of their number.
CREATE TABLE subscription_delivery (
    subscription_key bigint      NOT NULL REFERENCES subscription ON DELETE CASCADE,
    number           bigint      NOT NULL,          -- 1, 2, 3… within the subscription
    type             text        NOT NULL,
    id               text        NOT NULL,
    version          integer     NOT NULL,
    at               timestamptz NOT NULL,          -- when it was written
    PRIMARY KEY (subscription_key, number)
);

-- Events given up, with the reason, until somebody replays them.
CREATE TABLE subscription_dead (
    subscription_key bigint      NOT NULL REFERENCES subscription ON DELETE CASCADE,
    number           bigint      NOT NULL,
    type             text        NOT NULL,
    id               text        NOT NULL,
    version          integer     NOT NULL,
    at               timestamptz NOT NULL,
    died_at          timestamptz NOT NULL DEFAULT now(),
    reason           text        NOT NULL,
    PRIMARY KEY (subscription_key, number)
);
