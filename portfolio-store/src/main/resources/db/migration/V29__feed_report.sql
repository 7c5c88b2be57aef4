-- What the leading instance of price-feed reports of its last run. Operators ask a worker for the state of everything, and a
-- worker reaches price-feed through the database only. One row.
CREATE TABLE feed_report (
    only_row    boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    source      text        NOT NULL,
    outcome     text        NOT NULL,
    ran_at      timestamptz NOT NULL,
    done_at     timestamptz,
    next_run_at timestamptz
);

GRANT SELECT, INSERT, UPDATE ON feed_report TO trakkit_feed;
GRANT SELECT ON feed_report TO trakkit_worker, trakkit_ops;
