-- A sub-select in a policy is a plan of its own for each table of a statement. Without it, PostgreSQL compares the setting with the
-- client that the statement names, once and before it reads the table: the look-up of a trade by its ref_id, prepared, at 25,200
-- instead of 22,600 a second, and 29,000 without policies.
DO $$
DECLARE
    of_client text;
BEGIN
    FOR of_client IN
        SELECT tablename FROM pg_policies WHERE schemaname = current_schema() AND policyname = 'client'
    LOOP
        EXECUTE format(
            'ALTER POLICY client ON %I '
                || 'USING (client_id = current_setting(''trakkit.client_id'', true)) '
                || 'WITH CHECK (client_id = current_setting(''trakkit.client_id'', true))', of_client);
    END LOOP;
END
$$;
