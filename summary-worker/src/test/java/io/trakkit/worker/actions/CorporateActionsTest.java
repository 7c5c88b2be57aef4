package io.trakkit.worker.actions;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.query.HeldPortfolio;
import io.trakkit.store.query.Holdings;
import io.trakkit.store.query.PastHoldings;
import io.trakkit.store.query.WatchedPositions;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.CorporateActionCodec;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.WorkerProcess;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Corporate actions reach every key of their ticker, at any time of recording and through every fault. */
class CorporateActionsTest {

    private static final Ticker AMZN = new Ticker("AMZN");
    private static final CorporateActionCodec CODEC = new CorporateActionCodec();

    private final TestDatabase database = TestDatabase.create();

    CorporateActionsTest() {
        TestKafka.emptyTopics();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void aSplitCountsBeforeBetweenAndAfterTheTradesAndItsWithdrawalLeavesNoTrace() {
        portfolios(3);
        try (RunningWorker _ = RunningWorker.start(database)) {
            trade("before", 1, Side.BUY, "10", "100", "2026-06-01T10:00:00Z");
            trade("sold", 1, Side.SELL, "4", "60", "2026-06-03T10:00:00Z");
            awaitTrades(2);
            String plain = rowsOf(1);

            WatchedPositions watched = new WatchedPositions(database.jdbc());
            WatchedPositions.Applied before = watched.applied();

            CorporateAction split = split("s-1", "2", "1", "2026-06-02");
            publish(split);
            awaitHeld(1, "16");
            assertThat(watched.applied()).as("which streams look at").isNotEqualTo(before);
            assertThat(cost(1)).isEqualByComparingTo("800");

            // Opened after the action: no refold, the key reads it.
            trade("later", 2, Side.BUY, "5", "100", "2026-06-01T10:00:00Z");
            awaitHeld(2, "10");
            // Bought after the ex date: nothing to split.
            trade("new", 3, Side.BUY, "5", "100", "2026-06-02T00:00:00Z");
            awaitHeld(3, "5");

            publish(withdrawn(split, 2));
            awaitHeld(1, "6");
            awaitHeld(2, "5");
            assertThat(rowsOf(1)).isEqualTo(plain);
            assertThat(refolds()).isZero();
        }
    }

    @Test
    void aCorrectionMovesTheActionInTimeAndToAnotherTicker() {
        portfolios(1);
        try (RunningWorker _ = RunningWorker.start(database)) {
            trade("a", 1, Side.BUY, "10", "100", "2026-06-05T10:00:00Z");
            awaitTrades(1);
            publish(split("s-1", "3", "1", "2026-06-02"));
            awaitRecorded("s-1", 1);
            patiently().until(() -> refolds() == 0);
            assertThat(held(1)).isEqualByComparingTo("10");

            publish(corrected(split("s-1", "3", "1", "2026-06-07"), 2));
            awaitHeld(1, "30");

            CorporateAction elsewhere = split("s-1", "3", "1", "2026-06-07");
            publish(corrected(
                    new CorporateAction(
                            elsewhere.client(),
                            elsewhere.id(),
                            new Ticker("IBM"),
                            elsewhere.terms(),
                            elsewhere.exDate(),
                            elsewhere.effectiveAt(),
                            elsewhere.currency(),
                            elsewhere.rates(),
                            false,
                            1,
                            elsewhere.createdAt(),
                            elsewhere.updatedAt()),
                    3));
            awaitHeld(1, "10");
        }
    }

    /** A key is folded once for all of them, from the earliest on, whichever was requested first; of versions the last counts. */
    @Test
    void actionsThatAreRecordedTogetherAllCount() {
        portfolios(1);
        try (RunningWorker _ = RunningWorker.start(database)) {
            trade("a", 1, Side.BUY, "10", "100", "2026-06-01T10:00:00Z");
            trade("b", 1, Side.BUY, "1", "100", "2026-06-04T10:00:00Z");
            awaitTrades(2);
        }
        publish(split("s-1", "2", "1", "2026-06-05"));
        publish(split("s-2", "7", "1", "2026-06-02"));
        publish(split("s-3", "5", "1", "2026-06-03"));
        publish(corrected(split("s-2", "3", "1", "2026-06-02"), 2));
        try (RunningWorker _ = RunningWorker.start(database)) {
            awaitHeld(1, "302");
            patiently().until(() -> refolds() == 0);
            assertThat(held(1)).isEqualByComparingTo("302");
        }
    }

    @Test
    void noKeyThatIsOpenedMeanwhileMissesAnActionWithTwoWorkers() {
        int portfolios = 300;
        portfolios(portfolios);
        try (RunningWorker _ = RunningWorker.start(database);
                RunningWorker _ = RunningWorker.start(database)) {
            List<TradeEvent> trades = new ArrayList<>();
            for (int id = 1; id <= portfolios; id++) {
                trades.add(buy("t-" + id, id, "10", "100", "2026-06-01T10:00:00Z"));
            }
            for (int from = 0; from < portfolios; from += 50) {
                TestKafka.publish(trades.subList(from, from + 50));
                if (from == 100) {
                    publish(split("s-1", "2", "1", "2026-06-02"));
                }
            }
            awaitTrades(portfolios);
            patiently().until(() -> recorded("s-1") == 1 && refolds() == 0);
            assertThat(keysThatHold("20")).isEqualTo(portfolios);
        }
    }

    @Test
    void aRefoldIsGoneOnWithAfterItsWorkerWasKilled() {
        int portfolios = 350;
        portfolios(portfolios);
        try (WorkerProcess doomed = WorkerProcess.start(database)) {
            List<TradeEvent> trades = new ArrayList<>();
            for (int id = 1; id <= portfolios; id++) {
                trades.add(buy("t-" + id, id, "10", "100", "2026-06-01T10:00:00Z"));
            }
            TestKafka.publish(trades);
            awaitTrades(portfolios);
            lockedRow(250, () -> {
                publish(split("s-1", "2", "1", "2026-06-02"));
                patiently().until(() -> keysThatHold("20") == 200);
                doomed.kill();
            });
        }
        assertThat(refolds()).isEqualTo(1);

        try (RunningWorker _ = RunningWorker.start(database)) {
            patiently().until(() -> refolds() == 0);
            assertThat(keysThatHold("20")).isEqualTo(portfolios);
        }
    }

    @Test
    void readersSeeTheActionsThatAPositionIsFoldedWith() {
        int portfolios = 210;
        portfolios(portfolios);
        try (RunningWorker _ = RunningWorker.start(database)) {
            List<TradeEvent> trades = new ArrayList<>();
            for (int id = 1; id <= portfolios; id++) {
                trades.add(buy("t-" + id, id, "10", "100", "2026-06-01T10:00:00Z"));
            }
            TestKafka.publish(trades);
            awaitTrades(portfolios);
            CorporateAction split = split("s-1", "2", "1", "2026-06-02");
            lockedRow(201, () -> {
                publish(split);
                patiently().until(() -> keysThatHold("20") == 200);
                assertThat(splits(200)).isTrue();
                assertThat(splits(205)).isFalse();

                // A batch that comes before the refold takes the position from one side to the other.
                trade("late", 206, Side.BUY, "5", "100", "2026-06-03T10:00:00Z");
                awaitHeld(206, "25");
                assertThat(splits(206)).isTrue();
                assertThat(formerActions()).isZero();
            });
            patiently().until(() -> refolds() == 0);
            lockedRow(201, () -> {
                publish(withdrawn(split, 2));
                patiently().until(() -> keysThatHold("10") == 200);
                assertThat(splits(200)).isFalse();
                assertThat(splits(205)).isTrue();
                assertThat(formerActions()).isEqualTo(1);
            });
            patiently().until(() -> refolds() == 0);
            assertThat(splits(205)).isFalse();
            assertThat(held(206)).isEqualByComparingTo("15");
            patiently().until(() -> formerActions() == 0);
        }
    }

    @Test
    void anEmptyDatabaseReadsTheActionsFromTheirTopicBeforeAnyTrade() {
        try (RunningWorker _ = RunningWorker.start(database)) {
            TestKafka.publish(new Portfolio(
                    ClientId.DEFAULT,
                    new PortfolioId(1),
                    new UserId("u-1"),
                    new PortfolioName("Savings"),
                    Optional.empty(),
                    false,
                    Events.NOW,
                    Events.NOW));
            publish(dividend("d-1", "0.25", "2026-06-02"));
            publish(split("s-1", "2", "1", "2026-06-03"));
            trade("t-1", 1, Side.BUY, "10", "100", "2026-06-01T10:00:00Z");
            awaitHeld(1, "20");
            patiently().until(() -> recorded("d-1") == 1 && refolds() == 0);
            assertThat(income(1)).isEqualByComparingTo("2.5");
        }
        String before = everything();

        try (TestDatabase fresh = TestDatabase.create();
                RunningWorker _ = RunningWorker.start(fresh)) {
            patiently()
                    .untilAsserted(
                            () -> assertThat(new ReadModel(fresh).everything()).isEqualTo(before));
        }
    }

    /** While actions are recorded, batches wait: of 100 in one transaction, longer than a batch takes. */
    @Test
    void manyActionsAreRecordedAFewAtATime() {
        for (int i = 0; i < 100; i++) {
            publish(dividend("d-" + i, "0.25", "2026-06-02"));
        }
        try (RunningWorker _ = RunningWorker.start(database)) {
            patiently().until(() -> recorded("d-99") == 1);
            assertThat(database.jdbc()
                            .sql("SELECT count(DISTINCT xmin::text) FROM corporate_actions")
                            .query(Integer.class)
                            .single())
                    .isGreaterThanOrEqualTo(5);
        }
    }

    private void portfolios(int count) {
        for (int id = 1; id <= count; id++) {
            Events.insertPortfolio(database, id, "u-1");
        }
    }

    private static TradeEvent.Created buy(String refId, int portfolio, String volume, String price, String time) {
        return event(refId, portfolio, Side.BUY, volume, price, time);
    }

    private static void trade(String refId, int portfolio, Side side, String volume, String price, String time) {
        TestKafka.publish(event(refId, portfolio, side, volume, price, time));
    }

    private static TradeEvent.Created event(
            String refId, int portfolio, Side side, String volume, String price, String time) {
        Trade trade = new Trade(
                new RefId(refId),
                new UserId("u-1"),
                new PortfolioId(portfolio),
                side,
                SecurityType.STOCK,
                AMZN,
                Volume.of(volume),
                Price.of(price),
                TradeStatus.SUCCESS,
                Instant.parse(time));
        return new TradeEvent.Created(UUID.randomUUID(), ClientId.DEFAULT, Events.NOW, trade, false);
    }

    private static CorporateAction split(String id, String numerator, String denominator, String exDate) {
        return action(
                id,
                ActivityTerms.ofRatio(
                        ActivityType.SPLIT, new Ratio(new BigDecimal(numerator), new BigDecimal(denominator))),
                exDate);
    }

    private static CorporateAction dividend(String id, String perUnit, String exDate) {
        return action(id, ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal(perUnit)), exDate);
    }

