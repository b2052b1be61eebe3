-- What makes a search of very many entries cheap: see ADR 0029. New terms beside the words and facets of each entry: short
-- beginnings of words ('^mar'), the words of the name ('~martin') and its commune ('=in:71014').
DROP INDEX directory_entry_words;
UPDATE directory_entry e SET words = array_to_tsvector(ARRAY(
    SELECT t.term FROM unnest(tsvector_to_array(e.words)) t (term)
    UNION
    SELECT '^' || left(t.term, n.letters) FROM unnest(tsvector_to_array(e.words)) t (term), generate_series(1, 3) n (letters)
    WHERE t.term NOT LIKE '=%'
    UNION
    SELECT '~' || left(w.word, 40) FROM string_to_table(e.normalized, ' ') w (word) WHERE w.word <> ''
    UNION
    SELECT '=in:' || e.commune WHERE e.commune <> ''));
CREATE INDEX directory_entry_words ON directory_entry USING gin (words) WITH (fastupdate = off);

-- One entry in sixteen, whichever: enough of them answer a search of very many, and the whole index is not read.
CREATE INDEX directory_entry_sample ON directory_entry USING gin (words) WITH (fastupdate = off)
    WHERE hashint8(key) & 15 = 0;
