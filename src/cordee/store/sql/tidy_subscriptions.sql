-- Deliveries nobody waits for go: of subscriptions turned off; those of a websocket once said and an hour old. What waited
-- for one that fell into error is given up, so that its owner can have it replayed.
WITH off AS (
    DELETE FROM subscription_delivery d USING subscription s WHERE s.key = d.subscription_key AND s.status = 'off'
), said AS (
    DELETE FROM subscription_delivery d USING subscription s, subscription_state t
    WHERE s.key = d.subscription_key AND t.key = s.key AND s.channel = 'websocket' AND s.status = 'active'
      AND d.number <= t.sent_number AND d.at < now() - interval '1 hour'
), lost AS (
    DELETE FROM subscription_delivery d USING subscription s
    WHERE s.key = d.subscription_key AND s.status = 'error' RETURNING d.*
)
INSERT INTO subscription_dead (subscription_key, number, type, id, version, at, reason)
SELECT subscription_key, number, type, id, version, at, 'the subscription is in error' FROM lost
ON CONFLICT DO NOTHING
