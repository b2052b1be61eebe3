-- Add lines to the trace.
INSERT INTO trace (who, role, organization, purpose, action, outcome, type, id, patient_id, count)
SELECT * FROM unnest(%s::text::text[], %s::text::text[], %s::text::text[], %s::text::text[], %s::text::text[], %s::text::text[], %s::text::text[], %s::text::text[],
                     %s::text::text[], %s::text::int[])
