-- Write the directory's entries of some resources anew: those of `keys` that make none any more go.
WITH made AS (
    SELECT s.key, s.kind, s.name, s.role, s.structure, s.phone, s.town, s.commune, s.places, s.places_at, s.normalized,
           array_to_tsvector(s.terms::text[]) AS words
    FROM unnest(%(key)s::text::bigint[], %(kind)s::text::text[], %(name)s::text::text[], %(role)s::text::text[],
                %(structure)s::text::text[], %(phone)s::text::text[], %(town)s::text::text[], %(commune)s::text::text[],
                %(places)s::text::int[], %(places_at)s::text::timestamptz[], %(normalized)s::text::text[],
                %(terms)s::text::text[])
        AS s (key, kind, name, role, structure, phone, town, commune, places, places_at, normalized, terms)
), gone AS (
    DELETE FROM directory_entry e
    WHERE e.key = ANY(%(keys)s::text::bigint[]) AND NOT EXISTS (SELECT 1 FROM made m WHERE m.key = e.key)
), words AS (
    INSERT INTO directory_word (word)
    SELECT w.word FROM unnest(%(new_words)s::text::text[]) w (word)
    WHERE NOT EXISTS (SELECT 1 FROM directory_word d WHERE d.word = w.word COLLATE "C")
    ORDER BY w.word
    ON CONFLICT DO NOTHING
)
INSERT INTO directory_entry AS e (key, kind, name, role, structure, phone, town, commune, places, places_at, normalized, words)
SELECT * FROM made
ON CONFLICT (key) DO UPDATE SET
    kind = excluded.kind, name = excluded.name, role = excluded.role, structure = excluded.structure,
    phone = excluded.phone, town = excluded.town, commune = excluded.commune, places = excluded.places,
    places_at = excluded.places_at, normalized = excluded.normalized, words = excluded.words
WHERE (e.kind, e.name, e.role, e.structure, e.phone, e.town, e.commune, e.places, e.places_at, e.words)
    IS DISTINCT FROM (excluded.kind, excluded.name, excluded.role, excluded.structure, excluded.phone, excluded.town,
                      excluded.commune, excluded.places, excluded.places_at, excluded.words)
