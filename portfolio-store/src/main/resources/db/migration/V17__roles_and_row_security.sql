-- One role per app with the least rights, and row-level security: a statement that forgets its client reads nothing. The
-- roles cannot log in; the users of the apps are members. Roles belong to the whole server, so another database may have
-- created them, perhaps at this moment. docs/operating/roles.md has the statements for users.
DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('trakkit_ingest', ''),
            -- COPY refuses tables with row-level security, even where a policy lets all rows pass.
            ('trakkit_worker', 'BYPASSRLS'),
            ('trakkit_reader', ''),
            ('trakkit_feed', ''),
            ('trakkit_ops', '')) AS roles (name, attributes)
    LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN %s', wanted.name, wanted.attributes);
            END IF;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL;
            WHEN insufficient_privilege THEN
                RAISE insufficient_privilege USING
                    MESSAGE = format('The role %s is missing and %s may not create it', wanted.name, current_user),
                    HINT = 'As a superuser, run: CREATE ROLE trakkit_ingest; CREATE ROLE trakkit_worker BYPASSRLS; '
                        || 'CREATE ROLE trakkit_reader; CREATE ROLE trakkit_feed; CREATE ROLE trakkit_ops; '
                        || 'then migrate again';
        END;
    END LOOP;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'trakkit_worker' AND NOT rolbypassrls AND NOT rolsuper) THEN
        RAISE insufficient_privilege USING
            MESSAGE = 'The role trakkit_worker has no BYPASSRLS, without which it cannot COPY',
            HINT = 'As a superuser, run: ALTER ROLE trakkit_worker BYPASSRLS; then migrate again';
    END IF;
END
$$;

-- Where all apps log in as the owner of the tables, they can still take their roles.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['trakkit_ingest', 'trakkit_worker', 'trakkit_reader', 'trakkit_feed', 'trakkit_ops'] LOOP
        IF NOT pg_has_role(current_user, wanted, 'SET') THEN
            BEGIN
                EXECUTE format('GRANT %I TO CURRENT_USER WITH INHERIT FALSE, SET TRUE', wanted);
            EXCEPTION
                -- The roles were made for this user by another one: then each app has a user of its own.
                WHEN insufficient_privilege THEN NULL;
            END;
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), wanted);
    END LOOP;
END
$$;

-- Operators look at everything and change nothing.
DO $$
BEGIN
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO trakkit_ops', current_schema());
    EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO trakkit_ops', current_schema());
END
$$;
-- But not what a secret can be tried against.
REVOKE SELECT ON api_keys FROM trakkit_ops;
GRANT SELECT (key_id, client_id, scopes, user_id, label, created_at, expires_at, revoked_at, is_session, last_used_at, version)
    ON api_keys TO trakkit_ops;

-- query-api reads.
GRANT SELECT ON portfolios, summaries, trades, events, checkpoints, dead_letters, price_history, generations, progress,
    clients, api_keys, access_version TO trakkit_reader;

-- ingest-api writes portfolios and how far their topic is in the table; the rest it looks up.
GRANT SELECT ON portfolios, summaries, trades, events, dead_letters, generations, progress, log_reads, moved_topics,
    clients, api_keys, access_version TO trakkit_ingest;
GRANT INSERT, UPDATE (name, updated_at) ON portfolios TO trakkit_ingest;
GRANT INSERT, UPDATE (next_offset) ON log_reads TO trakkit_ingest;
GRANT USAGE ON SEQUENCE portfolio_ids TO trakkit_ingest;

-- price-feed writes prices, and asks which tickers any client holds.
GRANT SELECT, INSERT, UPDATE (thinned), DELETE ON price_history TO trakkit_feed;
GRANT SELECT (client_id, generation, ticker, held) ON summaries TO trakkit_feed;
GRANT SELECT ON generations, clients, api_keys, access_version TO trakkit_feed;

-- The worker writes the read model of all clients, restores tables from topics, and manages clients and keys.
GRANT SELECT, INSERT, UPDATE, DELETE ON portfolios, summaries, trades, events, checkpoints, dead_letters, generations,
    progress, rewinds, api_keys TO trakkit_worker;
GRANT SELECT, INSERT, UPDATE ON log_reads, moved_topics, replays, clients TO trakkit_worker;
GRANT SELECT, UPDATE (version) ON access_version TO trakkit_worker;
GRANT SELECT, INSERT ON audit_log TO trakkit_worker;
GRANT SELECT, UPDATE, USAGE ON SEQUENCE portfolio_ids, owner_epochs TO trakkit_worker;

-- The client of a transaction is a setting of it; without one it is null or empty, which no client_id equals.
DO $$
DECLARE
    of_client text;
BEGIN
    FOR of_client IN
        SELECT c.table_name
        FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = current_schema() AND c.column_name = 'client_id' AND t.table_type = 'BASE TABLE'
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', of_client);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', of_client);
        EXECUTE format('COMMENT ON POLICY owner ON %I IS %L', of_client,
            'The owner migrates the tables and checks their foreign keys.');
        EXECUTE format('CREATE POLICY operators ON %I FOR SELECT TO trakkit_ops USING (true)', of_client);
        EXECUTE format('COMMENT ON POLICY operators ON %I IS %L', of_client,
            'Operators look for faults in the rows of any client.');
    END LOOP;
    FOREACH of_client IN ARRAY
        ARRAY['portfolios', 'summaries', 'trades', 'events', 'checkpoints', 'dead_letters']
    LOOP
        -- In a sub-select, so that the setting is read once for each statement and not for each row.
        EXECUTE format(
            'CREATE POLICY client ON %I TO trakkit_reader, trakkit_ingest '
                || 'USING (client_id = (SELECT current_setting(''trakkit.client_id'', true))) '
                || 'WITH CHECK (client_id = (SELECT current_setting(''trakkit.client_id'', true)))', of_client);
        EXECUTE format('COMMENT ON POLICY client ON %I IS %L', of_client,
            'A request acts for one client, and sees and writes the rows of that one only.');
    END LOOP;
    FOREACH of_client IN ARRAY ARRAY['clients', 'api_keys'] LOOP
        EXECUTE format(
            'CREATE POLICY callers ON %I FOR SELECT TO trakkit_reader, trakkit_ingest, trakkit_feed USING (true)',
            of_client);
        EXECUTE format('COMMENT ON POLICY callers ON %I IS %L', of_client,
            'Each app knows all clients and keys before it knows the client of a request.');
    END LOOP;
END
$$;
CREATE POLICY held_tickers ON summaries FOR SELECT TO trakkit_feed USING (true);
COMMENT ON POLICY held_tickers ON summaries IS 'price-feed asks for the prices of all tickers that any client holds.';

-- What was done stays as it was noted, also for the owner.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = format('Nothing in %s is ever changed', tg_table_name);
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
