package io.trakkit.store.query.trades;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.Events;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VisibleRefusalsTest {

    private static final RefId REF_ID = new RefId("a");
    private static final Optional<UserId> ADA = Optional.of(new UserId("ada"));
    private static final Optional<UserId> BOB = Optional.of(new UserId("bob"));
    private static final Optional<UserId> ALL = Optional.empty();

    private final TestDatabase database = TestDatabase.create();
    private final SmallWorker worker = new SmallWorker(database);
    private final TradeEvent.Created adas = Events.bought(portfolioOf(ADA), "a", "MSFT");
    private final TradeEvent.Created bobs = Events.bought(portfolioOf(BOB), "a", "MSFT");

    @AfterEach
    void close() {
        database.close();
    }

    private Portfolio portfolioOf(Optional<UserId> user) {
        return new Portfolios(database.jdbc())
                .insert(
                        ClientId.DEFAULT,
                        user.orElseThrow(),
                        new PortfolioName("Savings"),
                        Optional.empty(),
                        false,
                        Events.TIME)
                .orElseThrow();
    }

    @Test
    void aHistoryHasTheRefusedEventsOfTheUserAlone() {
        worker.apply(adas, Events.at(0));
        worker.refuse(bobs, Events.at(1), DeadLetterReason.REF_ID_CONFLICT, "Taken");
        worker.refuse(Events.amended(adas, "25"), Events.at(2), DeadLetterReason.VERSION_CONFLICT, "Not version 1");
        worker.refuse(Events.amended(bobs, "77"), Events.at(3), DeadLetterReason.UNKNOWN_TRADE, "No such trade");

        assertThat(history(ADA)).containsExactly(0L, 2L);
        assertThat(history(ALL)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(eventsOfTheRecord(ADA)).containsExactly(0L, 2L);
        assertThat(eventsOfTheRecord(ALL)).containsExactly(0L, 2L, 3L);
    }

    @Test
    void aRefusedCreationHidesNoneOfAnotherUser() {
        worker.refuse(adas, Events.at(0), DeadLetterReason.INTERNAL_ERROR, "First");
        worker.refuse(bobs, Events.at(1), DeadLetterReason.INTERNAL_ERROR, "Second");

        assertThat(refused(ADA)).contains(0L);
        assertThat(refused(BOB)).contains(1L);
        assertThat(refused(ALL)).contains(1L);
        assertThat(refused(Optional.of(new UserId("eve")))).isEmpty();
        assertThat(history(ADA)).containsExactly(0L);
        assertThat(history(BOB)).containsExactly(1L);
        assertThat(listed(ADA)).containsExactly(0L);
        assertThat(listed(BOB)).containsExactly(1L);
        assertThat(listed(ALL)).containsExactly(1L);
    }

    @Test
    void ofAPositionOnlyTheRefusedCreationsThatNameTheUserAreVisited() {
        worker.refuse(adas, Events.at(0), DeadLetterReason.INTERNAL_ERROR, "Hers");
        worker.refuse(inAdasPortfolio(bobs), Events.at(1), DeadLetterReason.FOREIGN_PORTFOLIO, "Not his portfolio");

        assertThat(visited(ADA)).containsExactly(0L);
        assertThat(visited(ALL)).containsExactlyInAnyOrder(0L, 1L);
    }

    private TradeEvent.Created inAdasPortfolio(TradeEvent.Created creation) {
        Trade trade = creation.trade();
        return new TradeEvent.Created(
                creation.eventId(),
                creation.client(),
                creation.occurredAt(),
                new Trade(
                        trade.refId(),
                        trade.user(),
                        adas.trade().portfolio(),
                        trade.side(),
                        trade.securityType(),
                        trade.ticker(),
                        trade.volume(),
                        trade.price(),
                        trade.status(),
                        trade.executedAt()),
                true);
    }

    private List<Long> history(Optional<UserId> user) {
        Slice<HistoryEntry> page = TradeHistories.ofTrades(database.jdbc())
                .page(ClientId.DEFAULT, REF_ID, user, new Window<>(10, new Window.Start.Skipping<>(0)));
        assertThat(page.total()).isEqualTo(page.rows().size());
        return offsets(page.rows());
    }

    private List<Long> eventsOfTheRecord(Optional<UserId> user) {
        RecordEvents.Events found = new RecordEvents(database.jdbc())
                .of(ClientId.DEFAULT, List.of(REF_ID), 20, user)
                .getOrDefault(REF_ID, RecordEvents.Events.NONE);
        assertThat(found.count()).isEqualTo(found.entries().size());
        return offsets(found.entries());
    }

    private static List<Long> offsets(List<HistoryEntry> entries) {
        return entries.stream().map(entry -> entry.origin().offset()).toList();
    }

    private Optional<Long> refused(Optional<UserId> user) {
        return new KnownBookings(database.jdbc())
                .find(BookingKind.TRADE, ClientId.DEFAULT, REF_ID, user)
                .map(found -> ((KnownBooking.Refused) found).creation().origin().offset());
    }

    private List<Long> listed(Optional<UserId> user) {
        RefusedTrades.Filter filter =
                new RefusedTrades.Filter(user, Optional.empty(), Optional.empty(), Optional.empty());
        return RefusedTrades.ofTrades(database.jdbc())
                .page(ClientId.DEFAULT, filter, Direction.DESCENDING, new Window<>(10, new Window.Start.Skipping<>(0)))
                .rows()
                .stream()
                .map(creation -> creation.origin().offset())
                .toList();
    }

    private List<Long> visited(Optional<UserId> user) {
        List<Long> visited = new ArrayList<>();
        new RefusedOfPosition(database.jdbc())
                .visit(
                        ClientId.DEFAULT,
                        adas.trade().portfolio(),
                        new Ticker("MSFT"),
                        user,
                        found -> visited.add(found.creation().origin().offset()));
        return visited;
    }
}
