-- The second wall: the role every connection of the application acts as, and what it may do. See ADR 0019.
-- The account that migrates owns the tables; migrations, and only they, act as the owner.
-- Row-level security repeats the one predicate (store/predicate.py) in its own words: neither is made from the other.

SELECT set_config('search_path', current_schema() || ', pg_temp', true);   -- what the functions below keep as theirs

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

-- Who asks, as `store/wall.py` tells each connection. Inlined, and read once a statement where it stands in a SELECT of
-- its own. Nothing told: all of them are null, and nothing compares with that.
CREATE FUNCTION asker_is_platform() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('cordee.asker', true), '') = 'platform';
CREATE FUNCTION asker_is_told() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('cordee.asker', true), '') <> '';
CREATE FUNCTION asker_who() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('cordee.who', true), '');
CREATE FUNCTION asker_keys() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('cordee.keys', true), '')::text[];
CREATE FUNCTION asker_recipients() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('cordee.recipients', true), '')::text[];
CREATE FUNCTION asker_reads() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('cordee.reads', true), '')::integer;
CREATE FUNCTION asker_reader() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('cordee.reader', true), '')::integer;
CREATE FUNCTION asker_only_patient() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('cordee.only_patient', true), '');
CREATE FUNCTION asker_only_types() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('cordee.only_types', true), '')::text[];

-- The wall itself. The same words stand in the policies and in the one function that hands out content.
DO $raise$
DECLARE
    wall constant text := $wall$(
        ((SELECT asker_is_platform())
         OR (row.patient_id IS NULL AND (SELECT asker_is_told()) AND row.type IN (
             'Practitioner', 'PractitionerRole', 'Organization', 'Location', 'HealthcareService', 'Questionnaire',
             'PlanDefinition', 'ActivityDefinition', 'ValueSet', 'CodeSystem'))
         OR (row.patient_id IS NULL AND row.type IN ('Group', 'Subscription') AND row.updated_by = (SELECT asker_who()))
         OR (row.category & (SELECT asker_reads()) <> 0
             AND (row.hidden_from & (SELECT asker_reader()) = 0 OR row.updated_by = (SELECT asker_who()))
             AND EXISTS (
                 SELECT 1 FROM circle c
                 WHERE c.member = ANY((SELECT asker_keys())::text[]) AND c.patient_id = row.patient_id
                   AND c.categories & row.category <> 0
                   AND c.starts_at <= statement_timestamp()
                   AND (c.ends_at IS NULL OR c.ends_at > statement_timestamp())
                   AND (NOT c.needs_consent OR EXISTS (
                       SELECT 1 FROM consent_rule k
                       WHERE k.patient_id = row.patient_id AND k.recipient = ANY((SELECT asker_recipients())::text[])
                         AND k.permits AND k.categories & row.category <> 0
                         AND k.starts_at <= statement_timestamp()
                         AND (k.ends_at IS NULL OR k.ends_at > statement_timestamp()) OFFSET 0)) OFFSET 0)
             AND NOT EXISTS (
                 SELECT 1 FROM consent_rule k
                 WHERE k.patient_id = row.patient_id AND k.recipient = ANY((SELECT asker_recipients())::text[])
                   AND NOT k.permits AND k.categories & row.category <> 0
                   AND (k.resource_key IS NULL OR k.resource_key = row.key)
                   AND k.starts_at <= statement_timestamp()
                   AND (k.ends_at IS NULL OR k.ends_at > statement_timestamp()) OFFSET 0)))
        AND coalesce(row.patient_id = (SELECT asker_only_patient()), true)
        AND coalesce(row.type = ANY((SELECT asker_only_types())::text[]), true))$wall$;
