package io.trakkit.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.store.testing.RowsRead;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Activities are looked up by their keys, with fresh and with missing statistics. */
class ActivityPlansTest {

    private static final String FILL = """
            INSERT INTO activities (client_id, generation, ref_id, portfolio_id, ticker, user_id, type, per_unit, status,
                                    executed_at, state, version, fingerprint, created_at, updated_at)
            SELECT 'default', 1, 'a' || n, 1 + n % 100, 'T' || n % 50, 'u-1', 'dividend', 0.5, 'success',
                   timestamptz '2026-01-01Z' + n * interval '1 minute', 'applied', 1, gen_random_uuid(), now(), now()
            FROM generate_series(1, 20000) n
            """;

    @ParameterizedTest(name = "analysed: {0}")
    @ValueSource(booleans = {true, false})
    void eachRowIsReadOnceForEachStatement(boolean analysed) {
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbc().sql(FILL).update();
            if (analysed) {
                database.jdbc().sql("ANALYZE activities").update();
            }
            database.transactions().executeWithoutResult(_ -> {
                new BatchSession(database.jdbc()).begin();
                long before = RowsRead.of(database.jdbc(), "activities");
                long listsBefore = scansOfLists(database);

                write(new Activities(database.jdbc()), 1_000);

                assertThat(RowsRead.of(database.jdbc(), "activities") - before).isLessThanOrEqualTo(4 * 1_000);
                assertThat(scansOfLists(database)).isEqualTo(listsBefore);
                readsOnlyItsKey(database);
            });
        }
    }

    private static void write(Activities activities, int count) {
        List<RefId> refIds = IntStream.rangeClosed(1, count)
                .mapToObj(n -> new RefId("a" + n))
                .toList();
        List<AcceptedActivity> found = activities.find(
                1,
                refIds.stream()
                        .map(refId -> new Journal.RefKey(ClientId.DEFAULT, refId))
                        .toList());
        assertThat(found).hasSize(count);
        activities.update(1, found);
        activities.setOutcomes(
                1,
                ClientId.DEFAULT,
                refIds.stream()
                        .collect(Collectors.toMap(Function.identity(), _ -> FoldOutcome.rejected(BigDecimal.ONE))));
    }

    private static void readsOnlyItsKey(TestDatabase database) {
        PositionKey key = new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker("T0"));
        long before = RowsRead.of(database.jdbc(), "activities");
        try (Stream<FoldedActivity> ofKey = new Activities(database.jdbc()).activitiesAfter(1, key, TradeOrder.START)) {
            assertThat(ofKey).hasSize(200);
        }
        // Those that were written have left an older version each.
        assertThat(RowsRead.of(database.jdbc(), "activities") - before).isLessThanOrEqualTo(3 * 200);
    }

    private static long scansOfLists(TestDatabase database) {
        return RowsRead.scansOf(database.jdbc(), "activities_by_execution")
                + RowsRead.scansOf(database.jdbc(), "activities_by_update");
    }
}
