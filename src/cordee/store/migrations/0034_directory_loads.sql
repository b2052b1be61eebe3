-- Who writes says how many entries wait before they go into the directory's indexes (`gin_pending_list_limit`): a hundred
-- for every connection of the application, a chunk of an extract for the import of one, which sends them in itself. Other
-- indexes keep PostgreSQL's own bound. See ADR 0043.
ALTER INDEX directory_entry_words RESET (gin_pending_list_limit);
ALTER INDEX directory_entry_sample RESET (gin_pending_list_limit);
ALTER INDEX directory_word_trigram SET (gin_pending_list_limit = 4096);
ALTER INDEX index_string_trigram SET (gin_pending_list_limit = 4096);
ALTER INDEX index_text_words SET (gin_pending_list_limit = 4096);

-- Send the entries that wait into the directory's indexes; only who owns them may, and the application's role owns nothing.
SELECT set_config('search_path', current_schema() || ', pg_temp', true);
CREATE FUNCTION send_directory_entries() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM gin_clean_pending_list('directory_entry_words'), gin_clean_pending_list('directory_entry_sample');
END;
$$;
REVOKE EXECUTE ON FUNCTION send_directory_entries() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION send_directory_entries() TO cordee_app;
