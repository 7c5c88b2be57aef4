-- What issuers do to all holders of a security. The topic trakkit.corporate-actions holds the same. They belong to no generation:
-- every generation folds them.
CREATE TABLE corporate_actions (
    client_id    text COLLATE "C" NOT NULL,
    action_id    text COLLATE "C" NOT NULL CHECK (action_id <> ''),
    ticker       text COLLATE "C" NOT NULL,
    type         text             NOT NULL CHECK (type IN ('split', 'bonus', 'dividend', 'return_of_capital')),
    per_unit     numeric,
    numerator    numeric,
    denominator  numeric,
    whole        boolean          NOT NULL,
    ex_date      date,
    effective_at timestamptz      NOT NULL,
    currency     text COLLATE "C",
    -- Currencies of portfolios, and units of each per unit of the action's currency.
    rate_currencies text[]        NOT NULL,
    rates        numeric[]        NOT NULL,
    withdrawn    boolean          NOT NULL,
    version      bigint           NOT NULL CHECK (version > 0),
    created_at   timestamptz      NOT NULL,
    updated_at   timestamptz      NOT NULL,
    PRIMARY KEY (client_id, action_id)
);

CREATE INDEX corporate_actions_of_ticker ON corporate_actions (client_id, ticker, effective_at, action_id);
CREATE INDEX corporate_actions_by_time ON corporate_actions (client_id, effective_at, action_id);

-- Keys that have still to be folded again because an action of their ticker has changed: those of a generation, after the last
-- one that is done, from a place in their order on.
CREATE TABLE refolds (
    refold_id    bigint           GENERATED ALWAYS AS IDENTITY,
    client_id    text COLLATE "C" NOT NULL,
    ticker       text COLLATE "C" NOT NULL,
    generation   integer          NOT NULL,
    action_id    text COLLATE "C" NOT NULL,
    refold_from  timestamptz      NOT NULL,
    done_until   bigint           NOT NULL DEFAULT 0,
    keys_done    bigint           NOT NULL DEFAULT 0,
    requested_at timestamptz      NOT NULL,
    PRIMARY KEY (client_id, refold_id)
);

CREATE INDEX refolds_in_order ON refolds (refold_id);

DO $$
DECLARE
    of_client text;
BEGIN
    FOREACH of_client IN ARRAY ARRAY['corporate_actions', 'refolds'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', of_client);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', of_client);
        EXECUTE format('COMMENT ON POLICY owner ON %I IS %L', of_client,
            'The owner migrates the tables and checks their foreign keys.');
        EXECUTE format('CREATE POLICY operators ON %I FOR SELECT TO trakkit_ops USING (true)', of_client);
        EXECUTE format('COMMENT ON POLICY operators ON %I IS %L', of_client,
            'Operators look for faults in the rows of any client.');
        EXECUTE format(
            'CREATE POLICY client ON %I TO trakkit_reader, trakkit_ingest '
                || 'USING (client_id = (SELECT current_setting(''trakkit.client_id'', true))) '
                || 'WITH CHECK (client_id = (SELECT current_setting(''trakkit.client_id'', true)))', of_client);
        EXECUTE format('COMMENT ON POLICY client ON %I IS %L', of_client,
            'A request acts for one client, and sees and writes the rows of that one only.');
    END LOOP;
END
$$;
GRANT SELECT ON corporate_actions, refolds TO trakkit_reader, trakkit_ingest, trakkit_ops;
GRANT SELECT, INSERT, UPDATE, DELETE ON corporate_actions, refolds TO trakkit_worker;
