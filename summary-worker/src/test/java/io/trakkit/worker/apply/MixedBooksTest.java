package io.trakkit.worker.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.testing.LegalOrders;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.update.Accepted;
import io.trakkit.domain.update.PositionUpdate;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
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
import io.trakkit.worker.testing.Events;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Books with every kind of record, in several currencies, with shorts and without, and corporate actions that are recorded,
 * corrected and withdrawn meanwhile: the tables say what one fold of all events of a key with the actions of the end says, in any
 * legal order, any batches, after crashes, repeats and a rebuild.
 */
class MixedBooksTest {

    private static final UserId USER = new UserId("u-1");
    private static final List<PositionKey> KEYS =
            List.of(key(1, "AAPL"), key(1, "IBM"), key(2, "AAPL"), key(3, "^BSESN"));
    private static final List<Ticker> TICKERS =
            KEYS.stream().map(PositionKey::ticker).distinct().toList();
    private static final Map<PortfolioId, BookRules> RULES = Map.of(
            new PortfolioId(1), new BookRules(new CurrencyCode("USD"), false),
            new PortfolioId(2), new BookRules(new CurrencyCode("EUR"), true),
            new PortfolioId(3), new BookRules(new CurrencyCode("CHF"), true));

    private final Seed seed = Seed.ofThisRun();
    private final TestDatabase database = TestDatabase.create();

