-- Who is in a conversation of no record is decided where rows are written: who left writes there no more. See ADR 0036.
ALTER TABLE addressee ADD COLUMN is_in boolean;   -- what a word about the conversation says of them; null: nothing
CREATE INDEX addressee_part ON addressee (thread, who, sent_at DESC, source_key DESC) WHERE is_in IS NOT NULL;

UPDATE addressee a SET is_in = w.is_in
FROM (
    SELECT r.key, e.value -> 'valueReference' ->> 'reference' AS who, true AS is_in
    FROM resource r, json_array_elements(coalesce(r.content -> 'extension', '[]')) e
    WHERE r.type = 'Communication' AND NOT r.deleted AND r.patient_id IS NULL AND e.value ->> 'url' LIKE '%/message-joined'
    UNION ALL
    SELECT r.key, r.content -> 'sender' ->> 'reference', false
    FROM resource r, json_array_elements(coalesce(r.content -> 'extension', '[]')) e
    WHERE r.type = 'Communication' AND NOT r.deleted AND r.patient_id IS NULL AND e.value ->> 'url' LIKE '%/message-left'
) w
WHERE a.source_key = w.key AND a.who = w.who;

-- Nothing is sent from the future: what is said later comes after it.
UPDATE addressee a SET sent_at = r.updated_at FROM resource r WHERE r.key = a.source_key AND a.sent_at > r.updated_at;
