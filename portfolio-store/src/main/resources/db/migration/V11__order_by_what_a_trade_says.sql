-- The second version of the fold orders the trades of a key by (executed_at, side, ref_id): buys before sells, and the
-- order of acceptance (sequence) decides nothing. Workers of the first version go on with their generation until an operator
-- has switched, so what they write stays: sequence, last_sequence, and checkpoints without side and ref_id. The second
-- version leaves these columns empty, and no reader sets in at a checkpoint without a side.
ALTER TABLE trades
    ALTER COLUMN sequence DROP NOT NULL,
    -- Bonus shares are free, and what has become worthless is sold for nothing.
    DROP CONSTRAINT trades_price_check,
    ADD CONSTRAINT trades_price_check CHECK (price >= 0),
    -- What was held at the place of a sell of more than that.
    ADD COLUMN held_at_rejection numeric;

DROP INDEX trades_in_order;
CREATE INDEX trades_in_order ON trades (client_id, generation, portfolio_id, ticker, executed_at, side, ref_id);

-- The last trade that counted tells what a ticker costs where nobody quotes it.
ALTER TABLE summaries
    ALTER COLUMN last_sequence DROP NOT NULL,
    ADD COLUMN last_side smallint,
    ADD COLUMN last_ref_id text COLLATE "C",
    ADD COLUMN last_price numeric,
    ADD COLUMN last_traded_at timestamptz;

ALTER TABLE checkpoints
    DROP CONSTRAINT checkpoints_pkey,
    ALTER COLUMN sequence DROP NOT NULL,
    ADD COLUMN side smallint,
    ADD COLUMN ref_id text COLLATE "C",
    ADD COLUMN last_price numeric,
    ADD COLUMN last_traded_at timestamptz;
CREATE UNIQUE INDEX checkpoints_in_order
    ON checkpoints (client_id, generation, portfolio_id, ticker, executed_at, side, ref_id);

-- Where nothing was applied yet there is nothing to replay.
UPDATE generations g SET fold_version = 2
WHERE g.state = 'live'
    AND NOT EXISTS (SELECT FROM progress p WHERE p.generation = g.generation)
    AND NOT EXISTS (SELECT FROM summaries s WHERE s.generation = g.generation);
