-- The security's ISIN, which a broker may give. Trades of earlier versions have none.
ALTER TABLE trades ADD COLUMN isin text COLLATE "C";

-- The list of the trades of an ISIN. Trades without one cost nothing.
CREATE INDEX trades_by_isin ON trades (client_id, generation, isin, executed_at, ref_id) WHERE isin IS NOT NULL;
