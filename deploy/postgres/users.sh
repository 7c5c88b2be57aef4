#!/bin/sh
# Creates the PostgreSQL users of the apps, or gives them the passwords of the environment. Runs by itself when the volume is
# new, and for a volume that is older than these users:
#
#   docker compose up --detach postgres && docker compose exec postgres sh /docker-entrypoint-initdb.d/users.sh
#
# The roles have no rights until a worker has migrated the database. trakkit_worker bypasses row-level security because COPY
# refuses tables that have it.
set -eu
psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
  --set=ingest="$TRAKKIT_INGEST_DATABASE_PASSWORD" \
  --set=worker="$TRAKKIT_WORKER_DATABASE_PASSWORD" \
  --set=query="$TRAKKIT_QUERY_DATABASE_PASSWORD" \
  --set=feed="$TRAKKIT_FEED_DATABASE_PASSWORD" <<'SQL'
SELECT format('CREATE ROLE %I %s', name, attributes)
FROM (VALUES ('trakkit_ingest', ''), ('trakkit_worker', 'BYPASSRLS'), ('trakkit_reader', ''), ('trakkit_feed', ''),
    ('trakkit_ops', ''), ('ingest_api', 'LOGIN'), ('summary_worker', 'LOGIN'), ('query_api', 'LOGIN'), ('price_feed', 'LOGIN'))
    AS roles (name, attributes)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE ingest_api PASSWORD :'ingest';
ALTER ROLE summary_worker PASSWORD :'worker';
ALTER ROLE query_api PASSWORD :'query';
ALTER ROLE price_feed PASSWORD :'feed';
GRANT trakkit_ingest TO ingest_api;
GRANT trakkit_worker TO summary_worker;
GRANT trakkit_reader TO query_api;
GRANT trakkit_feed TO price_feed;
SQL
