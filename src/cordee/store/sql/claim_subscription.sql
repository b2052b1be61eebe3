-- Hold the state of one subscription, unless another worker does, with what is needed to speak to its subscriber.
SELECT s.key, s.id, s.status, s.account_id, r.content, r.version, r.updated_by, s.last_number, t.attempts,
       s.asked_at > t.tried_at, t.failing_since, t.error, t.sent, t.withheld, t.sent_number, 0
FROM subscription_state t JOIN subscription s ON s.key = t.key JOIN resource r ON r.key = t.key
WHERE t.key = %(key)s AND NOT r.deleted
FOR UPDATE OF t SKIP LOCKED
