package io.trakkit.store.query.trades;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.log.Events;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnownBookingsTest {

    private final TestDatabase database = TestDatabase.create();
    private final SmallWorker worker = new SmallWorker(database);
    private final KnownBookings knownBookings = new KnownBookings(database.jdbc());
    private final Portfolio portfolio = Events.portfolio(database);
    private final TradeEvent.Created creation = Events.bought(portfolio, "a", "MSFT");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothingIsKnownOfATradeBeforeItsOutcome() {
        assertThat(find("a")).isEmpty();
    }

    @Test
    void aTradeIsFoundWithItsAmendments() {
        worker.apply(creation, Events.at(0));
        worker.apply(Events.amended(creation, "25"), Events.at(1));

        assertThat(find("a").orElseThrow()).isInstanceOfSatisfying(KnownBooking.Stored.class, known -> {
            assertThat(((Trade) known.booking().booking()).volume()).isEqualTo(Volume.of("25"));
            assertThat(known.booking().version()).isEqualTo(2);
            assertThat(known.booking().fingerprint()).isEqualTo(creation.fingerprint());
        });
    }

    @Test
    void aRefusedCreationIsFoundWithItsReason() {
        worker.refuse(creation, Events.at(3), DeadLetterReason.UNKNOWN_PORTFOLIO, "No such portfolio");

        assertThat(find("a").orElseThrow()).isInstanceOfSatisfying(KnownBooking.Refused.class, known -> {
            assertThat(known.creation().origin()).isEqualTo(Events.at(3));
            assertThat(known.creation().reason()).isEqualTo(DeadLetterReason.UNKNOWN_PORTFOLIO);
            assertThat(known.creation().detail()).isEqualTo("No such portfolio");
        });
    }

    @Test
    void aTradeIsNotHiddenByALaterConflictAboutItsRefId() {
        worker.apply(creation, Events.at(0));
        worker.refuse(Events.bought(portfolio, "a", "IBM"), Events.at(1), DeadLetterReason.REF_ID_CONFLICT, "Taken");

        assertThat(find("a").orElseThrow()).isInstanceOf(KnownBooking.Stored.class);
    }

    @Test
    void aRefusedAmendmentIsNoRefusalOfTheTrade() {
        worker.refuse(Events.amended(creation, "25"), Events.at(0), DeadLetterReason.UNKNOWN_TRADE, "No such trade");

        assertThat(find("a")).isEmpty();
    }

    private Optional<KnownBooking> find(String refId) {
        return knownBookings.find(BookingKind.TRADE, ClientId.DEFAULT, new RefId(refId));
    }
}
