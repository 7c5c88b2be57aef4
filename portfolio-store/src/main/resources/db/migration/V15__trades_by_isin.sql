-- The list of the trades of an ISIN; trades without one cost nothing. Apart from the column, so that trades can be read
-- while the table is scanned.
CREATE INDEX trades_by_isin ON trades (client_id, generation, isin, executed_at, ref_id) WHERE isin IS NOT NULL;

-- Without statistics the planner takes any ISIN for a two-hundredth of the table, and may go through all trades.
ANALYZE trades (isin);
