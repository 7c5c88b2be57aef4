-- A replay builds a read model beside the live one; a partial one holds some keys only and can never become live.
ALTER TABLE generations DROP CONSTRAINT generations_state_check;
ALTER TABLE generations ADD CONSTRAINT generations_state_check
    CHECK (state IN ('building', 'partial', 'live', 'former'));
CREATE UNIQUE INDEX one_former_generation ON generations (state) WHERE state = 'former';
CREATE UNIQUE INDEX one_generation_being_built ON generations (state) WHERE state IN ('building', 'partial');

-- Each taking over has an epoch of its own, whatever the partition and the generation: what was read by the right to one
-- generation cannot pass the fence of another.
CREATE SEQUENCE owner_epochs AS bigint;
SELECT setval('owner_epochs', (SELECT coalesce(max(owner_epoch), 0) + 1 FROM progress));

-- How far the topics beside the log of trades have been read into the tables: the portfolios, and the verdicts. A database
-- that was put back reads what came since.
CREATE TABLE log_reads (
    topic_id    uuid    NOT NULL,
    partition   integer NOT NULL CHECK (partition >= 0),
    next_offset bigint  NOT NULL CHECK (next_offset >= 0),
    PRIMARY KEY (topic_id, partition)
);

-- A topic that was moved holds the log of another one, at the same offsets: it goes on under the id that the log began
-- with.
CREATE TABLE moved_topics (
    topic_id uuid PRIMARY KEY,
    log_id   uuid NOT NULL CHECK (log_id <> topic_id)
);

-- What an operator has done about a dead letter, and whether the log says so yet.
ALTER TABLE dead_letters
    ADD COLUMN outcome         text CHECK (outcome IN ('redriven', 'discarded')),
    ADD COLUMN outcome_by      text,
    ADD COLUMN outcome_at      timestamptz,
    ADD COLUMN outcome_note    text,
    ADD COLUMN outcome_relayed boolean NOT NULL DEFAULT true,
    ADD CONSTRAINT outcome_is_known_whole
        CHECK ((outcome IS NULL) = (outcome_by IS NULL) AND (outcome IS NULL) = (outcome_at IS NULL)),
    ADD CONSTRAINT outcome_is_there_to_relay CHECK (outcome_relayed OR outcome IS NOT NULL);

CREATE INDEX dead_letters_by_origin ON dead_letters (topic_id, partition, log_offset);
CREATE INDEX outcomes_to_relay ON dead_letters (topic_id, partition, log_offset) WHERE NOT outcome_relayed;
CREATE INDEX dead_letters_by_reason ON dead_letters (client_id, reason, logged_at, topic_id, partition, log_offset);

-- What operators had replayed: when, by whom, how far it came and what it found.
CREATE TABLE replays (
    replay_id    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    command      text        NOT NULL,
    options      text        NOT NULL,
    requested_by text        NOT NULL,
    started_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    state        text        NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
    events       bigint      NOT NULL DEFAULT 0,
    progress     text        NOT NULL,
    report       text
);

-- Parts of the log that an operator wants read again by whoever owns the partition; open until it says how many records
-- there were.
CREATE TABLE rewinds (
    replay_id    bigint  NOT NULL REFERENCES replays,
    topic_id     uuid    NOT NULL,
    partition    integer NOT NULL CHECK (partition >= 0),
    from_offset  bigint  NOT NULL CHECK (from_offset >= 0),
    until_offset bigint  NOT NULL CHECK (until_offset > from_offset),
    repeated     bigint,
    PRIMARY KEY (replay_id, topic_id, partition)
);

CREATE INDEX open_rewinds ON rewinds (topic_id, partition) WHERE repeated IS NULL;
