-- The key with which a session was started: whoever revokes the key ends its sessions.
ALTER TABLE api_keys ADD COLUMN started_by text COLLATE "C";
CREATE INDEX api_keys_of_session ON api_keys (started_by) WHERE started_by IS NOT NULL;

-- What every app may note although it may change nothing else in these tables: when keys were used, and what was done.
-- The functions run with the rights of the owner, so they look for tables in this schema only.
DO $do$
DECLARE
    app text;
BEGIN
    EXECUTE format($f$
        CREATE FUNCTION note_key_uses(keys text[], times timestamptz[]) RETURNS void
        LANGUAGE sql SECURITY DEFINER SET search_path = %I, pg_temp AS $body$
            UPDATE api_keys k SET last_used_at = greatest(k.last_used_at, used.at)
            FROM unnest(keys, times) AS used (key_id, at)
            WHERE k.key_id = used.key_id
        $body$
        $f$, current_schema());
    EXECUTE format($f$
        CREATE FUNCTION append_audit(
            at timestamptz, key_id text, client_id text, address text, action text, subject text, outcome text, detail text)
        RETURNS void
        LANGUAGE sql SECURITY DEFINER SET search_path = %I, pg_temp AS $body$
            INSERT INTO audit_log (at, key_id, client_id, address, action, subject, outcome, detail)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        $body$
        $f$, current_schema());
    REVOKE EXECUTE ON FUNCTION note_key_uses FROM PUBLIC;
    REVOKE EXECUTE ON FUNCTION append_audit FROM PUBLIC;
    FOREACH app IN ARRAY ARRAY['trakkit_ingest', 'trakkit_worker', 'trakkit_reader', 'trakkit_feed'] LOOP
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = app) THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION note_key_uses, append_audit TO %I', app);
        END IF;
    END LOOP;
END
$do$;
