-- Each quote is a row of its own, so that a quote recorded later never changes what an earlier time answers. Of quotes older
-- than a week price-feed keeps the first and the last of each interval of five minutes. The rows that are there are the last
-- of theirs already.
ALTER TABLE price_history
    ADD COLUMN thinned boolean NOT NULL DEFAULT true;

ALTER TABLE price_history
    ALTER COLUMN thinned SET DEFAULT false,
    DROP CONSTRAINT price_history_pkey,
    ADD PRIMARY KEY (ticker, quoted_at),
    DROP COLUMN interval_start;

-- What thinning has not looked at yet: the quotes of the last days, and what was loaded later.
CREATE INDEX price_history_exact ON price_history (quoted_at, ticker) WHERE NOT thinned;
