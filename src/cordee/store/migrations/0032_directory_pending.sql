-- Entries written one after another go into the index together, a hundred at a time: a third of the cost. Searches look
-- through those that wait too, so they are few. See ADR 0029.
ALTER INDEX directory_entry_words SET (fastupdate = on, gin_pending_list_limit = 128);
ALTER INDEX directory_entry_sample SET (fastupdate = on, gin_pending_list_limit = 128);