    private static CorporateAction action(String id, ActivityTerms terms, String exDate) {
        LocalDate day = LocalDate.parse(exDate);
        return new CorporateAction(
                ClientId.DEFAULT,
                new RefId(id),
                AMZN,
                terms,
                Optional.of(day),
                CorporateAction.startOf(day),
                Optional.empty(),
                new TreeMap<>(),
                false,
                1,
                Events.NOW,
                Events.NOW);
    }

    private static CorporateAction withdrawn(CorporateAction action, long version) {
        return changed(action, true, version);
    }

    private static CorporateAction corrected(CorporateAction action, long version) {
        return changed(action, false, version);
    }

    private static CorporateAction changed(CorporateAction action, boolean withdrawn, long version) {
        return new CorporateAction(
                action.client(),
                action.id(),
                action.ticker(),
                action.terms(),
                action.exDate(),
                action.effectiveAt(),
                action.currency(),
                action.rates(),
                withdrawn,
                version,
                action.createdAt(),
                action.updatedAt());
    }

    private static void publish(CorporateAction action) {
        TestKafka.publish(new ProducerRecord<>(
                Topics.CORPORATE_ACTIONS, CODEC.key(action.client(), action.id()), CODEC.encode(action)));
    }

    private void awaitTrades(int count) {
        patiently().until(() -> new ReadModel(database).numberOfTrades() == count);
    }

