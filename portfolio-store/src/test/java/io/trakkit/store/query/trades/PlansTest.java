package io.trakkit.store.query.trades;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.query.Holdings;
import io.trakkit.store.query.PortfolioPages;
import io.trakkit.store.query.SummaryPages;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import io.trakkit.store.testing.Plan;
import io.trakkit.store.testing.PlanWatch;
import io.trakkit.store.testing.Population;
import io.trakkit.store.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs what the HTTP face runs on tables of 10⁵ rows, planned with and without a look at the parameters, and looks at how
 * PostgreSQL went about it.
 */
class PlansTest {

    /** For a page of 1,000 rows and the count up to 10,000, where a condition leaves out half of the rows. */
    private static final int ROWS_FOR_A_PAGE = 4 * Slice.COUNTED;

    private static final Set<String> LARGE = Set.of("portfolios", "events", "summaries", "trades", "dead_letters");
    private static final ClientId CLIENT = ClientId.DEFAULT;
    private static final Instant EARLY = Instant.parse("2020-01-02T00:00:00Z");
    private static final Instant LATE = Instant.parse("2020-03-20T00:00:00Z");
    private static final RefId REF_ID = new RefId("ref-60000");
    private static final Optional<UserId> USER = Optional.of(new UserId("user-1"));
    private static final LogPosition POSITION =
            new LogPartition(UUID.fromString("00000000-0000-4000-8000-000000000001"), 5).at(60_000);

    private static final TestDatabase DATABASE = TestDatabase.create();

    private static final List<Scope> SCOPES = List.of(
            new Scope(null, null, null),
            new Scope("user-1", null, null),
            new Scope("user-4", null, null),
            new Scope(null, 1L, null),
            new Scope(null, 7L, null),
            new Scope(null, 1L, "T1"),
            new Scope(null, 7L, "T8"),
            new Scope(null, null, "T8"),
            new Scope("user-1", 1L, "T1"));

