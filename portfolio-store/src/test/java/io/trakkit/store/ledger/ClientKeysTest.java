package io.trakkit.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every unique key of a table with a client contains the client, so that the table can be distributed by it. */
class ClientKeysTest {

    /** Unique keys without the client, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "portfolios_portfolio_id_key",
                    "Ids are unique across clients: the log's keys begin with them and name no client, and a record that claims"
                            + " another client's portfolio is found by the id alone",
            "api_keys_pkey", "A key is looked up before its client is known; keys of the platform have none",
            "audit_log_pkey", "Entries are numbered across clients; those of the platform have none");

    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void dropDatabase() {
        DATABASE.close();
    }

    @Test
    void everyUniqueKeyOfATableWithAClientContainsTheClient() {
        List<@Nullable String> withoutClient =
                DATABASE.jdbc().sql("""
                        SELECT index.relname
                        FROM pg_index i
                        JOIN pg_class index ON index.oid = i.indexrelid
                        JOIN pg_class indexed ON indexed.oid = i.indrelid
                        JOIN pg_attribute client ON client.attrelid = indexed.oid AND client.attname = 'client_id'
                        WHERE i.indisunique AND indexed.relkind IN ('r', 'p')
                            AND indexed.relnamespace = 'public'::regnamespace AND NOT client.attisdropped
                            AND NOT client.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
                        """).query(String.class).list();

        assertThat(withoutClient).containsExactlyInAnyOrderElementsOf(EXCEPTIONS.keySet());
    }

    @Test
    void theReadModelHasUniqueKeys() {
        assertThat(DATABASE.jdbc().sql("""
                        SELECT DISTINCT indrelid::regclass::text FROM pg_index
                        WHERE indisunique
                            AND indrelid = ANY ('{summaries,events,trades,activities,checkpoints}'::regclass[])
                        """).query(String.class).list())
                .containsExactlyInAnyOrder("summaries", "events", "trades", "activities", "checkpoints");
    }
}
