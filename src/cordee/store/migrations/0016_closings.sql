-- Closing a session, a token, an account or an identity is told to every process at the commit that does it, whoever
-- does it: what a process remembers of who may come in never outlives the right. See ADR 0021.

CREATE FUNCTION tell_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('cordee_closed', '');
    RETURN NULL;
END $$;

CREATE TRIGGER session_closed AFTER DELETE OR UPDATE OF digest, account_id ON session
    FOR EACH STATEMENT EXECUTE FUNCTION tell_closing();
CREATE TRIGGER bearer_token_closed AFTER DELETE OR UPDATE ON bearer_token
    FOR EACH STATEMENT EXECUTE FUNCTION tell_closing();
CREATE TRIGGER account_changed AFTER DELETE OR UPDATE ON account
    FOR EACH STATEMENT EXECUTE FUNCTION tell_closing();
CREATE TRIGGER identity_closed AFTER DELETE OR UPDATE OF disabled_at ON identity
    FOR EACH STATEMENT EXECUTE FUNCTION tell_closing();

-- What a provider asks for when its own session is to end too; forgotten with the session.
ALTER TABLE session ADD COLUMN logout_hint text NOT NULL DEFAULT '';
