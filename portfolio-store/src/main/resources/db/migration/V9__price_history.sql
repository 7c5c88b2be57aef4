-- What securities have cost: the last quote of each interval. It is no part of the read model, since the log of trades does
-- not say it, and belongs to no client, since a market has one price for all.
CREATE TABLE price_history (
    ticker         text COLLATE "C" NOT NULL CHECK (ticker <> ''),
    interval_start timestamptz      NOT NULL,
    price          numeric          NOT NULL CHECK (price > 0),
    currency       text COLLATE "C" NOT NULL,
    quoted_at      timestamptz      NOT NULL CHECK (quoted_at >= interval_start),
    source         text             NOT NULL,
    PRIMARY KEY (ticker, interval_start)
) WITH (fillfactor = 80);
