package io.trakkit.worker.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.testing.PlainLedger;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.update.Accepted;
import io.trakkit.store.ledger.Activities;
import io.trakkit.store.ledger.Journal.RefKey;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.ledger.Summaries;
import io.trakkit.store.ledger.Trades;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.projection.GenerationRows;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import io.trakkit.worker.actions.RecordedActions;
import io.trakkit.worker.actions.RefoldRunner;
import io.trakkit.worker.projection.compare.ProjectionComparison;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A thousand books with every kind of record, twenty of each client, come to the numbers of an independent account: shuffled, each
 * event twice, in batches of all books, with corporate actions before, between and after them, after crashes, and after a rebuild.
 * The clients use the same tickers and names of actions; an action counts in all books of its client.
 */
class ThousandBooksTest {

    private static final int BOOKS = Integer.getInteger("books", 1_000);

    private static final int BOOKS_OF_CLIENT = 20;
    private static final int MOST_STEPS = 200;

    /** Of one book more, which has checkpoints. */
    private static final int LONG_BOOK = 2_000;

    private static final int ROUNDS = 8;
    private static final int REBUILD_BATCH = 20_000;

    /** As many as the lock on corporate actions is held for at most. */
    private static final int ACTIONS_AT_A_TIME = 500;

    private final Seed seed = Seed.ofThisRun();
    private final TestDatabase database = TestDatabase.create();
    private final List<ClientActions> clients = new ArrayList<>();
    private final List<ClientBook> books = new ArrayList<>();

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void aThousandBooksComeToTheNumbersOfTheIndependentAccount() {
        for (int i = 0; i <= BOOKS; i++) {
            if (i % BOOKS_OF_CLIENT == 0) {
                clients.add(new ClientActions(clients.size(), seed.plus(i), ROUNDS));
            }
            Seed ofBook = seed.plus(i);
            int steps = i == BOOKS ? LONG_BOOK : 1 + ofBook.random().nextInt(MOST_STEPS);
            books.add(ClientBook.of(steps, clients.getLast(), ofBook, i + 1, ROUNDS));
        }
        books.forEach(book -> book.insertPortfolio(database));

        TestLog log = applyAll();
        books.forEach(this::check);
        assertThat(count("dead_letters")).as("%s", seed).isEqualTo(refused());
        assertThat(count("checkpoints")).as("%s", seed).isGreaterThan(2);

        rebuild(log);
        String digest = digestOfBoth();

        spoil(books.getFirst());
        spoil(books.get(BOOKS_OF_CLIENT));
        assertThat(digestOfBoth()).as("repaired, %s", seed).isEqualTo(digest);
    }

    /** Each round has the next part of every book. In some a worker dies, and the next one begins with the round before. */
    private TestLog applyAll() {
        TestLog log = new TestLog();
        TestLog.Worker worker = log.worker(database);
        int before = 0;
        for (int i = 0; i < ROUNDS; i++) {
            int round = i;
            record(round);
            if (round % 3 == 1) {
                refold();
            }
            int begin = log.records().size();
            books.forEach(book -> log.append(book.events(round).toArray(TradeEvent[]::new)));
            boolean died = round % 3 == 2;
            if (died) {
                worker = log.worker(database);
            }
            worker.apply(
                    log.records().subList(died ? before : begin, log.records().size()));
            before = begin;
        }
        record(ROUNDS);
        refold();
        return log;
    }

    /** Records the actions before a round, and some of them once more. */
    private void record(int round) {
        List<CorporateAction> actions = clients.stream()
                .flatMap(client -> client.before(round).stream())
                .toList();
        RecordedActions recorded = new RecordedActions(database.jdbc());
        for (int i = 0; i < actions.size(); i += ACTIONS_AT_A_TIME) {
            List<CorporateAction> some = actions.subList(i, Math.min(i + ACTIONS_AT_A_TIME, actions.size()));
            database.transactions().executeWithoutResult(_ -> recorded.record(some));
            database.transactions().executeWithoutResult(_ -> recorded.record(List.of(some.getLast())));
        }
    }

