-- Of a table that was never analysed the planner believes that each client and each generation has a two-hundredth of it,
-- so that both together leave next to nothing, whatever comes behind them in an index. Any index that begins with the two
-- seemed as good as the key then, and one was gone through from end to end for each trade that was looked up: until the
-- first analysis, a minute or so later, 1,000 trades among 100,000 took seven seconds. There is one client and one
-- generation to begin with; analysis goes on from there.
SELECT pg_restore_attribute_stats(
           'schemaname', current_schema()::text, 'relname', tables.name, 'attname', columns.name, 'inherited', false,
           'null_frac', 0::real, 'avg_width', columns.width, 'n_distinct', 1::real)
FROM (VALUES ('events'::text), ('trades'), ('summaries'), ('checkpoints')) AS tables (name),
    (VALUES ('client_id'::text, 8), ('generation', 4)) AS columns (name, width);
