-- Who may call: clients with their limits, and API keys. The topic trakkit.clients holds the same, except for when a key was
-- last used.
ALTER TABLE clients
    ADD COLUMN name                    text        NOT NULL DEFAULT '',
    ADD COLUMN currency                text        NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
    ADD COLUMN suspended               boolean     NOT NULL DEFAULT false,
    ADD COLUMN requests_per_second     integer     NOT NULL DEFAULT 500 CHECK (requests_per_second > 0),
    ADD COLUMN burst                   integer     NOT NULL DEFAULT 1000 CHECK (burst > 0),
    ADD COLUMN bulk_records_per_second integer     NOT NULL DEFAULT 20000 CHECK (bulk_records_per_second > 0),
    ADD COLUMN bulk_requests           integer     NOT NULL DEFAULT 4 CHECK (bulk_requests > 0),
    ADD COLUMN streams                 integer     NOT NULL DEFAULT 100 CHECK (streams > 0),
    ADD COLUMN portfolios              integer     NOT NULL DEFAULT 100000 CHECK (portfolios > 0),
    ADD COLUMN origins                 text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN created_at              timestamptz NOT NULL DEFAULT '2026-01-01T00:00:00Z',
    ADD COLUMN updated_at              timestamptz NOT NULL DEFAULT '2026-01-01T00:00:00Z',
    ADD COLUMN version                 bigint      NOT NULL DEFAULT 1;

CREATE INDEX clients_by_version ON clients (version);

CREATE TABLE api_keys (
    key_id       text COLLATE "C" PRIMARY KEY CHECK (key_id ~ '^[0-9a-f]{16}$'),
    -- Null: a key of the platform.
    client_id    text COLLATE "C" REFERENCES clients,
    secret_hash  text COLLATE "C" NOT NULL CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
    scopes       text[]           NOT NULL
        CHECK (scopes <@ ARRAY['read', 'write', 'prices', 'ops', 'admin'] AND cardinality(scopes) > 0),
    user_id      text COLLATE "C" CHECK (user_id IS NULL OR (user_id <> '' AND client_id IS NOT NULL)),
    label        text             NOT NULL,
    created_at   timestamptz      NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    is_session   boolean          NOT NULL,
    last_used_at timestamptz,
    version      bigint           NOT NULL
);

CREATE INDEX api_keys_by_version ON api_keys (version);
CREATE INDEX api_keys_of_client ON api_keys (client_id, created_at, key_id);

-- Numbers the changes of both tables. Whoever changes a row takes the next number and holds this row until the commit, so that
-- no smaller number becomes visible after a larger one: instances ask for what is larger than what they have seen.
CREATE TABLE access_version (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- Another one after the database was created again: what was seen of the former one counts no more.
    epoch    uuid    NOT NULL DEFAULT gen_random_uuid(),
    version  bigint  NOT NULL
);

INSERT INTO access_version (version) VALUES (1);

-- Who did what. Nothing in it is ever changed.
CREATE TABLE audit_log (
    audit_id  bigint           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz      NOT NULL,
    -- Null: the command that creates the first key, or a start.
    key_id    text COLLATE "C",
    -- The client that the caller belongs to or acts for; null: the platform.
    client_id text COLLATE "C",
    address   text             NOT NULL,
    action    text             NOT NULL,
    subject   text             NOT NULL,
    outcome   text             NOT NULL,
    detail    text             NOT NULL
);

CREATE INDEX audit_log_of_client ON audit_log (client_id, audit_id);
CREATE INDEX audit_log_of_key ON audit_log (key_id, audit_id);
