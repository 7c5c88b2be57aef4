-- Who owns what: the tenants of the platform and their users' portfolios.
-- Every table of the read model leads its keys with client_id, so that it can be distributed by tenant.

CREATE TABLE clients (
    client_id  text COLLATE "C" PRIMARY KEY CHECK (client_id ~ '^[a-z0-9_-]{1,64}$')
);

INSERT INTO clients (client_id) VALUES ('default');

-- Ids are unique across clients: the log's keys begin with them and name no client.
CREATE SEQUENCE portfolio_ids AS bigint;

CREATE TABLE portfolios (
    client_id    text COLLATE "C" NOT NULL REFERENCES clients,
    portfolio_id bigint           NOT NULL UNIQUE CHECK (portfolio_id > 0),
    user_id      text COLLATE "C" NOT NULL CHECK (user_id <> ''),
    name         text COLLATE "C" NOT NULL CHECK (name <> ''),
    created_at   timestamptz      NOT NULL,
    updated_at   timestamptz      NOT NULL CHECK (updated_at >= created_at),
    PRIMARY KEY (client_id, portfolio_id),
    CONSTRAINT portfolio_name_of_user UNIQUE (client_id, user_id, name)
);

CREATE INDEX portfolios_by_name ON portfolios (client_id, name, portfolio_id);
CREATE INDEX portfolios_by_user ON portfolios (client_id, user_id, portfolio_id);
