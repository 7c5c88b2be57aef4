package io.trakkit.store.ledger;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.Events;
import io.trakkit.store.testing.TestDatabase;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A locked row is written where it stands, and it stands elsewhere after each time that it was written. */
class SummariesTest {

    private static final int LIVE = 1;

    private final TestDatabase database = TestDatabase.create();
    private final Summaries summaries = new Summaries(database.jdbc());
    private final PortfolioId portfolio = Events.portfolio(database).id();
    private final TreeSet<PositionKey> keys = new TreeSet<>(List.of(key("AMZN"), key("IBM"), key("MSFT")));

    @BeforeEach
    void open() {
        database.transactions().executeWithoutResult(_ -> summaries.open(LIVE, keys));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void rowsAreWrittenAgainAndAgainInOneTransaction() {
        database.transactions().executeWithoutResult(_ -> {
            countOneMore();
            countOneMore();
        });
        database.transactions().executeWithoutResult(_ -> countOneMore());

        assertThat(versions()).containsExactly(3L, 3L, 3L);
    }

    /** What a transaction gets that had to wait is the row that the other one has left, and its place. */
    @Test
    void whoHadToWaitForARowWritesTheOneThatWasLeft() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(
                () -> database.transactions().executeWithoutResult(_ -> {
                    countOneMore();
                    written.countDown();
                    await(commit);
                }),
                Thread::startVirtualThread);
        written.await();
        CompletableFuture<Void> second = CompletableFuture.runAsync(
                () -> database.transactions().executeWithoutResult(_ -> countOneMore()), Thread::startVirtualThread);
        patiently().until(this::anyoneWaits);
        commit.countDown();
        first.get();
        second.get();

        assertThat(versions()).containsExactly(2L, 2L, 2L);
    }

    @Test
    void aRowWithAnotherCtidIsNoticed() {
        assertThatThrownBy(() -> database.transactions().executeWithoutResult(_ -> {
                    List<Summaries.Locked> locked = summaries.lock(LIVE, keys);
                    summaries.save(locked);
                    summaries.save(locked);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Of 3 locked summaries, 0 were updated: the ctid of the others has changed");
    }

    private void countOneMore() {
        summaries.save(summaries.lock(LIVE, keys).stream()
                .map(locked -> locked.with(oneMore(locked.summary())))
                .toList());
    }

    private static Summary oneMore(Summary before) {
        return new Summary(before.key(), before.folded(), before.trades(), before.version() + 1, before.updatedAt());
    }

    private List<Long> versions() {
        return database.jdbc()
                .sql("SELECT version FROM summaries ORDER BY ticker")
                .query((row, _) -> row.getLong("version"))
                .list();
    }

    private boolean anyoneWaits() {
        return database.jdbc()
                        .sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
                        .query((row, _) -> row.getLong(1))
                        .single()
                > 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private PositionKey key(String ticker) {
        return new PositionKey(ClientId.DEFAULT, portfolio, new Ticker(ticker));
    }
}
