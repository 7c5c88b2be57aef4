package io.trakkit.store.ledger;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.log.Events;
import io.trakkit.store.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * An id is claimed once, whether the events go in together or, since they are few or one of them is known, one by one. Without a size
 * that counts as few all go in together.
 */
@ParameterizedClass(name = "few: {0}")
@ValueSource(ints = {0, 200})
class JournalTest {

    private static final int LIVE = 1;

    private final TestDatabase database = TestDatabase.create();
    private final Journal journal;
    private final Portfolio portfolio = Events.portfolio(database);

    JournalTest(int few) {
        journal = new Journal(database.jdbc(), few);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void everyColumnOfAnEventComesBack() {
        TradeEvent.Created creation = Events.bought(portfolio, "b1", "AMZN");
        TradeEvent.Amended amendment = Events.amended(creation, "5");

        claim(List.of(item(creation, 41), item(amendment, 42)));

        assertThat(rows())
                .containsExactly(
                        "default 1 %s trade_created %s AMZN b1 %s 2026-11-02 08:13:10.869359+00 %s 7 41 payload 41"
                                .formatted(
                                        creation.eventId(),
                                        portfolio.id(),
                                        creation.fingerprint().value(),
                                        Events.at(41).partition().topicId()),
                        "default 1 %s trade_amended %s AMZN b1 %s 2026-11-02 08:14:10.869359+00 %s 7 42 payload 42"
                                .formatted(
                                        amendment.eventId(),
                                        portfolio.id(),
                                        amendment.fingerprint().value(),
                                        Events.at(42).partition().topicId()));
    }

    @Test
    void amongNewEventsTheKnownOnesFallOut() {
        TradeEvent.Created known = Events.bought(portfolio, "b1", "AMZN");
        TradeEvent.Created sameRefId = Events.bought(portfolio, "b1", "IBM");
        TradeEvent.Created fresh = Events.bought(portfolio, "b2", "AMZN");
        claim(List.of(item(known, 1)));

        assertThat(claim(List.of(item(known, 2), item(fresh, 4)))).containsExactly(key(fresh));
        assertThat(claim(List.of(item(sameRefId, 3)))).isEmpty();
        assertThat(offsets()).containsExactly(1L, 4L);
    }

    @Test
    void whatWasWrittenInTheTransactionBeforeAKnownEventStays() {
        TradeEvent.Created known = Events.bought(portfolio, "b1", "AMZN");
        TradeEvent.Created before = Events.bought(portfolio, "b2", "AMZN");
        TradeEvent.Created after = Events.bought(portfolio, "b3", "AMZN");
        claim(List.of(item(known, 1)));

        database.transactions().executeWithoutResult(_ -> {
            journal.claim(LIVE, List.of(item(before, 2)));
            journal.claim(LIVE, List.of(item(known, 3)));
            journal.claim(LIVE, List.of(item(after, 4)));
        });

        assertThat(offsets()).containsExactly(1L, 2L, 4L);
    }

    @Test
    void onceACrowdOfRepeatsIsOverEventsGoInTogetherAgain() {
        TradeEvent.Created known = Events.bought(portfolio, "b0", "AMZN");
        claim(List.of(item(known, 0)));
        assertThat(claim(List.of(item(known, 0)))).isEmpty();

        IntStream.rangeClosed(1, 250).forEach(n -> {
            TradeEvent.Created fresh = Events.bought(portfolio, "b" + n, "AMZN");
            assertThat(claim(List.of(item(fresh, n)))).containsExactly(key(fresh));
        });

        assertThat(claim(List.of(item(known, 0)))).isEmpty();
        assertThat(offsets()).hasSize(251);
    }

    /** The judge of a COPY is the unique key as well: it waits for the one that came first. */
    @Test
    void whoeverComesSecondWaitsAndFindsTheIdTaken() throws Exception {
        TradeEvent.Created first = Events.bought(portfolio, "b1", "AMZN");
        TradeEvent.Created second = Events.bought(portfolio, "b1", "IBM");
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> winner = CompletableFuture.runAsync(
                () -> database.transactions().executeWithoutResult(_ -> {
                    journal.claim(LIVE, List.of(item(first, 1)));
                    claimed.countDown();
                    await(commit);
                }),
                Thread::startVirtualThread);
        claimed.await();
        CompletableFuture<Set<Journal.EventKey>> loser =
                CompletableFuture.supplyAsync(() -> claim(List.of(item(second, 2))), Thread::startVirtualThread);
        patiently().until(() -> waiting() == 1);
        commit.countDown();

        winner.get();
        assertThat(loser.get()).isEmpty();
        assertThat(journal.creations(LIVE, List.of(new Journal.RefKey(ClientId.DEFAULT, new RefId("b1")))))
                .containsValue(first.fingerprint());
    }

    @Test
    void whatTheTableRefusesForAnotherReasonIsNoRepeat() {
        database.jdbc()
                .sql("ALTER TABLE events ADD CONSTRAINT no_ibm CHECK (ticker <> 'IBM')")
                .update();

        assertThatThrownBy(() -> claim(List.of(item(Events.bought(portfolio, "b1", "IBM"), 1))))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("no_ibm");
        assertThat(offsets()).isEmpty();
    }

    private Set<Journal.EventKey> claim(List<Journal.Item> items) {
        return database.transactions().execute(_ -> journal.claim(LIVE, items));
    }

    private static Journal.Item item(TradeEvent event, long offset) {
        return new Journal.Item(
                event, event.fingerprint(), Events.at(offset), ("payload " + offset).getBytes(StandardCharsets.UTF_8));
    }

    private static Journal.EventKey key(TradeEvent event) {
        return new Journal.EventKey(event.client(), event.eventId());
    }

    private List<String> rows() {
        return database.jdbc().sql("""
                        SELECT concat_ws(' ', client_id, generation, event_id, type, portfolio_id, ticker, ref_id,
                            fingerprint, occurred_at AT TIME ZONE 'UTC' || '+00', topic_id, partition, log_offset,
                            convert_from(payload, 'UTF8'))
                        FROM events ORDER BY log_offset
                        """).query((row, _) -> row.getString(1)).list();
    }

    private List<Long> offsets() {
        return database.jdbc()
                .sql("SELECT log_offset FROM events ORDER BY log_offset")
                .query((row, _) -> row.getLong(1))
                .list();
    }

    private long waiting() {
        return database.jdbc()
                .sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
                .query((row, _) -> row.getLong(1))
                .single();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
