-- The keys of a ticker are folded again one after the other when a corporate action has changed. A reader of a key must see the
-- actions with which it was folded, neither earlier nor later ones. So each change of an action has a number, each summary has the
-- number of the last change that it was folded with, and the versions that changes have replaced are kept until all keys of the
-- ticker are folded again.
CREATE SEQUENCE corporate_action_changes AS bigint;
GRANT SELECT ON SEQUENCE corporate_action_changes TO trakkit_ops;
GRANT SELECT, UPDATE, USAGE ON SEQUENCE corporate_action_changes TO trakkit_worker;

-- 0: before there were numbers. All summaries count as folded with those.
ALTER TABLE corporate_actions ADD COLUMN change bigint NOT NULL DEFAULT 0;
ALTER TABLE summaries ADD COLUMN action_change bigint NOT NULL DEFAULT 0;

CREATE TABLE former_corporate_actions (
    LIKE corporate_actions,
    replaced_by bigint NOT NULL,
    PRIMARY KEY (client_id, ticker, action_id, change)
);

ALTER TABLE former_corporate_actions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON former_corporate_actions TO CURRENT_USER USING (true);
COMMENT ON POLICY owner ON former_corporate_actions IS 'The owner migrates the tables and checks their foreign keys.';
CREATE POLICY operators ON former_corporate_actions FOR SELECT TO trakkit_ops USING (true);
COMMENT ON POLICY operators ON former_corporate_actions IS 'Operators look for faults in the rows of any client.';
CREATE POLICY client ON former_corporate_actions TO trakkit_reader, trakkit_ingest
    USING (client_id = (SELECT current_setting('trakkit.client_id', true)))
    WITH CHECK (client_id = (SELECT current_setting('trakkit.client_id', true)));
COMMENT ON POLICY client ON former_corporate_actions IS
    'A request acts for one client, and sees and writes the rows of that one only.';
GRANT SELECT ON former_corporate_actions TO trakkit_reader, trakkit_ingest, trakkit_ops;
GRANT SELECT, INSERT, UPDATE, DELETE ON former_corporate_actions TO trakkit_worker;
