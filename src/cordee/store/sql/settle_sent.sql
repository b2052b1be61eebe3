-- What the Task of one orientation opens to the structure it is addressed to: itself, and what it names of the same record.
INSERT INTO sent_part (source_key, recipient, patient_id, resource_key, writes, starts_at)
SELECT %(source)s::bigint, %(recipient)s::text, %(patient_id)s::text, %(source)s::bigint, %(may_answer)s::bool, %(starts_at)s::timestamptz
UNION ALL
SELECT %(source)s::bigint, %(recipient)s::text, %(patient_id)s::text, r.key, false, %(starts_at)s::timestamptz
FROM (SELECT * FROM unnest(%(types)s::text::text[], %(ids)s::text::text[]) w (type, id) OFFSET 0) w
JOIN resource r ON r.type = w.type AND r.id = w.id
WHERE r.patient_id = %(patient_id)s::text
