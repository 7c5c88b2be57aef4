package io.trakkit.store.query.trades;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.log.Events;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnownTradesTest {

    private final TestDatabase database = TestDatabase.create();
    private final SmallWorker worker = new SmallWorker(database);
    private final KnownTrades knownTrades = new KnownTrades(database.jdbc());
    private final Portfolio portfolio = new Portfolios(database.jdbc())
            .insert(
                    ClientId.DEFAULT,
                    new UserId("ada"),
                    new PortfolioName("Savings"),
                    Optional.empty(),
                    false,
                    Events.TIME)
            .orElseThrow();
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

        assertThat(find("a").orElseThrow()).isInstanceOfSatisfying(KnownTrade.Accepted.class, known -> {
            assertThat(known.trade().trade().volume()).isEqualTo(Volume.of("25"));
            assertThat(known.trade().version()).isEqualTo(2);
            assertThat(known.trade().fingerprint()).isEqualTo(creation.fingerprint());
        });
    }

    @Test
    void aRefusedCreationIsFoundWithItsReason() {
        worker.refuse(creation, Events.at(3), DeadLetterReason.UNKNOWN_PORTFOLIO, "No such portfolio");

        assertThat(find("a").orElseThrow()).isInstanceOfSatisfying(KnownTrade.Refused.class, known -> {
            assertThat(known.trade().origin()).isEqualTo(Events.at(3));
            assertThat(known.trade().reason()).isEqualTo(DeadLetterReason.UNKNOWN_PORTFOLIO);
            assertThat(known.trade().detail()).isEqualTo("No such portfolio");
        });
    }

    @Test
    void aTradeIsNotHiddenByALaterConflictAboutItsRefId() {
        worker.apply(creation, Events.at(0));
        worker.refuse(Events.bought(portfolio, "a", "IBM"), Events.at(1), DeadLetterReason.REF_ID_CONFLICT, "Taken");

        assertThat(find("a").orElseThrow()).isInstanceOf(KnownTrade.Accepted.class);
    }

    @Test
    void aRefusedAmendmentIsNoRefusalOfTheTrade() {
        worker.refuse(Events.amended(creation, "25"), Events.at(0), DeadLetterReason.UNKNOWN_TRADE, "No such trade");

        assertThat(find("a")).isEmpty();
    }

    private Optional<KnownTrade> find(String refId) {
        return knownTrades.find(ClientId.DEFAULT, new RefId(refId));
    }
}