BEGIN
    ALTER TABLE resource ENABLE ROW LEVEL SECURITY;
    ALTER TABLE version ENABLE ROW LEVEL SECURITY;
    EXECUTE 'CREATE POLICY shown ON resource FOR SELECT TO cordee_app USING ' || replace(wall, 'row.', 'resource.');
    -- A replaced version is shown when it and the current one are.
    EXECUTE 'CREATE POLICY shown ON version FOR SELECT TO cordee_app USING (EXISTS (
                 SELECT 1 FROM resource r WHERE r.key = version.key AND '
            || replace(replace(wall, 'row.type', 'r.type'), 'row.', 'version.') || ' OFFSET 0))';
    -- What a unit is about to change, locked in one order; its content only when it is shown.
    EXECUTE 'CREATE FUNCTION lock_standing(types text[], ids text[])
             RETURNS TABLE (key bigint, type text, id text, version integer, deleted boolean, patient_id text,
                            category integer, hidden_from integer, happened_at timestamptz, updated_at timestamptz,
                            updated_by text, content json, first_by text)
             LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $lock$
             #variable_conflict use_column
             BEGIN
                 RETURN QUERY
                 SELECT r.key, r.type, r.id, r.version, r.deleted, r.patient_id, r.category, r.hidden_from, r.happened_at,
                        r.updated_at, r.updated_by, CASE WHEN ' || replace(wall, 'row.', 'r.') || ' THEN r.content END,
                        coalesce((SELECT v.updated_by FROM version v WHERE v.key = r.key AND v.version = 1), r.updated_by)
                 FROM resource r JOIN unnest(types, ids) AS w (type, id) ON r.type = w.type AND r.id = w.id
                 ORDER BY r.type, r.id FOR UPDATE OF r;
             END $lock$';
END $raise$;

-- Whose record a resource is of, for the trace of an attempt that was refused: '' when it is nobody's, or not there.
CREATE FUNCTION patient_standing(wanted_type text, wanted_id text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS
$$ BEGIN
    RETURN coalesce((SELECT r.patient_id FROM resource r WHERE r.type = wanted_type AND r.id = wanted_id), '');
END $$;

-- What a rule binds to: the key of a resource its author need not see; null when it is not there.
CREATE FUNCTION key_standing(wanted_type text, wanted_id text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS
$$ BEGIN
    RETURN (SELECT r.key FROM resource r WHERE r.type = wanted_type AND r.id = wanted_id);
END $$;

-- Keep versions about to be replaced: the application adds to `version` in no other way, and changes nothing there.
CREATE FUNCTION keep_versions(keys bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$ BEGIN
    INSERT INTO version (key, version, updated_at, updated_by, deleted, patient_id, category, hidden_from, content)
    SELECT r.key, r.version, r.updated_at, r.updated_by, r.deleted, r.patient_id, r.category, r.hidden_from, r.content
    FROM resource r WHERE r.key = ANY(keys);
END $$;

-- What may be written is decided by the writer's statement, for whom the rows it replaces may no longer be shown: leaving
-- a circle is such a write. So it replaces through a view that tells nothing but keys.
CREATE VIEW resource_replacing AS
    SELECT key, version, updated_at, updated_by, deleted, patient_id, category, hidden_from, happened_at, content
    FROM resource;
REVOKE ALL ON resource_replacing FROM cordee_app;
GRANT SELECT (key), UPDATE ON resource_replacing TO cordee_app;

-- Rows are added by anybody, and replaced or locked directly by the platform alone; no row is ever deleted.
CREATE POLICY added ON resource FOR INSERT TO cordee_app WITH CHECK (true);
CREATE POLICY held ON resource FOR UPDATE TO cordee_app USING ((SELECT asker_is_platform()));
REVOKE DELETE ON resource FROM cordee_app;
REVOKE INSERT, UPDATE, DELETE ON version FROM cordee_app;

REVOKE EXECUTE ON FUNCTION lock_standing(text[], text[]), patient_standing(text, text), key_standing(text, text),
    keep_versions(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_standing(text[], text[]), patient_standing(text, text), key_standing(text, text),
    keep_versions(bigint[]) TO cordee_app;