    @BeforeAll
    static void fill() {
        Population.fill(DATABASE.jdbc());
        Population.analyse(DATABASE.jdbc());
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStatementReadsHardlyMoreThanItAnswers(boolean generic) {
        try (PlanWatch watch = PlanWatch.ofReader(DATABASE, generic)) {
            lists(watch.jdbc());
            listsOfTrades(watch.jdbc(), scope -> !scope.isWide());
            assertNone(watch.takePlans(), plan -> scansALargeTable(plan) || plan.rowsLookedAt() > ROWS_FOR_A_PAGE);
        }
    }

    /** Planned for their parameters only: for a third of all trades that is what PostgreSQL always does by itself. */
    @Test
    void whereVeryMuchIsWantedNoStatementReadsALargeTableFromEndToEnd() {
        try (PlanWatch watch = PlanWatch.ofReader(DATABASE, false)) {
            listsOfTrades(watch.jdbc(), Scope::isWide);
            assertNone(watch.takePlans(), PlansTest::scansALargeTable);
        }
    }

    @Test
    void thatAllTradesAreManyIsReadFromTheSummaries() {
        try (PlanWatch watch = PlanWatch.ofReader(DATABASE, true)) {
            TradePages pages = new TradePages(watch.jdbc());
            assertThat(lookedAtForThePageOfAll(pages, watch)).isLessThan(100);
        }
    }

    @Test
    void thatAllTradesAreManyIsBelievedForASecond() {
        AtomicLong nanoTime = new AtomicLong();
        try (PlanWatch watch = PlanWatch.ofReader(DATABASE, true)) {
            TradePages pages = new TradePages(watch.jdbc(), TradePages.MERGED_ROWS, nanoTime::get);
            long told = lookedAtForThePageOfAll(pages, watch);
            nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
            assertThat(lookedAtForThePageOfAll(pages, watch)).isLessThan(told);
            nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
            assertThat(lookedAtForThePageOfAll(pages, watch)).isEqualTo(told);
        }
    }

    private static long lookedAtForThePageOfAll(TradePages pages, PlanWatch watch) {
        TradeFilter all = new Scope(null, null, null).filter();
        Slice<AcceptedTrade> page = pages.page(CLIENT, all, TradeSort.EXECUTED_AT, Direction.DESCENDING, first());
        assertThat(page.total()).isEqualTo(Slice.COUNTED + 1);
        assertThat(page.rows()).isNotEmpty();
        List<Plan> plans = watch.takePlans();
        assertThat(plans).hasSize(1);
        return plans.getFirst().rowsLookedAt();
    }

    private static void assertNone(List<Plan> plans, Predicate<Plan> bad) {
        assertThat(plans.size()).isGreaterThan(50);
        List<String> found = plans.stream().filter(bad).map(Plan::text).toList();
        assertThat(found.size()).as(() -> found.getFirst()).isZero();
    }

    private static boolean scansALargeTable(Plan plan) {
        return !Collections.disjoint(plan.scannedTables(), LARGE);
    }

    private static void lists(JdbcClient jdbc) {
        portfolios(jdbc);
        summaries(jdbc);
        refusedTrades(jdbc);
        tradesOfAnIsin(jdbc);
        new KnownBookings(jdbc).find(BookingKind.TRADE, CLIENT, REF_ID);
        new KnownBookings(jdbc).find(BookingKind.TRADE, CLIENT, new RefId("refused-500"));
        new KnownBookings(jdbc).find(BookingKind.TRADE, CLIENT, new RefId("refused-500"), USER);
        for (Window<LogKey> window : windows(new LogKey(EARLY, POSITION))) {
            TradeHistories.ofTrades(jdbc).page(CLIENT, REF_ID, Optional.empty(), window);
            TradeHistories.ofTrades(jdbc).page(CLIENT, REF_ID, USER, window);
        }
        explanations(jdbc);
        new Holdings(jdbc).of(CLIENT, new PortfolioId(7));
    }

    /** The events of a page of a thousand trades, every fiftieth of them amended, and the refused trades of a position. */
    private static void explanations(JdbcClient jdbc) {
        RecordEvents events = new RecordEvents(jdbc);
        List<RefId> page = IntStream.rangeClosed(60_001, 61_000)
                .mapToObj(number -> new RefId("ref-" + number))
                .toList();
        assertThat(events.of(CLIENT, page, 20, Optional.empty())).hasSize(1_000);
        assertThat(events.of(CLIENT, page, 20, USER)).hasSize(1_000);
        assertThat(events.of(CLIENT, List.of(REF_ID), 20, Optional.empty())).hasSize(1);
        events.ofActions(CLIENT, page);
        List<RefusedTrade> refused = new ArrayList<>();
        new RefusedOfPosition(jdbc)
                .visit(
                        CLIENT,
                        new PortfolioId(1),
                        new Ticker("T1"),
                        Optional.empty(),
                        found -> refused.add(found.creation()));
        assertThat(refused).hasSize(240);
        refused.clear();
        new RefusedOfPosition(jdbc)
                .visit(CLIENT, new PortfolioId(1), new Ticker("T1"), USER, found -> refused.add(found.creation()));
        assertThat(refused).extracting(RefusedTrade::user).containsOnly(USER);
    }

    private static void portfolios(JdbcClient jdbc) {
        PortfolioPages portfolios = new PortfolioPages(jdbc);
        portfolios.find(CLIENT, new PortfolioId(7));
        for (Optional<UserId> user : either(new UserId("user-7"))) {
            for (Optional<PortfolioName> name : either(new PortfolioName("portfolio 1"))) {
                for (PortfolioPages.By by : PortfolioPages.By.values()) {
                    for (Direction direction : Direction.values()) {
                        for (Window<PortfolioPages.Key> window : windows(
                                new PortfolioPages.Key(new PortfolioName("portfolio 1"), new PortfolioId(1_000)))) {
                            portfolios.page(CLIENT, new PortfolioPages.Filter(user, name), by, direction, window);
                        }
                    }
                }
            }
        }
    }

    private static void summaries(JdbcClient jdbc) {
        SummaryPages summaries = new SummaryPages(jdbc);
        for (Optional<UserId> user : either(new UserId("user-4"))) {
            for (Optional<PortfolioId> portfolio : either(new PortfolioId(7))) {
                for (Optional<Ticker> ticker : either(new Ticker("T8"))) {
                    for (boolean closed : new boolean[] {false, true}) {
                        for (Window<SummaryPages.Key> window :
                                windows(new SummaryPages.Key(new Ticker("T20"), new PortfolioId(7)))) {
                            SummaryPages.Filter filter = new SummaryPages.Filter(user, portfolio, ticker, closed);
                            summaries.page(CLIENT, filter, Direction.ASCENDING, window);
                        }
                    }
                }
            }
        }
    }

    private static void listsOfTrades(JdbcClient jdbc, Predicate<Scope> which) {
        TradePages merged = new TradePages(jdbc);
        TradePages walked = new TradePages(jdbc, 0, System::nanoTime);
        for (Scope scope : SCOPES.stream().filter(which).toList()) {
            for (TradeSort by : TradeSort.values()) {
                for (Window<TradeSort.Key> window : windows(new TradeSort.Key(LATE, REF_ID))) {
                    merged.page(CLIENT, scope.filter(), by, Direction.DESCENDING, window);
                    if (scope.isWide()) {
                        walked.page(CLIENT, scope.filter(), by, Direction.ASCENDING, window);
                    }
                }
            }
            for (TradeFilter filter : scope.filters()) {
                TradeSort by =
                        filter.criteria().updatedSince().isPresent() ? TradeSort.UPDATED_AT : TradeSort.EXECUTED_AT;
                merged.page(CLIENT, filter, by, Direction.DESCENDING, first());
            }
        }
    }

    private static void tradesOfAnIsin(JdbcClient jdbc) {
        TradeFilter filter =
                new TradeFilter(BookingCriteria.ALL, Optional.of(new Isin("US5949181045")), Optional.empty());
        for (TradeSort by : TradeSort.values()) {
            new TradePages(jdbc).page(CLIENT, filter, by, Direction.DESCENDING, first());
        }
    }

    private static void refusedTrades(JdbcClient jdbc) {
        RefusedTrades refused = RefusedTrades.ofTrades(jdbc);
        for (Window<LogKey> window : windows(new LogKey(LATE, POSITION))) {
            for (Direction direction : Direction.values()) {
                refused.page(
                        CLIENT,
                        new RefusedTrades.Filter(
                                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        direction,
                        window);
                refused.page(
                        CLIENT,
                        new RefusedTrades.Filter(
                                Optional.of(new UserId("user-1")),
                                Optional.of(new PortfolioId(1)),
                                Optional.of(new Ticker("T1")),
                                Optional.of(EARLY)),
                        direction,
                        window);
            }
        }
    }

    /** Whose trades; null for anyone's. Of a wide scope so many rows may be wanted that a bound tells nothing. User 1, portfolio 1 and ticker T1 are where a third of all trades are. */
    private record Scope(
            @Nullable String user,
            @Nullable Long portfolio,
            @Nullable String ticker) {

        boolean isWide() {
            return "user-1".equals(user) || Long.valueOf(1).equals(portfolio);
        }

        TradeFilter filter() {
            return filter(null, null, null, null, null);
        }

        List<TradeFilter> filters() {
            return List.of(
                    filter(Side.SELL, null, null, null, null),
                    filter(null, TradeStatus.FAILED, null, null, null),
                    filter(null, TradeStatus.SUCCESS, TradeState.REJECTED, null, null),
                    filter(null, null, TradeState.APPLIED, null, null),
                    filter(null, null, null, EARLY, null),
                    filter(null, null, null, null, LATE));
        }

        private TradeFilter filter(
                @Nullable Side side,
                @Nullable TradeStatus status,
                @Nullable TradeState state,
                @Nullable Instant executedFrom,
                @Nullable Instant updatedSince) {
            return new TradeFilter(
                    new BookingCriteria(
                            Optional.ofNullable(user).map(UserId::new),
                            Optional.ofNullable(portfolio).map(PortfolioId::new),
                            Optional.ofNullable(ticker).map(Ticker::new),
                            Optional.ofNullable(status),
                            Optional.ofNullable(state),
                            Optional.ofNullable(executedFrom),
                            Optional.ofNullable(executedFrom).map(_ -> LATE),
                            Optional.ofNullable(updatedSince)),
                    Optional.empty(),
                    Optional.ofNullable(side));
        }
    }

    private static <T> List<Optional<T>> either(T value) {
        return List.of(Optional.empty(), Optional.of(value));
    }

    private static <K> Window<K> first() {
        return new Window<>(10, new Window.Start.Skipping<>(0));
    }

    private static <K> List<Window<K>> windows(K key) {
        return List.of(
                first(),
                new Window<>(1_000, new Window.Start.After<>(key)),
                new Window<>(10, new Window.Start.Before<>(key)));
    }
}
