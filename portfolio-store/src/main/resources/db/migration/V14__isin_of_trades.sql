-- The security's ISIN, which a broker may give. Trades of earlier versions have none.
ALTER TABLE trades ADD COLUMN isin text COLLATE "C";
