-- Functions that act as the owner look for names of theirs before anybody's temporary ones: two were made without it.
SELECT set_config('search_path', current_schema() || ', pg_temp', true);
DO $each$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN SELECT p.oid::regprocedure FROM pg_proc p
               WHERE p.pronamespace = current_schema()::regnamespace AND p.prosecdef
                 AND p.proowner = (SELECT r.oid FROM pg_roles r WHERE r.rolname = current_user)
                 AND NOT EXISTS (SELECT 1 FROM unnest(p.proconfig) c (said)
                                 WHERE c.said = 'search_path=pg_catalog' OR c.said LIKE 'search\_path=%pg\_temp') LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path FROM CURRENT', one);
    END LOOP;
END $each$;