    private void awaitHeld(int portfolio, String held) {
        patiently().untilAsserted(() -> assertThat(held(portfolio)).isEqualByComparingTo(held));
    }

    private void awaitRecorded(String id, long version) {
        patiently().until(() -> recorded(id) == version);
    }

    private BigDecimal held(int portfolio) {
        return number("held", portfolio);
    }

    private BigDecimal cost(int portfolio) {
        return number("cost", portfolio);
    }

    private BigDecimal income(int portfolio) {
        return number("income", portfolio);
    }

    private BigDecimal number(String column, int portfolio) {
        return database.jdbc()
                .sql("SELECT coalesce(max(" + column + "), -1) FROM summaries WHERE portfolio_id = ?")
                .param(portfolio)
                .query(BigDecimal.class)
                .single();
    }

    private int keysThatHold(String held) {
        return database.jdbc()
                .sql("SELECT count(*) FROM summaries WHERE held = ?")
                .param(new BigDecimal(held))
                .query(Integer.class)
                .single();
    }

    private long recorded(String id) {
        return database.jdbc()
                .sql("SELECT coalesce(max(version), 0) FROM corporate_actions WHERE action_id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    /** Whether a position has a split: past answers, present ones and streams see the same, with the units that belong to it. */
    private boolean splits(int portfolio) {
        PortfolioId id = new PortfolioId(portfolio);
        boolean past =
                new PastHoldings(database.jdbc()).splits(ClientId.DEFAULT, id).containsKey(AMZN);
        HeldPortfolio present =
                new Holdings(database.jdbc()).of(ClientId.DEFAULT, id).orElseThrow();
        WatchedPositions.PortfolioKey key = new WatchedPositions.PortfolioKey(ClientId.DEFAULT, id);
        SortedMap<Ticker, WatchedPositions.Watched> positions = Objects.requireNonNull(
                new WatchedPositions(database.jdbc()).positions(List.of(key)).get(key));
        WatchedPositions.Watched followed = Objects.requireNonNull(positions.get(AMZN));
        assertThat(present.splits().containsKey(AMZN)).as("returns").isEqualTo(past);
        assertThat(!followed.splits().equals(Splits.NONE)).as("streams").isEqualTo(past);
        assertThat(followed.held()).isEqualTo(present.positions().get(AMZN));
        assertThat(followed.held().position().held().compareTo(BigDecimal.valueOf(20)) >= 0)
                .as("units of %s", followed)
                .isEqualTo(past);
        return past;
    }

    private int formerActions() {
        return database.jdbc()
                .sql("SELECT count(*) FROM former_corporate_actions")
                .query(Integer.class)
                .single();
    }

    private int refolds() {
        return database.jdbc()
                .sql("SELECT count(*) FROM refolds")
                .query(Integer.class)
                .single();
    }

    private String everything() {
        return new ReadModel(database).everything();
    }

    private String rowsOf(int portfolio) {
        return String.join(
                "\n",
                database.jdbc()
                        .sql("""
                                SELECT (to_jsonb(s) - 'refolds' - 'action_change')::text FROM summaries s WHERE portfolio_id = :portfolio
                                UNION ALL SELECT t::text FROM trades t WHERE portfolio_id = :portfolio
                                UNION ALL SELECT c::text FROM checkpoints c WHERE portfolio_id = :portfolio
                                ORDER BY 1
                                """)
                        .param("portfolio", portfolio)
                        .query(String.class)
                        .list());
    }

    /** Holds the row of a position locked meanwhile, so that a refold stops there. */
    private void lockedRow(int portfolio, Runnable meanwhile) {
        database.transactions().executeWithoutResult(_ -> {
            database.jdbc()
                    .sql("SELECT held FROM summaries WHERE portfolio_id = ? FOR UPDATE")
                    .param(portfolio)
                    .query(BigDecimal.class)
                    .single();
            meanwhile.run();
        });
    }
}
