-- Bind the rules of some consents to the resources they name; one that names what is not stored waits, under key 0.
UPDATE consent_rule k SET resource_key = coalesce(
    key_standing(split_part(k.resource, '/', 1), split_part(k.resource, '/', 2)), 0)
WHERE k.source_key = ANY(%(keys)s) AND k.resource <> ''
