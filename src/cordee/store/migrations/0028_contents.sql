-- The content of each version of each Binary: where it is, its hash, its size. See ADR 0039.

CREATE TABLE content (
    key        bigint  NOT NULL,            -- of the Binary
    version    integer NOT NULL,
    patient_id text,                        -- whose record it counts in; null: nobody's
    address    text    NOT NULL,            -- in the object store; empty: in the row itself
    sha256     text    NOT NULL,
    bytes      bigint  NOT NULL,            -- 0 when an older version names the same object
    PRIMARY KEY (key, version)
);
-- How much a record holds, from the index alone.
CREATE INDEX content_patient ON content (patient_id) INCLUDE (bytes) WHERE patient_id IS NOT NULL;
-- Whether an object of the store is named.
CREATE INDEX content_address ON content (address) WHERE address <> '';

ALTER TABLE content ENABLE ROW LEVEL SECURITY;
CREATE POLICY shown ON content FOR SELECT TO cordee_app USING ((SELECT asker_is_platform()));
CREATE POLICY added ON content FOR INSERT TO cordee_app WITH CHECK (true);
REVOKE UPDATE, DELETE ON content FROM cordee_app;

-- How many bytes of files a record holds, told to who stands in its circle today; nothing to anybody else.
CREATE FUNCTION record_bytes(wanted text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS
$$ BEGIN
    IF NOT asker_is_platform() AND NOT EXISTS (
        SELECT 1 FROM circle c WHERE c.member = ANY(asker_keys()) AND c.patient_id = wanted
           AND c.starts_at <= statement_timestamp() AND (c.ends_at IS NULL OR c.ends_at > statement_timestamp())) THEN
        RETURN 0;
    END IF;
    RETURN coalesce((SELECT sum(n.bytes) FROM content n WHERE n.patient_id = wanted), 0);
END $$;
REVOKE EXECUTE ON FUNCTION record_bytes(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_bytes(text) TO cordee_app;
