-- A generation is one complete read model: what one version of the fold made of the log. One is live.

CREATE TABLE generations (
    generation   integer     PRIMARY KEY CHECK (generation > 0),
    fold_version integer     NOT NULL CHECK (fold_version > 0),
    state        text        NOT NULL CHECK (state IN ('building', 'live', 'former'))
);

CREATE UNIQUE INDEX one_live_generation ON generations (state) WHERE state = 'live';

INSERT INTO generations (generation, fold_version, state) VALUES (1, 1, 'live');

-- How far each partition has been applied: part of every batch's transaction, and the fence against former owners.
CREATE TABLE progress (
    generation  integer NOT NULL REFERENCES generations,
    topic_id    uuid    NOT NULL,
    partition   integer NOT NULL CHECK (partition >= 0),
    next_offset bigint  NOT NULL CHECK (next_offset >= 0),
    owner_epoch bigint  NOT NULL CHECK (owner_epoch > 0),
    PRIMARY KEY (generation, topic_id, partition)
);
