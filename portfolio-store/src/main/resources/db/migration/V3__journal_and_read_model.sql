-- The journal: every accepted event once, with the bytes it came in. Its keys make repeats fall out. It is written
-- before the summary row of its key is there, and it is the hottest table: no foreign keys.
CREATE TABLE events (
    client_id    text COLLATE "C" NOT NULL,
    generation   integer          NOT NULL,
    event_id     uuid             NOT NULL,
    type         text             NOT NULL
        CHECK (type IN ('trade_created', 'trade_amended', 'summary_recalculation_requested')),
    portfolio_id bigint           NOT NULL,
    ticker       text COLLATE "C" NOT NULL,
    ref_id       text COLLATE "C" CHECK ((ref_id IS NULL) = (type = 'summary_recalculation_requested')),
    fingerprint  uuid             NOT NULL,
    occurred_at  timestamptz      NOT NULL,
    topic_id     uuid             NOT NULL,
    partition    integer          NOT NULL,
    log_offset   bigint           NOT NULL,
    payload      bytea            NOT NULL,
    PRIMARY KEY (client_id, generation, event_id)
);

-- A ref_id is created once per client, in whatever partition.
CREATE UNIQUE INDEX one_creation_per_ref_id ON events (client_id, generation, ref_id) WHERE type = 'trade_created';
CREATE INDEX amendments_of_ref_id ON events (client_id, generation, ref_id, log_offset) WHERE type = 'trade_amended';

-- The row that is locked while the trades of a key change. What is derived is unconstrained numeric: there is nothing
-- for SQL to refuse that the domain has accepted.
CREATE TABLE summaries (
    client_id        text COLLATE "C" NOT NULL,
    generation       integer          NOT NULL REFERENCES generations,
    portfolio_id     bigint           NOT NULL,
    ticker           text COLLATE "C" NOT NULL CHECK (ticker <> ''),
    held             numeric          NOT NULL CHECK (held >= 0),
    cost             numeric          NOT NULL,
    realised         numeric          NOT NULL,
    last_executed_at timestamptz      NOT NULL,
    last_sequence    bigint           NOT NULL,
    since_checkpoint integer          NOT NULL,
    trades           bigint           NOT NULL,
    version          bigint           NOT NULL,
    updated_at       timestamptz      NOT NULL,
    PRIMARY KEY (client_id, generation, portfolio_id, ticker),
    FOREIGN KEY (client_id, portfolio_id) REFERENCES portfolios
);

-- The list of summaries, and the keys of a ticker. No column of it ever changes, so that updates stay heap-only.
CREATE INDEX summaries_by_ticker ON summaries (client_id, generation, ticker, portfolio_id);

CREATE TABLE trades (
    client_id    text COLLATE "C" NOT NULL,
    generation   integer          NOT NULL,
    ref_id       text COLLATE "C" NOT NULL CHECK (ref_id <> ''),
    portfolio_id bigint           NOT NULL,
    ticker       text COLLATE "C" NOT NULL,
    sequence     bigint           NOT NULL CHECK (sequence > 0),
    user_id      text COLLATE "C" NOT NULL CHECK (user_id <> ''),
    side         smallint         NOT NULL CHECK (side IN (1, 2)),
    security_type text            NOT NULL CHECK (security_type IN ('stock')),
    volume       numeric          NOT NULL CHECK (volume > 0),
    price        numeric          NOT NULL CHECK (price > 0),
    status       text             NOT NULL CHECK (status IN ('success', 'failed')),
    executed_at  timestamptz      NOT NULL,
    state        text             NOT NULL CHECK (state IN ('applied', 'rejected', 'failed')),
    version      bigint           NOT NULL CHECK (version > 0),
    fingerprint  uuid             NOT NULL,
    created_at   timestamptz      NOT NULL,
    updated_at   timestamptz      NOT NULL CHECK (updated_at >= created_at),
    PRIMARY KEY (client_id, generation, ref_id),
    FOREIGN KEY (client_id, generation, portfolio_id, ticker) REFERENCES summaries,
    CHECK ((status = 'failed') = (state = 'failed'))
);

-- The book of a key in the order of the fold; also the trade list of a key.
CREATE UNIQUE INDEX trades_in_order ON trades (client_id, generation, portfolio_id, ticker, executed_at, sequence);
-- The trade list without a key, and what has changed since a time.
CREATE INDEX trades_by_execution ON trades (client_id, generation, executed_at, ref_id);
CREATE INDEX trades_by_update ON trades (client_id, generation, updated_at, ref_id);
-- What did not count is rare and asked for.
CREATE INDEX trades_not_applied ON trades (client_id, generation, state, executed_at, ref_id)
    WHERE state <> 'applied';

-- Where a fold can set in: the position right after the trade at a place, every few hundred trades.
CREATE TABLE checkpoints (
    client_id    text COLLATE "C" NOT NULL,
    generation   integer          NOT NULL,
    portfolio_id bigint           NOT NULL,
    ticker       text COLLATE "C" NOT NULL,
    executed_at  timestamptz      NOT NULL,
    sequence     bigint           NOT NULL,
    held         numeric          NOT NULL,
    cost         numeric          NOT NULL,
    realised     numeric          NOT NULL,
    PRIMARY KEY (client_id, generation, portfolio_id, ticker, executed_at, sequence),
    FOREIGN KEY (client_id, generation, portfolio_id, ticker) REFERENCES summaries
);
