-- Records of the log that can never be applied. A verdict belongs to its origin, not to a generation: every reading of
-- the log skips it. The bytes, key and headers are those of the record.
CREATE TABLE dead_letters (
    client_id      text COLLATE "C" NOT NULL,
    topic_id       uuid             NOT NULL,
    partition      integer          NOT NULL CHECK (partition >= 0),
    log_offset     bigint           NOT NULL CHECK (log_offset >= 0),
    topic          text             NOT NULL,
    reason         text             NOT NULL,
    detail         text             NOT NULL,
    record_key     bytea,
    record_value   bytea,
    record_headers bytea            NOT NULL,
    logged_at      timestamptz      NOT NULL,
    -- What could be made out of the value, to find it by; null where it could not be read.
    event_id       uuid,
    type           text,
    ref_id         text COLLATE "C",
    user_id        text COLLATE "C",
    portfolio_id   bigint,
    ticker         text COLLATE "C",
    -- Whether it stands in the dead-letter topic yet.
    relayed        boolean          NOT NULL DEFAULT false,
    PRIMARY KEY (client_id, topic_id, partition, log_offset)
);

CREATE INDEX dead_letters_to_relay ON dead_letters (topic_id, partition, log_offset) WHERE NOT relayed;
CREATE INDEX dead_letters_of_ref_id ON dead_letters (client_id, ref_id, logged_at, topic_id, partition, log_offset)
    WHERE ref_id IS NOT NULL;
CREATE INDEX dead_letters_by_time ON dead_letters (client_id, logged_at, topic_id, partition, log_offset);
-- The list of trades that were refused.
CREATE INDEX refused_trades ON dead_letters (client_id, logged_at, topic_id, partition, log_offset)
    WHERE type = 'trade_created' AND ref_id IS NOT NULL;
