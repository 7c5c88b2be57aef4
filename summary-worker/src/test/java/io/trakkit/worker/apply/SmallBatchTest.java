package io.trakkit.worker.apply;

import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.store.postgres.AppPools;
import io.trakkit.store.postgres.DatabaseRole;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a batch costs beside its rows. While trades come one by one, a batch holds some ten of them, and most of its time is
 * round trips and statements: whoever adds one sees it here.
 */
class SmallBatchTest {

    /** After so many executions the driver has prepared each statement by name. */
    private static final int WARM_UP = 10;

    private final TestDatabase database = TestDatabase.create();
    private final HikariDataSource pool = pool();
    private final TestLog log = new TestLog();
    private final TestLog.Worker worker = log.worker(
            database,
            LogApplier.toLive(
                    pool,
                    new TransactionTemplate(new JdbcTransactionManager(pool)),
                    Topics.PARTITIONS,
                    Duration.ofMinutes(2),
                    () -> {}));
    private int applied;

    private HikariDataSource pool() {
        DataSourceProperties settings = new DataSourceProperties();
        settings.setUrl(database.jdbcUrl() + "&socketFactory=" + CountedSockets.class.getName());
        HikariDataSource one = AppPools.pool(settings, DatabaseRole.WORKER);
        // Others that the pool opens meanwhile would be counted too.
        one.setMaximumPoolSize(1);
        return one;
    }

    @BeforeEach
    void insertPortfolio() {
        Events.insertPortfolio(database);
        for (int i = 0; i < WARM_UP; i++) {
            costOf(tenTrades(i));
        }
    }

    @AfterEach
    void dropDatabase() {
        pool.close();
        database.close();
    }

    @Test
    void tenTradesOnKnownKeysTakeFewRoundTrips() {
        // The pool asks a connection that has rested for half a second whether it is alive.
        assertThat(IntStream.range(0, 5)
                        .mapToObj(i -> costOf(tenTrades(WARM_UP + i)))
                        .min(Comparator.comparingLong(CountedSockets.Count::roundTrips)))
                .contains(new CountedSockets.Count(4, 13));
    }

    /** Buys of ten tickers, one after the other in time. */
    private static List<TradeEvent> tenTrades(int minute) {
        return IntStream.range(0, 10)
                .<TradeEvent>mapToObj(
                        i -> buy("b-%d-%d".formatted(minute, i), "T" + i, "1", "10", "09:%02d:00".formatted(minute)))
                .toList();
    }

    private CountedSockets.Count costOf(List<TradeEvent> events) {
        log.append(events.toArray(TradeEvent[]::new));
        CountedSockets.Count before = CountedSockets.Count.now();
        int size = log.records().size();
        BatchResult result = worker.apply(log.records().subList(applied, size));
        applied = size;
        assertThat(result.accepted()).isEqualTo(events.size());
        return CountedSockets.Count.now().since(before);
    }
}
