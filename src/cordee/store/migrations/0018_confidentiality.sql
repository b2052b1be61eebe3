-- Confidentiality R (restricted, bit 32) and V (very restricted, bit 64) hides an entry, as the labels do: what is stored
-- already is marked, a deletion like the version it ended. See ADR 0020.

CREATE FUNCTION pg_temp.confidentiality(content jsonb) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(bit_or(CASE coding ->> 'code' WHEN 'R' THEN 32 WHEN 'V' THEN 64 ELSE 0 END), 0)
    FROM (SELECT jsonb_path_query(content, '$.meta.security[*]')
          UNION ALL
          SELECT jsonb_path_query(content, '$.securityLabel[*].coding[*]')) AS labels (coding)
    WHERE coding ->> 'system' = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
$$;

UPDATE resource SET hidden_from = hidden_from | pg_temp.confidentiality(content::jsonb)
WHERE content::text LIKE '%v3-Confidentiality%';
UPDATE version SET hidden_from = hidden_from | pg_temp.confidentiality(content::jsonb)
WHERE content::text LIKE '%v3-Confidentiality%';

UPDATE resource r SET hidden_from = r.hidden_from | v.hidden_from
FROM version v WHERE r.deleted AND v.key = r.key AND v.version = r.version - 1 AND v.hidden_from & 96 <> 0;
UPDATE version d SET hidden_from = d.hidden_from | v.hidden_from
FROM version v WHERE d.deleted AND v.key = d.key AND v.version = d.version - 1 AND v.hidden_from & 96 <> 0;