    MixedBooksTest() {
        RULES.forEach((portfolio, rules) -> {
            Events.insertPortfolio(database, portfolio.value(), USER.value());
            database.jdbc()
                    .sql("UPDATE portfolios SET currency = ?, allow_short = ? WHERE portfolio_id = ?")
                    .params(rules.currency().value(), rules.allowShort(), portfolio.value())
                    .update();
        });
        // As portfolios of an earlier version: the currency is that of the client, which is USD.
        database.jdbc()
                .sql("UPDATE portfolios SET currency = NULL WHERE portfolio_id = 1")
                .update();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void theTablesSayWhatOneFoldSaysInAnyOrder() {
        for (int i = 0; i < 24; i++) {
            Seed ofBook = seed.plus(i);
            RandomGenerator random = ofBook.random();
            List<TradeEvent> events = RandomRecords.events(random, USER, KEYS, 1 + random.nextInt(300));
            List<CorporateAction> actions = RandomActions.of(random, TICKERS, random.nextInt(30));

            List<String> inOrder = converges(ofBook, events, actions, random);
            List<String> shuffled = converges(ofBook, LegalOrders.shuffled(events, random), actions, random);

            assertThat(shuffled).as("%s, shuffled", ofBook).isEqualTo(inOrder);
        }
    }

    /** With checkpoints among trades and activities. */
    @Test
    void aLongBookIsRefoldedFromItsCheckpoints() {
        RandomGenerator random = seed.random();
        List<TradeEvent> events = RandomRecords.events(random, USER, KEYS.subList(0, 1), 2_000);
        List<CorporateAction> actions = RandomActions.of(random, TICKERS.subList(0, 1), 40);

        List<String> inOrder = converges(seed, events, actions, random);
        List<String> shuffled = converges(seed, LegalOrders.shuffled(events, random), actions, random);

        assertThat(shuffled).as("%s", seed).isEqualTo(inOrder);
        assertThat(count("checkpoints")).as("%s", seed).isGreaterThan(2);
        assertThat(count("activities")).as("%s", seed).isGreaterThan(200);
    }

    /** Applies a log to empty tables in every way. Returns the lines of all rows. */
    private List<String> converges(
            Seed ofBook, List<TradeEvent> events, List<CorporateAction> actions, RandomGenerator random) {
        empty();
        TestLog log = new TestLog().append(events.toArray(TradeEvent[]::new));
        applyWithCrashes(log, new ArrayDeque<>(actions), random);
        Reference expected = Reference.of(events, inTheEnd(actions));

        expected.summaries().forEach((key, summary) -> {
            Summary stored = lock(key);
            assertThat(stored.folded().position())
                    .as("%s %s", ofBook, key)
                    .isEqualTo(summary.folded().position());
            assertThat(stored.folded().lastTrade())
                    .as("%s %s", ofBook, key)
                    .isEqualTo(summary.folded().lastTrade());
            assertThat(stored).as("%s %s", ofBook, key).isEqualTo(summary);
        });
        assertThat(stored(expected.records().keySet())).as("%s", ofBook).isEqualTo(expected.records());
        assertThat(count("trades") + count("activities"))
                .as("%s", ofBook)
                .isEqualTo(expected.records().size());

        List<String> lines = lines(1);
        log.worker(database).applyAll();
        assertThat(lines(1)).as("%s, delivered twice", ofBook).isEqualTo(lines);

        rebuild(log, random);
        assertThat(lines(2)).as("%s, rebuilt", ofBook).isEqualTo(lines);

        spoil();
        repair(expected.summaries().keySet());
        assertThat(lines(1)).as("%s, repaired", ofBook).isEqualTo(lines);
        return lines;
    }

    /**
     * Applies the log in batches; now and then a worker dies, and the next one begins some records before. Actions are recorded
     * anywhere in between, and keys are folded again at once or some batches later.
     */
    private void applyWithCrashes(TestLog log, Deque<CorporateAction> actions, RandomGenerator random) {
        TestLog.Worker worker = log.worker(database);
        int next = 0;
        while (next < log.records().size()) {
            record(actions, random.nextInt(3));
            if (random.nextBoolean()) {
                refold();
            }
            int end = Math.min(log.records().size(), next + 1 + random.nextInt(random.nextBoolean() ? 10 : 120));
            worker.apply(log.records().subList(next, end));
            next = end;
            if (random.nextInt(4) == 0) {
                worker = log.worker(database);
                next = 0;
                worker.apply(log.records().subList(next, end));
                next = end;
            }
        }
        record(actions, actions.size());
        refold();
    }

    /** Some of the next actions in one transaction, and the last of them once more. */
    private void record(Deque<CorporateAction> actions, int count) {
        RecordedActions recorded = new RecordedActions(database.jdbc());
        List<CorporateAction> some = new ArrayList<>();
        while (some.size() < count && !actions.isEmpty()) {
            some.add(actions.remove());
        }
        if (!some.isEmpty()) {
            database.transactions().executeWithoutResult(_ -> recorded.record(some));
            database.transactions().executeWithoutResult(_ -> recorded.record(List.of(some.getLast())));
        }
    }

    private void refold() {
        new RefoldRunner(() -> {}, database.jdbc(), database.transactions(), Duration.ofMinutes(2), () -> true).run();
        assertThat(rowsOf("refolds")).isZero();
    }

    /** The last version of each action. */
    private static List<CorporateAction> inTheEnd(List<CorporateAction> actions) {
        Map<RefId, CorporateAction> last = new HashMap<>();
        actions.forEach(action -> last.put(action.id(), action));
        return List.copyOf(last.values());
    }

    private void rebuild(TestLog log, RandomGenerator random) {
        database.jdbc()
                .sql(
                        "INSERT INTO generations (generation, fold_version, state) VALUES (2, ?, 'partial') ON CONFLICT DO NOTHING")
                .param(Fold.VERSION)
                .update();
        log.rebuilder(database, 2).applyAll(1 + random.nextInt(200));
    }

    /** Changes rows as no event did. */
    private void spoil() {
        List.of(
                        "UPDATE summaries SET fees = fees + 1, income = 7, local_currency = 'JPY', local_cost = 1,"
                                + " local_realised = 2 WHERE generation = 1",
                        "UPDATE activities SET total = 12, tax = 3 WHERE generation = 1",
                        "UPDATE trades SET fee = 5, currency = 'JPY', fx_rate = 3 WHERE generation = 1",
                        "UPDATE checkpoints SET fees = 9 WHERE generation = 1",
                        "DELETE FROM activities WHERE generation = 1 AND ref_id LIKE '%3'")
                .forEach(sql -> database.jdbc().sql(sql).update());
    }

    private void repair(Set<PositionKey> keys) {
        GenerationRows rows = new GenerationRows(database.jdbc());
        keys.forEach(key -> database.transactions().executeWithoutResult(_ -> rows.replaceKey(2, 1, key, List.of())));
    }

    private Summary lock(PositionKey key) {
        return new Summaries(database.jdbc())
                .lock(1, new TreeSet<>(List.of(key)))
                .getFirst()
                .summary();
    }

    private Map<RefId, Accepted> stored(Set<RefId> refIds) {
        List<RefKey> keys = refIds.stream()
                .map(refId -> new RefKey(ClientId.DEFAULT, refId))
                .toList();
        Map<RefId, Accepted> stored = new HashMap<>();
        new Trades(database.jdbc()).find(1, keys).forEach(trade -> stored.put(trade.refId(), trade));
        new Activities(database.jdbc()).find(1, keys).forEach(activity -> stored.put(activity.refId(), activity));
        return stored;
    }

    private List<String> lines(int generation) {
        CanonicalRows rows = new CanonicalRows(database.jdbc());
        List<String> lines = new ArrayList<>();
        try (Stream<CanonicalRows.SummaryRow> summaries = rows.summaries(generation, KeyFilter.ALL, true);
                Stream<CanonicalRows.RecordRow> records = rows.records(generation, KeyFilter.ALL, true)) {
            summaries.forEachOrdered(row -> lines.add(row.key() + ": " + row.line()));
            records.forEachOrdered(row -> lines.add(row.key() + " " + row.tradeOrder() + ": " + row.line()));
        }
        return lines;
    }

    private int count(String table) {
        return rowsOf(table + " WHERE generation = 1");
    }

    private int rowsOf(String table) {
        return database.jdbc()
                .sql("SELECT count(*) FROM " + table)
                .query(Integer.class)
                .single();
    }

    private void empty() {
        database.jdbc()
                .sql("TRUNCATE summaries, trades, activities, checkpoints, events, dead_letters, progress,"
                        + " corporate_actions, former_corporate_actions, refolds")
                .update();
    }

    /** The records of all keys after each event is accepted or refused in the order of the log, folded once. */
    private record Reference(SortedMap<PositionKey, Summary> summaries, Map<RefId, Accepted> records) {

        static Reference of(List<TradeEvent> log, List<CorporateAction> actions) {
            Set<UUID> accepted = new HashSet<>();
            Set<RefId> created = new HashSet<>();
            Map<PositionKey, PositionUpdate> updates = new TreeMap<>();
            for (TradeEvent event : log) {
                boolean isTaken = event.booking().isPresent()
                        && created.contains(event.subject().orElseThrow());
                if (accepted.contains(event.eventId()) || isTaken) {
                    continue;
                }
                PositionUpdate update = updates.computeIfAbsent(
                        event.key(),
                        key -> new PositionUpdate(Summary.empty(key), rules(key), folded(actions, key), List.of()));
                if (update.accept(event) instanceof PositionUpdate.Acceptance.Accepted) {
                    accepted.add(event.eventId());
                    event.booking().ifPresent(booking -> created.add(booking.refId()));
                }
            }
            SortedMap<PositionKey, Summary> summaries = new TreeMap<>();
            Map<RefId, Accepted> records = new HashMap<>();
            updates.forEach((key, update) -> {
                Summary summary = update.fold(Checkpoint.START, Collections.emptyIterator(), NOTHING);
                if (summary.version() > 0) {
                    summaries.put(key, summary);
                }
                update.createdTrades().forEach(trade -> records.put(trade.refId(), trade));
                update.createdActivities().forEach(activity -> records.put(activity.refId(), activity));
            });
            return new Reference(summaries, records);
        }

        private static List<FoldedActivity> folded(List<CorporateAction> actions, PositionKey key) {
            BookRules rules = rules(key);
            return actions.stream()
                    .filter(action -> action.ticker().equals(key.ticker()) && action.countsIn(rules.currency()))
                    .sorted(Comparator.comparing(CorporateAction::tradeOrder))
                    .map(action -> FoldedActivity.of(action, rules))
                    .toList();
        }

        private static BookRules rules(PositionKey key) {
            BookRules rules = RULES.get(key.portfolio());
            if (rules == null) {
                throw new IllegalArgumentException("No rules of " + key);
            }
            return rules;
        }
    }

    private static final Fold.Listener NOTHING = new Fold.Listener() {
        @Override
        public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {
            throw new IllegalStateException("No record is stored: " + foldedRecord);
        }

        @Override
        public void checkpoint(Checkpoint checkpoint) {
            // One fold needs none.
        }
    };

    private static PositionKey key(long portfolio, String ticker) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(portfolio), new Ticker(ticker));
    }
}
