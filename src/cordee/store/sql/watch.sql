-- Derive one row of `subscription`. The platform moves a Subscription through its states and stays out of whose it is.
WITH written AS (
    INSERT INTO subscription AS s (key, id, type, criteria, channel, status, account_id, ends_at, since)
    VALUES (%(key)s, %(id)s, %(type)s, %(criteria)s, %(channel)s, %(status)s, %(account_id)s, %(ends_at)s, now())
    ON CONFLICT (key) DO UPDATE SET
        type = excluded.type, criteria = excluded.criteria, channel = excluded.channel, status = excluded.status,
        ends_at = excluded.ends_at,
        account_id = CASE WHEN %(by_platform)s THEN s.account_id ELSE excluded.account_id END,
        since = CASE WHEN s.status IN ('requested', 'active') THEN s.since ELSE excluded.since END
    RETURNING key
)
INSERT INTO subscription_state AS t (key) SELECT key FROM written
ON CONFLICT (key) DO UPDATE SET attempts = 0, next_at = now(), failing_since = NULL, error = ''
WHERE NOT %(by_platform)s
