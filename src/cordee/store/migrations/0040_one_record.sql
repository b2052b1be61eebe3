-- A token for one patient stays in that record: of what is of no record it reads the directory, and the Subscriptions written
-- with it. What was sent one by one is read in the record it was sent of alone. See ADR 0019, 0023 and 0046.
SELECT set_config('search_path', current_schema() || ', pg_temp', true);   -- what the function below keeps as its

-- The account, or the grant of an application, that asks; told for tokens of one patient alone.
CREATE FUNCTION asker_account() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('cordee.account', true), '');

-- Whether a Subscription was last written by that account. Called for the Subscriptions of such tokens, and no other row.
CREATE FUNCTION is_of_asker_account(subscription_key bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS
$$ BEGIN
    RETURN EXISTS (SELECT 1 FROM subscription s WHERE s.key = subscription_key AND s.account_id = asker_account());
END $$;

DO $raise$
DECLARE
    -- Beside whatever else shows a row.
    one_record constant text := $one_record$
        (row.patient_id IS NOT NULL OR (SELECT asker_only_patient()) IS NULL
         OR row.type IN (
             'Practitioner', 'PractitionerRole', 'Organization', 'Location', 'HealthcareService', 'Schedule', 'Slot',
             'Questionnaire', 'PlanDefinition', 'ActivityDefinition', 'ValueSet', 'CodeSystem')
         OR (row.type = 'Subscription' AND is_of_asker_account(row.key)))$one_record$;
    -- As in 0022, and of the record it was sent of.
    sent constant text := $sent$
        (row.category & (SELECT asker_reads()) <> 0
         AND (row.hidden_from & (SELECT asker_reader()) = 0 OR row.updated_by = (SELECT asker_who()))
         AND EXISTS (
             SELECT 1 FROM sent_part o
             WHERE o.resource_key = row.key AND o.patient_id = row.patient_id
               AND o.recipient = ANY((SELECT asker_keys())::text[]) AND o.starts_at <= statement_timestamp() OFFSET 0)
         AND NOT EXISTS (
             SELECT 1 FROM consent_rule k
             WHERE k.patient_id = row.patient_id AND k.recipient = ANY((SELECT asker_recipients())::text[])
               AND NOT k.permits AND k.categories & row.category <> 0
               AND (k.resource_key IS NULL OR k.resource_key = row.key)
               AND k.starts_at <= statement_timestamp()
               AND (k.ends_at IS NULL OR k.ends_at > statement_timestamp()) OFFSET 0)
         AND coalesce(row.patient_id = (SELECT asker_only_patient()), true)
         AND coalesce(row.type = ANY((SELECT asker_only_types())::text[]), true))$sent$;
    of_version constant text := '(EXISTS (SELECT 1 FROM resource r WHERE r.key = version.key AND %s OFFSET 0))';
    lock text := pg_get_functiondef('lock_standing(text[], text[])'::regprocedure);
    change text[];
BEGIN
    EXECUTE 'CREATE POLICY one_record ON resource AS RESTRICTIVE FOR SELECT TO cordee_app USING '
            || replace(one_record, 'row.', 'resource.');
    EXECUTE 'CREATE POLICY one_record ON version AS RESTRICTIVE FOR SELECT TO cordee_app USING (version.patient_id IS NOT NULL'
            || ' OR (SELECT asker_only_patient()) IS NULL OR '
            || format(of_version, replace(replace(one_record, 'row.patient_id', 'version.patient_id'), 'row.', 'r.')) || ')';
    EXECUTE 'ALTER POLICY sent ON resource USING ' || replace(sent, 'row.', 'resource.');
    EXECUTE 'ALTER POLICY sent ON version USING '
            || format(of_version, replace(replace(sent, 'row.type', 'r.type'), 'row.', 'version.'));
    -- The same for the one function that hands out content.
    FOREACH change SLICE 1 IN ARRAY ARRAY[
        ['CASE WHEN ', 'CASE WHEN ' || replace(one_record, 'row.', 'r.') || ' AND ('],
        [' THEN r.content END', ') THEN r.content END'],
        ['o.resource_key = r.key AND ', 'o.resource_key = r.key AND o.patient_id = r.patient_id AND ']] LOOP
        IF array_length(string_to_array(lock, change[1]), 1) <> 2 THEN
            RAISE EXCEPTION 'lock_standing is not what it was';
        END IF;
        lock := replace(lock, change[1], change[2]);
    END LOOP;
    EXECUTE lock;
END $raise$;
