-- Currencies, charges, activities and short positions. Rows of earlier versions stay as they are: no fee, the portfolio's
-- currency, nothing short.

-- Null: a portfolio of an earlier version, in the currency of its client, which never changes.
ALTER TABLE portfolios
    ADD COLUMN currency    text COLLATE "C" CHECK (currency ~ '^[A-Z]{3}$'),
    ADD COLUMN allow_short boolean NOT NULL DEFAULT false;

ALTER TABLE events
    DROP CONSTRAINT events_type_check,
    ADD CONSTRAINT events_type_check CHECK (type IN ('trade_created', 'trade_amended', 'activity_created',
        'activity_amended', 'summary_recalculation_requested')) NOT VALID;

-- A ref_id is created once per client, as a trade or as an activity.
CREATE UNIQUE INDEX one_booking_per_ref_id ON events (client_id, generation, ref_id)
    WHERE type IN ('trade_created', 'activity_created');
DROP INDEX one_creation_per_ref_id;

-- Null: no fee, no tax, the portfolio's currency.
ALTER TABLE trades
    DROP CONSTRAINT trades_security_type_check,
    ADD CONSTRAINT trades_security_type_check
        CHECK (security_type IN ('stock', 'etf', 'fund', 'bond', 'crypto', 'other')) NOT VALID,
    ADD COLUMN fee          numeric,
    ADD COLUMN tax          numeric,
    ADD COLUMN currency     text COLLATE "C",
    -- Units of the portfolio's currency per unit of that one.
    ADD COLUMN fx_rate      numeric,
    ADD COLUMN fx_looked_up boolean;

-- What happens to a portfolio beside trades. The key of an activity of cash has the ticker $CASH.
CREATE TABLE activities (
    client_id         text COLLATE "C" NOT NULL,
    generation        integer          NOT NULL,
    ref_id            text COLLATE "C" NOT NULL CHECK (ref_id <> ''),
    portfolio_id      bigint           NOT NULL,
    ticker            text COLLATE "C" NOT NULL,
    user_id           text COLLATE "C" NOT NULL CHECK (user_id <> ''),
    type              text             NOT NULL CHECK (type IN ('dividend', 'return_of_capital', 'cost_adjustment',
        'split', 'bonus', 'cash_in_lieu', 'transfer_in', 'transfer_out', 'deposit', 'withdrawal', 'interest', 'charge')),
    volume            numeric,
    total             numeric,
    per_unit          numeric,
    numerator         numeric,
    denominator       numeric,
    whole             boolean,
    tax               numeric,
    currency          text COLLATE "C",
    fx_rate           numeric,
    fx_looked_up      boolean,
    status            text             NOT NULL CHECK (status IN ('success', 'failed')),
    executed_at       timestamptz      NOT NULL,
    state             text             NOT NULL CHECK (state IN ('applied', 'rejected', 'failed')),
    held_at_rejection numeric,
    version           bigint           NOT NULL CHECK (version > 0),
    fingerprint       uuid             NOT NULL,
    created_at        timestamptz      NOT NULL,
    updated_at        timestamptz      NOT NULL CHECK (updated_at >= created_at),
    PRIMARY KEY (client_id, generation, ref_id),
    CHECK ((status = 'failed') = (state = 'failed'))
);

CREATE INDEX activities_in_order ON activities (client_id, generation, portfolio_id, ticker, executed_at, ref_id);
CREATE INDEX activities_by_execution ON activities (client_id, generation, executed_at, ref_id);
CREATE INDEX activities_by_update ON activities (client_id, generation, updated_at, ref_id);

-- What the planner believes at first, as for the other tables: there is one client and one generation.
SELECT pg_restore_attribute_stats(
           'schemaname', current_schema()::text, 'relname', 'activities'::text, 'attname', columns.name, 'inherited', false,
           'null_frac', 0::real, 'avg_width', columns.width, 'n_distinct', 1::real)
FROM (VALUES ('client_id'::text, 8), ('generation', 4)) AS columns (name, width);

ALTER TABLE activities ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DO $$
BEGIN
    EXECUTE 'CREATE POLICY owner ON activities TO CURRENT_USER USING (true)';
END
$$;
COMMENT ON POLICY owner ON activities IS 'The owner migrates the tables and checks their foreign keys.';
CREATE POLICY operators ON activities FOR SELECT TO trakkit_ops USING (true);
COMMENT ON POLICY operators ON activities IS 'Operators look for faults in the rows of any client.';
CREATE POLICY client ON activities TO trakkit_reader, trakkit_ingest
    USING (client_id = (SELECT current_setting('trakkit.client_id', true)))
    WITH CHECK (client_id = (SELECT current_setting('trakkit.client_id', true)));
COMMENT ON POLICY client ON activities IS
    'A request acts for one client, and sees and writes the rows of that one only.';
GRANT SELECT ON activities TO trakkit_reader, trakkit_ingest, trakkit_ops;
GRANT SELECT, INSERT, UPDATE, DELETE ON activities TO trakkit_worker;

-- Of the code of a record's place (side, last_side): -1 corporate action, 0 activity, 1 buy, 2 sell.
--
-- local_currency: '=' while all records that move money are in the portfolio's currency, so that the local amounts are those
-- of the row; '*' if their currencies differ; else the one currency that they share, with the amounts in it. Null: no record
-- has moved money yet; or, where there is a last trade, a row of an earlier version, which is '='. '-': no record has moved
-- money yet, and there is a last trade, such as that of free units.
ALTER TABLE summaries
    DROP CONSTRAINT summaries_held_check,
    ADD COLUMN fees           numeric NOT NULL DEFAULT 0,
    ADD COLUMN income         numeric NOT NULL DEFAULT 0,
    ADD COLUMN local_currency text COLLATE "C",
    ADD COLUMN local_cost     numeric,
    ADD COLUMN local_realised numeric,
    ADD COLUMN last_currency  text COLLATE "C",
    ADD COLUMN last_fx_rate   numeric;

ALTER TABLE checkpoints
    ADD COLUMN fees           numeric NOT NULL DEFAULT 0,
    ADD COLUMN income         numeric NOT NULL DEFAULT 0,
    ADD COLUMN local_currency text COLLATE "C",
    ADD COLUMN local_cost     numeric,
    ADD COLUMN local_realised numeric,
    ADD COLUMN last_currency  text COLLATE "C",
    ADD COLUMN last_fx_rate   numeric;