    private void refold() {
        new RefoldRunner(() -> {}, database.jdbc(), database.transactions(), Duration.ofMinutes(2), () -> true).run();
        assertThat(count("refolds")).isZero();
    }

    private void check(ClientBook book) {
        Map<PositionKey, PlainLedger.Line> lines = book.expected().lines();
        Map<PositionKey, PlainLedger.Line> stored = new HashMap<>();
        new Summaries(database.jdbc()).lock(1, new TreeSet<>(lines.keySet())).forEach(locked -> {
            Summary summary = locked.summary();
            stored.put(
                    summary.key(),
                    new PlainLedger.Line(
                            summary.folded().position(),
                            Optional.ofNullable(summary.folded().lastTrade()),
                            summary.version()));
        });
        assertThat(stored).as("%s", book).isEqualTo(lines);
        assertThat(outcomes(book)).as("%s", book).isEqualTo(book.expected().outcomes());
    }

    private Map<RefId, FoldOutcome> outcomes(ClientBook book) {
        List<RefKey> keys = book.expected().outcomes().keySet().stream()
                .map(refId -> new RefKey(book.client(), refId))
                .toList();
        Map<RefId, FoldOutcome> outcomes = new HashMap<>();
        List<Collection<? extends Accepted>> found =
                List.of(new Trades(database.jdbc()).find(1, keys), new Activities(database.jdbc()).find(1, keys));
        found.forEach(some -> some.forEach(accepted -> outcomes.put(accepted.refId(), accepted.outcome())));
        return outcomes;
    }

    private long refused() {
        return books.stream()
                .flatMap(book -> book.expected().verdicts().stream())
                .filter(verdict -> !verdict.equals(PlainBook.ACCEPTED) && !verdict.equals(PlainBook.REPEATED))
                .count();
    }

    private void rebuild(TestLog log) {
        database.jdbc()
                .sql("INSERT INTO generations (generation, fold_version, state) VALUES (2, ?, 'partial')")
                .param(Fold.VERSION)
                .update();
        log.rebuilder(database, 2).applyAll(REBUILD_BATCH);
    }

    /** Compares the two read models row by row. */
    private String digestOfBoth() {
        try (ProjectionComparison.Side live = side(1);
                ProjectionComparison.Side rebuilt = side(2)) {
            ProjectionComparison.Result result =
                    ProjectionComparison.of(live, rebuilt, PositionFilter.ALL, new ReplayProgress(Clock.systemUTC()));
            assertThat(result.drifted()).as("%s", seed).isEmpty();
            assertThat(result.rebuiltDigest()).as("%s", seed).isEqualTo(result.liveDigest());
            return result.liveDigest();
        }
    }

    private ProjectionComparison.Side side(int generation) {
        CanonicalRows rows = new CanonicalRows(database.jdbc());
        return new ProjectionComparison.Side(
                rows.summaries(generation, KeyFilter.ALL, true), rows.records(generation, KeyFilter.ALL, true));
    }

    /** Changes the rows of a book as no event did, and repairs its keys from the rebuilt read model. */
    private void spoil(ClientBook book) {
        List.of(
                        "UPDATE summaries SET fees = fees + 1, income = 7, local_currency = 'JPY', local_cost = 1,"
                                + " local_realised = 2",
                        "UPDATE activities SET tax = 3",
                        "UPDATE trades SET fee = 5, currency = 'JPY', fx_rate = 3",
                        "UPDATE checkpoints SET fees = 9",
                        "DELETE FROM activities")
                .forEach(sql -> database.jdbc()
                        .sql(sql + " WHERE client_id = ? AND portfolio_id = ? AND generation = 1")
                        .params(book.client().value(), book.portfolio().value())
                        .update());
        GenerationRows rows = new GenerationRows(database.jdbc());
        book.expected()
                .lines()
                .keySet()
                .forEach(key ->
                        database.transactions().executeWithoutResult(_ -> rows.replaceKey(2, 1, key, List.of())));
    }

    private long count(String table) {
        return database.jdbc()
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
