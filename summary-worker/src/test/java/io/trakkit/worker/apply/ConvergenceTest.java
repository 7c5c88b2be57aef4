package io.trakkit.worker.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.testing.LegalOrders;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.testing.RandomBooks;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The same trades give the same numbers and rows: in any legal order, in small batches, once or several times, and sent again.
 * {@link ThousandBooksTest} has all kinds of records.
 */
class ConvergenceTest {

    private static final UserId USER = new UserId("u-1");
    private static final List<PositionKey> KEYS =
            List.of(key(1, "AAPL"), key(1, "GODREJIND"), key(2, "AAPL"), key(3, "^BSESN"), key(3, "BRK-B"));

    private final Seed seed = Seed.ofThisRun();
    private final TestDatabase database = TestDatabase.create();
    private final ReadModel readModel = new ReadModel(database);

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void randomBooksOfSeveralKeysInRandomBatchesGiveTheNumbersOfThePlainAccount() {
        insertPortfolios();
        for (int i = 0; i < 24; i++) {
            Seed ofBook = seed.plus(i);
            RandomGenerator random = ofBook.random();
            List<TradeEvent> events = RandomBooks.events(ofBook, USER, KEYS, 1 + random.nextInt(300));
            empty();
            converges(ofBook, events, random);
            empty();
            converges(ofBook, LegalOrders.shuffled(events, random), random);
        }
    }

    private void converges(Seed ofBook, List<TradeEvent> events, RandomGenerator random) {
        PlainBook expected = PlainBook.of(events);
        TestLog log = new TestLog().append(events.toArray(TradeEvent[]::new));

        applyInRandomBatches(log, random);

        assertThat(readModel.summaries()).as("%s", ofBook).isEqualTo(expected.summaries());
        assertThat(readModel.trades()).as("%s", ofBook).isEqualTo(expected.trades());
        assertThat(readModel.lastTrades()).as("%s", ofBook).isEqualTo(expected.lastTrades());
        assertThat(readModel.heldAtRejections()).as("%s", ofBook).isEqualTo(expected.heldAtRejections());
        String once = readModel.everything();

        applyInRandomBatches(log, random);
        assertThat(readModel.everything()).as("%s, delivered twice", ofBook).isEqualTo(once);

        // In a log of another id the same events stand at other places. What counted falls out by its ids; what was
        // refused is decided anew, as if it had been sent again.
        applyInRandomBatches(new TestLog(new UUID(0, 2)).append(events.toArray(TradeEvent[]::new)), random);
        PlainBook sentAgain =
                PlainBook.of(Stream.concat(events.stream(), events.stream()).toList());
        assertThat(readModel.summaries()).as("%s, sent again", ofBook).isEqualTo(sentAgain.summaries());
        assertThat(readModel.trades()).as("%s, sent again", ofBook).isEqualTo(sentAgain.trades());
    }

    private void applyInRandomBatches(TestLog log, RandomGenerator random) {
        TestLog.Worker worker = log.worker(database);
        List<LogRecord> rest = log.records();
        while (!rest.isEmpty()) {
            int size = Math.min(rest.size(), 1 + random.nextInt(random.nextBoolean() ? 10 : 200));
            worker.apply(rest.subList(0, size));
            rest = rest.subList(size, rest.size());
        }
    }

    private void insertPortfolios() {
        IntStream.rangeClosed(1, 3).forEach(id -> Events.insertPortfolio(database, id, USER.value()));
    }

    private void empty() {
        database.jdbc()
                .sql("TRUNCATE summaries, trades, activities, checkpoints, events, dead_letters, progress")
                .update();
    }

    private static PositionKey key(long portfolio, String ticker) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(portfolio), new Ticker(ticker));
    }
}
