-- What ingest-api published last of each corporate action. A worker records it a moment later; until then all instances of ingest-api
-- see it here. The lock of a row makes the changes of one action come one after the other.
CREATE TABLE published_corporate_actions (
    client_id text COLLATE "C" NOT NULL,
    action_id text COLLATE "C" NOT NULL CHECK (action_id <> ''),
    -- As it is in the topic. Null: nothing was published since this table is there.
    record    text,
    PRIMARY KEY (client_id, action_id)
);

ALTER TABLE published_corporate_actions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON published_corporate_actions TO CURRENT_USER USING (true);
COMMENT ON POLICY owner ON published_corporate_actions IS 'The owner migrates the tables and checks their foreign keys.';
CREATE POLICY operators ON published_corporate_actions FOR SELECT TO trakkit_ops USING (true);
COMMENT ON POLICY operators ON published_corporate_actions IS 'Operators look for faults in the rows of any client.';
CREATE POLICY client ON published_corporate_actions TO trakkit_ingest
    USING (client_id = current_setting('trakkit.client_id', true))
    WITH CHECK (client_id = current_setting('trakkit.client_id', true));
COMMENT ON POLICY client ON published_corporate_actions IS
    'A request acts for one client, and sees and writes the rows of that one only.';
GRANT SELECT ON published_corporate_actions TO trakkit_ops;
GRANT SELECT, INSERT, UPDATE ON published_corporate_actions TO trakkit_ingest;

-- Refolds are asked for by client, in turns, so by the primary key.
DROP INDEX refolds_in_order;
