package io.trakkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.AuditLog;
import io.trakkit.store.testing.TestDatabase;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What each role may do, read from the catalogue: a new table is in none of these lists, and its rights are to be decided. */
class RightsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private static final TestDatabase DATABASE = TestDatabase.create();

    /** The privileges of each table, the tables of Flyway excepted. r: SELECT, a: INSERT, w: UPDATE, d: DELETE. */
    private static final String TABLES = """
            access_version ops=r worker=r feed=r ingest=r reader=r
            activities ops=r worker=rawd ingest=r reader=r
            api_keys worker=rawd feed=r ingest=r reader=r
            audit_log ops=r worker=ra
            checkpoints ops=r worker=rawd reader=r
            corporate_action_changes ops=r worker=rwU
            corporate_actions ops=r worker=rawd ingest=r reader=r
            former_corporate_actions ops=r worker=rawd ingest=r reader=r
            refolds ops=r worker=rawd ingest=r reader=r
            clients ops=r worker=raw feed=r ingest=r reader=r
            dead_letters ops=r worker=rawd ingest=r reader=r
            events ops=r worker=rawd ingest=r reader=r
            feed_report ops=r worker=r feed=raw
            generations ops=r worker=rawd feed=r ingest=r reader=r
            log_reads ops=r worker=raw ingest=ra
            moved_topics ops=r worker=raw ingest=r
            portfolio_ids ops=r worker=rwU ingest=U
            portfolios ops=r worker=rawd ingest=ra reader=r
            price_history ops=r feed=rad ingest=r reader=r
            progress ops=r worker=rawd ingest=r reader=r
            published_corporate_actions ops=r ingest=raw
            replays ops=r worker=raw
            rewinds ops=r worker=rawd
            summaries ops=r worker=rawd ingest=r reader=r
            trades ops=r worker=rawd ingest=r reader=r
            owner_epochs ops=r worker=rwU""";

    private static final String PRIVILEGES = """
            SELECT c.relname || coalesce(string_agg(
                       ' ' || substr(r.rolname, 9) || '=' || translate(rights.letters, 'x', ''), ''
                       ORDER BY array_position(ARRAY['ops', 'worker', 'feed', 'ingest', 'reader'], substr(r.rolname, 9))), '')
            FROM pg_class c
            LEFT JOIN LATERAL (
                SELECT a.grantee, string_agg(CASE a.privilege_type WHEN 'SELECT' THEN 'r' WHEN 'INSERT' THEN 'a'
                    WHEN 'UPDATE' THEN 'w' WHEN 'DELETE' THEN 'd' WHEN 'USAGE' THEN 'U' ELSE '?' END, ''
                    ORDER BY array_position(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'], a.privilege_type)) AS letters
                FROM aclexplode(c.relacl) a
                WHERE a.grantee <> c.relowner
                GROUP BY a.grantee) AS rights ON true
            LEFT JOIN pg_roles r ON r.oid = rights.grantee
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
                AND c.relname NOT LIKE 'flyway%' AND NOT (c.relkind = 'S' AND EXISTS (
                    SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i'))
            GROUP BY c.relname
            """;

    private static final String POLICIES = """
            SELECT c.relname || coalesce(string_agg(
                format(' %s(%s %s)', p.polname, p.polcmd,
                    (SELECT string_agg(CASE WHEN r.oid = c.relowner THEN 'owner' ELSE substr(r.rolname, 9) END, '+'
                         ORDER BY r.rolname) FROM pg_roles r WHERE r.oid = ANY (p.polroles))), '' ORDER BY p.polname), '')
            FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND (c.relrowsecurity OR EXISTS (
                SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'client_id' AND c.relkind = 'r'))
            GROUP BY c.relname
            ORDER BY c.relname
            """;

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void eachTableHasTheRightsThatItsAppsNeed() {
        assertThat(DATABASE.jdbc().sql(PRIVILEGES).query(String.class).list())
                .containsExactlyInAnyOrderElementsOf(TABLES.lines().toList());
    }

    @Test
    void someColumnsAreGrantedByName() {
        assertThat(DATABASE.jdbc().sql("""
                        SELECT c.relname || '.' || string_agg(a.attname, '+' ORDER BY a.attnum) || ' '
                            || substr(x.grantee::regrole::text, 9) || '=' || lower(x.privilege_type)
                        FROM pg_attribute a
                        JOIN pg_class c ON c.oid = a.attrelid
                        CROSS JOIN LATERAL aclexplode(a.attacl) AS x
                        WHERE c.relnamespace = 'public'::regnamespace
                        GROUP BY c.relname, x.grantee, x.privilege_type
                        """).query(String.class).list())
                .containsExactlyInAnyOrder(
                        "access_version.version worker=update",
                        "api_keys.key_id+client_id+scopes+user_id+label+created_at+expires_at+revoked_at+is_session"
                                + "+last_used_at+version ops=select",
                        "log_reads.next_offset ingest=update",
                        "portfolios.name+updated_at ingest=update",
                        "price_history.thinned feed=update",
                        "summaries.client_id+generation+ticker+held feed=select");
    }

    /** One that runs with the rights of its owner passes by the rights of its caller; everyone may call what is not revoked. */
    @Test
    void theFunctionsThatARoleMayCallAreThese() {
        assertThat(DATABASE.jdbc().sql("""
                        SELECT p.proname || CASE WHEN p.prosecdef THEN ' as owner:' ELSE ':' END || coalesce(string_agg(
                            ' ' || CASE a.grantee WHEN 0 THEN 'everyone' ELSE substr(a.grantee::regrole::text, 9) END, ''
                            ORDER BY a.grantee::regrole::text), '')
                        FROM pg_proc p
                        LEFT JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                            ON a.grantee <> p.proowner
                        WHERE p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                        GROUP BY p.oid
                        """).query(String.class).list())
                .containsExactlyInAnyOrder(
                        "append_audit as owner: feed ingest reader worker",
                        "note_key_uses as owner: feed ingest reader worker",
                        // A trigger's: it cannot be called.
                        "refuse_change: everyone");
    }

    @Test
    void eachTableWithAClientHasItsPolicies() {
        assertThat(DATABASE.jdbc().sql(POLICIES).query(String.class).list())
                .containsExactly(
                        "activities client(* ingest+reader) operators(r ops) owner(* owner)",
                        "api_keys callers(r feed+ingest+reader) operators(r ops) owner(* owner)",
                        "audit_log operators(r ops) owner(* owner)",
                        "checkpoints client(* ingest+reader) operators(r ops) owner(* owner)",
                        "clients callers(r feed+ingest+reader) operators(r ops) owner(* owner)",
                        "corporate_actions client(* ingest+reader) operators(r ops) owner(* owner)",
                        "dead_letters client(* ingest+reader) operators(r ops) owner(* owner)",
                        "events client(* ingest+reader) operators(r ops) owner(* owner)",
                        "former_corporate_actions client(* ingest+reader) operators(r ops) owner(* owner)",
                        "portfolios client(* ingest+reader) operators(r ops) owner(* owner)",
                        "published_corporate_actions client(* ingest) operators(r ops) owner(* owner)",
                        "refolds client(* ingest+reader) operators(r ops) owner(* owner)",
                        "summaries client(* ingest+reader) held_tickers(r feed) operators(r ops) owner(* owner)",
                        "trades client(* ingest+reader) operators(r ops) owner(* owner)");
    }

    /** A sub-select would be a plan of its own for each table of a statement. */
    @Test
    void aClientSeesAndWritesWhatTheSettingOfItsTransactionNames() {
        assertThat(DATABASE.jdbc().sql("""
                        SELECT DISTINCT pg_get_expr(polqual, polrelid) || ' ' || pg_get_expr(polwithcheck, polrelid)
                        FROM pg_policy WHERE polname = 'client'
                        """).query(String.class).list())
                .containsExactly("(client_id = current_setting('trakkit.client_id'::text, true))"
                        + " (client_id = current_setting('trakkit.client_id'::text, true))");
    }

    @Test
    void rowLevelSecurityIsForcedAndEachPolicySaysWhy() {
        assertThat(DATABASE.jdbc().sql("""
                        SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
                            AND a.attname = 'client_id' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                        """).query(String.class).list()).isEmpty();
        assertThat(DATABASE.jdbc().sql("""
                        SELECT polname FROM pg_policy WHERE obj_description(oid, 'pg_policy') IS NULL
                        """).query(String.class).list()).isEmpty();
    }

    /** Only the worker reads past the policies: COPY refuses a table that has any. */
    @Test
    void noRoleHasMoreThanItIsGranted() {
        assertThat(DATABASE.jdbc().sql("""
                        SELECT rolname FROM pg_roles WHERE rolname LIKE 'trakkit%'
                            AND (rolsuper OR rolcanlogin OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
                        """).query(String.class).list()).containsExactly("trakkit_worker");
    }

    @ParameterizedTest
    @EnumSource(
            value = DatabaseRole.class,
            names = {"READER", "INGEST", "FEED", "OPS"})
    void theReadModelIsWrittenByTheWorkerOnly(DatabaseRole role) {
        for (String table :
                List.of("summaries", "trades", "activities", "events", "checkpoints", "dead_letters", "progress")) {
            assertRefused(role, "DELETE FROM " + table);
            assertRefused(role, "UPDATE " + table + " SET generation = 1");
            assertRefused(role, "TRUNCATE " + table);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPS, SELECT secret_hash FROM api_keys",
        "FEED, SELECT cost FROM summaries",
        "FEED, SELECT * FROM portfolios",
        "INGEST, UPDATE portfolios SET user_id = 'me'",
        "INGEST, DELETE FROM portfolios",
        "WORKER, DELETE FROM audit_log",
        "READER, SELECT * FROM audit_log",
        "READER, SELECT nextval('portfolio_ids')",
        "READER, CREATE TABLE mine ()"
    })
    void whatIsNotGrantedIsRefused(DatabaseRole role, String statement) {
        assertRefused(role, statement);
    }

    private static void assertRefused(DatabaseRole role, String statement) {
        assertThatThrownBy(() -> DATABASE.as(role).jdbc().sql(statement).query().listOfRows())
                .as(statement)
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|column \"generation\" of relation).*");
    }

    @Test
    void aLeakedConnectionOfQueryApiChangesNoTable() {
        asLeakedReader(jdbc -> {
            assertThat(jdbc.sql("SELECT current_user").query(String.class).single())
                    .isEqualTo("leaked_reader");
            assertThat(jdbc.sql("SELECT * FROM portfolios").query().listOfRows())
                    .isEmpty();
            List<String> tables = TABLES.lines()
                    .map(line -> line.split(" ", 2)[0])
                    .filter(table -> !List.of("portfolio_ids", "owner_epochs", "corporate_action_changes")
                            .contains(table))
                    .collect(Collectors.toList());
            for (String table : tables) {
                for (String statement : List.of("DELETE FROM %s", "TRUNCATE %s", "INSERT INTO %s DEFAULT VALUES")) {
                    assertDenied(jdbc, statement.formatted(table));
                }
            }
            for (String role : List.of("postgres", "trakkit_worker", "trakkit_ingest", "trakkit_ops")) {
                assertDenied(jdbc, "SET ROLE " + role);
            }
            assertThatThrownBy(() -> jdbc.sql("ALTER TABLE trades DISABLE ROW LEVEL SECURITY")
                            .update())
                    .rootCause()
                    .hasMessageContaining("must be owner");
            jdbc.sql("SET row_security = off").update();
            assertThatThrownBy(
                            () -> jdbc.sql("SELECT * FROM portfolios").query().listOfRows())
                    .rootCause()
                    .hasMessageContaining("row-level security");
        });
    }

    /** By the two functions that every app may call. An entry names the user that wrote it, which no caller chooses. */
    @Test
    void aLeakedConnectionOfQueryApiAddsAuditEntriesAndTimesOfUse() {
        ApiKey key = ApiKey.generate(new SecureRandom());
        ApiKeys keys = new ApiKeys(DATABASE.jdbc());
        keys.save(new IssuedKey(
                key.id(),
                key.hash(),
                Optional.empty(),
                Set.of(Scope.OPS),
                Optional.empty(),
                "test",
                NOW,
                Optional.empty(),
                Optional.empty(),
                false));
        ApiKeys.ListedKey before = keys.find(key.id()).orElseThrow();

        asLeakedReader(jdbc -> {
            new AuditLog(jdbc)
                    .append(new AuditLog.Action(
                            NOW, Optional.of(key.id()), Optional.empty(), "::1", "keys.revoke", "forged", "200", ""));
            new ApiKeys(jdbc).used(Map.of(key.id(), NOW.plusSeconds(60)));
            new ApiKeys(jdbc).used(Map.of(key.id(), NOW));
            for (String statement : List.of(
                    "SELECT * FROM audit_log",
                    "UPDATE audit_log SET detail = ''",
                    "DELETE FROM audit_log",
                    "UPDATE api_keys SET last_used_at = NULL",
                    "UPDATE api_keys SET revoked_at = NULL")) {
                assertDenied(jdbc, statement);
            }
        });

        assertThat(new AuditLog(DATABASE.jdbc()).page(Optional.empty(), Optional.of(key.id()), null, 10))
                .extracting(entry -> entry.action().subject() + " by " + entry.writtenBy())
                .containsExactly("forged by Optional[leaked_reader]");
        ApiKeys.ListedKey after = keys.find(key.id()).orElseThrow();
        assertThat(after.key()).isEqualTo(before.key());
        assertThat(before.lastUsedAt()).isEmpty();
        assertThat(after.lastUsedAt()).contains(NOW.plusSeconds(60));
    }

    /** A user of query-api alone, as its password would give it to a thief. */
    private static void asLeakedReader(Consumer<JdbcClient> does) {
        DATABASE.jdbc().sql("CREATE USER leaked_reader").update();
        DATABASE.jdbc().sql("GRANT trakkit_reader TO leaked_reader").update();
        String url = DATABASE.jdbcUrl().replace("user=postgres", "user=leaked_reader");
        SingleConnectionDataSource connection = new SingleConnectionDataSource(url, true);
        try {
            does.accept(JdbcClient.create(connection));
        } finally {
            connection.destroy();
            DATABASE.jdbc().sql("DROP USER leaked_reader").update();
        }
    }

    private static void assertDenied(JdbcClient jdbc, String statement) {
        assertThatThrownBy(() -> jdbc.sql(statement).update())
                .as(statement)
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE audit_log SET detail = ''", "DELETE FROM audit_log", "TRUNCATE audit_log"})
    void evenTheOwnerChangesNothingInTheAuditLog(String statement) {
        assertThatThrownBy(() -> DATABASE.jdbc().sql(statement).update())
                .rootCause()
                .hasMessageContaining("Nothing in audit_log is ever changed");
        assertThatCode(() -> DATABASE.as(DatabaseRole.WORKER).jdbc().sql("""
                        INSERT INTO audit_log (at, address, action, subject, outcome, detail)
                        VALUES (now(), '::1', 'keys.create', 'k', 'done', '')
                        """).update())
                .doesNotThrowAnyException();
    }
}
