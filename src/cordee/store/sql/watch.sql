-- Derive one row of `subscription`. The platform moves a Subscription through its states and stays out of whose it is.
-- Its state is only made here, never changed: a delivery under way holds it, and even ON CONFLICT would wait for that.
WITH written AS (
    INSERT INTO subscription AS s (key, id, type, criteria, channel, status, account_id, ends_at, heartbeat_s,
                                   since, asked_at)
    VALUES (%(key)s, %(id)s, %(type)s, %(criteria)s, %(channel)s, %(status)s, %(account_id)s, %(ends_at)s,
            %(heartbeat_s)s, now(), now())
    ON CONFLICT (key) DO UPDATE SET
        type = excluded.type, criteria = excluded.criteria, channel = excluded.channel, status = excluded.status,
        ends_at = excluded.ends_at, heartbeat_s = excluded.heartbeat_s, broken = '',
        account_id = CASE WHEN %(by_platform)s THEN s.account_id ELSE excluded.account_id END,
        asked_at = CASE WHEN %(by_platform)s THEN s.asked_at ELSE excluded.asked_at END,
        since = CASE WHEN s.status IN ('requested', 'active') THEN s.since ELSE excluded.since END
    RETURNING key
)
INSERT INTO subscription_state (key) SELECT key FROM written w
WHERE NOT EXISTS (SELECT 1 FROM subscription_state t WHERE t.key = w.key)
