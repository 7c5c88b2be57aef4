package io.trakkit.domain.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Samples;
import io.trakkit.domain.testing.LegalOrders;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.testing.RandomBooks;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.testing.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** However the events of a book arrive, they come to the numbers that a plain second account of them comes to. */
class ConvergenceTest {

    private static final int BOOKS = 1_000;
    private static final int LONG_BOOKS = 3;
    private static final int LONG_BOOK_EVENTS = 1_500;

    private final Seed seed = Seed.ofThisRun();

    @Test
    void aThousandRandomBooksComeToTheSameNumbersHoweverTheyArrive() {
        for (int i = 0; i < BOOKS; i++) {
            Seed ofBook = seed.plus(i);
            comesToTheSameNumbers(RandomBooks.book(ofBook), ofBook, 40);
        }
    }

    @Test
    void longBooksComeToTheSameNumbersByWayOfTheirCheckpoints() {
        int foldsFromCheckpoint = 0;
        for (int i = 0; i < LONG_BOOKS; i++) {
            Seed ofBook = seed.plus(i);
            List<TradeEvent> log = RandomBooks.events(ofBook, Samples.USER, List.of(Samples.AAPL), LONG_BOOK_EVENTS);
            foldsFromCheckpoint += comesToTheSameNumbers(log, ofBook, 400);
        }
        assertThat(foldsFromCheckpoint).as("folds from a checkpoint, %s", seed).isGreaterThan(100);
    }

    /** @return how many folds have set in at a checkpoint */
    private static int comesToTheSameNumbers(List<TradeEvent> log, Seed seed, int maxBatch) {
        RandomGenerator random = seed.random();
        List<InMemoryProjection.Delivery> inOrder = deliveries(log);
        List<InMemoryProjection.Delivery> shuffled = deliveries(LegalOrders.shuffled(log, random));

        PlainBook expected = PlainBook.of(log);
        InMemoryProjection oneByOne = delivered(inOrder, random, 1);
        assertThat(oneByOne.verdicts()).as("verdicts, %s", seed).isEqualTo(expected.verdicts());
        assertSame(oneByOne, expected, "one by one", seed);

        InMemoryProjection inBatches = delivered(inOrder, random, maxBatch);
        assertThat(inBatches.verdicts()).as("verdicts in batches, %s", seed).isEqualTo(expected.verdicts());
        assertSame(inBatches, expected, "in batches", seed);

        InMemoryProjection inAnotherOrder = delivered(shuffled, random, maxBatch);
        assertThat(inAnotherOrder.verdicts())
                .as("verdicts when shuffled, %s", seed)
                .containsExactlyInAnyOrderElementsOf(expected.verdicts());
        assertSame(inAnotherOrder, expected, "shuffled", seed);

        InMemoryProjection twice = delivered(twice(shuffled, random), random, maxBatch);
        assertThat(twice.verdicts())
                .as("verdicts when delivered twice, %s", seed)
                .isEqualTo(inAnotherOrder.verdicts());
        assertSame(twice, expected, "delivered twice", seed);
        return oneByOne.foldsFromCheckpoint
                + inBatches.foldsFromCheckpoint
                + inAnotherOrder.foldsFromCheckpoint
                + twice.foldsFromCheckpoint;
    }

    private static List<InMemoryProjection.Delivery> deliveries(List<TradeEvent> log) {
        List<InMemoryProjection.Delivery> deliveries = new ArrayList<>();
        log.forEach(event -> deliveries.add(new InMemoryProjection.Delivery(deliveries.size(), event)));
        return deliveries;
    }

    /** Each record at its place and once more somewhere behind it. */
    private static List<InMemoryProjection.Delivery> twice(
            List<InMemoryProjection.Delivery> once, RandomGenerator random) {
        TreeMap<Double, InMemoryProjection.Delivery> byPlace = new TreeMap<>();
        for (int place = 0; place < once.size(); place++) {
            byPlace.put((double) place, once.get(place));
            byPlace.put(random.nextDouble(place + 0.1, once.size()), once.get(place));
        }
        return List.copyOf(byPlace.values());
    }

    private static InMemoryProjection delivered(
            List<InMemoryProjection.Delivery> log, RandomGenerator random, int maxBatch) {
        InMemoryProjection model = new InMemoryProjection();
        int begin = 0;
        while (begin < log.size()) {
            int end = Math.min(log.size(), begin + 1 + random.nextInt(maxBatch));
            model.deliver(log.subList(begin, end));
            begin = end;
        }
        return model;
    }

    private static void assertSame(InMemoryProjection model, PlainBook expected, String how, Seed seed) {
        assertThat(model.lines()).as("summaries %s, %s", how, seed).isEqualTo(expected.summaries());
        assertThat(model.tradeLines()).as("trades %s, %s", how, seed).isEqualTo(expected.trades());
        assertThat(model.lastTrades()).as("last trades %s, %s", how, seed).isEqualTo(expected.lastTrades());
        assertThat(model.heldAtRejections())
                .as("held at rejections %s, %s", how, seed)
                .isEqualTo(expected.heldAtRejections());
        for (PositionKey key : expected.summaries().keySet()) {
            List<List<Checkpoint>> checkpoints = model.checkpointsAndExpected(key);
            assertThat(checkpoints.getFirst())
                    .as("checkpoints %s, %s", how, seed)
                    .isEqualTo(checkpoints.getLast());
        }
    }
}
