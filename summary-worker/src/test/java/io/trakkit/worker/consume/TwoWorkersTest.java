package io.trakkit.worker.consume;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.Gate;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Two workers of one group under load, while another takes partitions from them in mid-batch. */
class TwoWorkersTest {

    private static final int TRADES = 20_000;
    private static final int KEYS = 50;

    private final Seed seed = Seed.ofThisRun();

    @Test
    void eachTradeCountsOnceAlthoughPartitionsAreTakenInMidBatch() {
        TestKafka.emptyTopics();
        List<TradeEvent> trades = trades(seed.random());
        try (TestDatabase database = TestDatabase.create()) {
            Events.insertPortfolio(database);
            try (RunningWorker one = RunningWorker.start(database);
                    RunningWorker other = RunningWorker.start(database)) {
                TestKafka.awaitSharedOut("summary-worker", 6);
                TestKafka.publish(trades.subList(0, TRADES / 2));
                patiently().until(() -> new ReadModel(database).numberOfTrades() > 0);
                takeAllInMidBatch(database, trades.subList(TRADES / 2, TRADES));

                ReadModel readModel = new ReadModel(database);
                patiently().until(() -> readModel.numberOfTrades() == TRADES);
                assertThat(readModel.summaries())
                        .as("%s", seed)
                        .isEqualTo(PlainBook.of(trades).summaries());
                assertThat(readModel.deadLetters()).isEmpty();
                // Counted after the commit, which is what can be seen first.
                patiently().until(() -> accepted(one) + accepted(other) == TRADES);
                one.awaitUp();
                other.awaitUp();
            }
        }
    }

    /** Raises the epoch of every partition while batches are under way: whoever owns them must notice. */
    private static void takeAllInMidBatch(TestDatabase database, List<TradeEvent> more) {
        try (Gate gate = Gate.before(database, "trades")) {
            TestKafka.publish(more);
            gate.awaitAnyWaiting();
            List<CompletableFuture<Progress.Ownership>> taken = new ArrayList<>();
            for (int i = 0; i < Topics.PARTITIONS; i++) {
                LogPartition partition = new LogPartition(TestKafka.topicId(Topics.TRADES), i);
                taken.add(CompletableFuture.supplyAsync(
                        () -> new Progress(database.jdbc()).take(1, partition), Thread::startVirtualThread));
            }
            // One batch at least waits at the gate, and for it whoever takes one of its partitions.
            gate.awaitAnyWaiting();
            gate.open();
            taken.forEach(CompletableFuture::join);
        }
    }

    /** Every second one is for the hot key, the others for all keys; bought and sold at random, some too early. */
    private static List<TradeEvent> trades(RandomGenerator random) {
        List<TradeEvent> trades = new ArrayList<>();
        for (int i = 0; i < TRADES; i++) {
            String ticker = "T" + (random.nextBoolean() ? 0 : random.nextInt(KEYS));
            String volume = Integer.toString(1 + random.nextInt(9));
            String price = Integer.toString(1 + random.nextInt(99));
            String time = "%02d:%02d:%02d".formatted(i / 3600 % 24, i / 60 % 60, random.nextInt(60));
            trades.add(
                    random.nextInt(5) < 3
                            ? Events.buy("t" + i, ticker, volume, price, time)
                            : Events.sell("t" + i, ticker, volume, price, time));
        }
        return trades;
    }

    private static double accepted(RunningWorker worker) {
        return worker.counted("trakkit.worker.events.accepted");
    }
}
