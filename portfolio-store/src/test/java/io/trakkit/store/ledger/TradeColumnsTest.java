package io.trakkit.store.ledger;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.store.log.Events;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The list of columns is that of the table, and a replay compares all of them. */
class TradeColumnsTest {

    /** For each column that is compared within a line, a value that the test's trade does not have. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            entry("user_id", "'another'"),
            entry("security_type", "'another'"),
            entry("volume", "77"),
            entry("price", "77"),
            entry("status", "'failed'"),
            entry("state", "'rejected'"),
            entry("held_at_rejection", "7"),
            entry("version", "7"),
            entry("fingerprint", "gen_random_uuid()"),
            entry("created_at", "created_at - interval '1 day'"),
            entry("updated_at", "updated_at + interval '1 day'"),
            entry("isin", "'US5949181045'"),
            entry("fee", "1.5"),
            entry("tax", "0.25"),
            entry("currency", "'EUR'"),
            entry("fx_rate", "1.1"),
            entry("fx_looked_up", "true"));

    /** The columns that rows are found and ordered by. */
    private static final List<String> ORDER =
            List.of("client_id", "portfolio_id", "ticker", "executed_at", "side", "ref_id");

    private final TestDatabase database = TestDatabase.create();
    private final Portfolio portfolio = Events.portfolio(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theListIsThatOfTheTable() {
        List<@Nullable String> table = database.jdbc()
                .sql("SELECT column_name FROM information_schema.columns WHERE table_name = 'trades'")
                .query(String.class)
                .list();

        // Version 1 of the fold orders trades by a sequence.
        assertThat(table)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                TradeColumns.ALL.stream().map(BookingColumn::name), Stream.of("generation", "sequence"))
                        .toList());
    }

    @Test
    void aReplayComparesEachColumn() {
        new SmallWorker(database).apply(Events.bought(portfolio, "a", "MSFT"), Events.at(0));
        database.jdbc()
                .sql("ALTER TABLE trades DROP CONSTRAINT trades_security_type_check, DROP CONSTRAINT trades_check1")
                .update();
        String line = line();

        assertThat(Stream.concat(OTHERS.keySet().stream(), ORDER.stream()))
                .containsExactlyInAnyOrderElementsOf(
                        TradeColumns.ALL.stream().map(BookingColumn::name).toList());
        OTHERS.forEach((column, other) -> database.transactions().executeWithoutResult(status -> {
            database.jdbc().sql("UPDATE trades SET " + column + " = " + other).update();
            assertThat(line()).as(column).isNotEqualTo(line);
            status.setRollbackOnly();
        }));
    }

    private String line() {
        try (Stream<CanonicalRows.RecordRow> rows =
                new CanonicalRows(database.jdbc()).records(1, KeyFilter.ALL, true)) {
            return rows.map(CanonicalRows.RecordRow::line).collect(Collectors.joining());
        }
    }
}
