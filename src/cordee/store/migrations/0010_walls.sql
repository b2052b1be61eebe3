-- The second wall: the role every connection of the application acts as, and what it may do. See ADR 0019.
-- The account that migrates owns the tables; migrations, and only they, act as the owner.

-- Roles are of the whole server: another database may have made this one, or be making it now.
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'cordee_app') THEN
        CREATE ROLE cordee_app NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role cordee_app is missing' USING ERRCODE = 'CO404';
END $$;

-- The owner may act as the role, so that one account can both migrate and serve. Where it may not, another one serves.
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'cordee_app',
                       CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
        EXECUTE format('GRANT cordee_app TO %I', current_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;
END $$;

DO $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO cordee_app', current_schema());
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO cordee_app', current_schema());
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO cordee_app', current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cordee_app',
                   current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE, SELECT ON SEQUENCES TO cordee_app',
                   current_schema());
END $$;
REVOKE UPDATE, DELETE ON trace FROM cordee_app;                 -- append-only, by privilege
REVOKE INSERT, UPDATE, DELETE ON migration FROM cordee_app;

-- Only an owner may analyse tables.
CREATE FUNCTION refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
$$ BEGIN ANALYZE; END $$;
REVOKE EXECUTE ON FUNCTION refresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_statistics() TO cordee_app;
