package io.trakkit.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.store.ledger.EventOutcomes.EventOutcome;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.Events;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventOutcomesTest {

    private final TestDatabase database = TestDatabase.create();
    private final SmallWorker worker = new SmallWorker(database);
    private final EventOutcomes eventOutcomes = new EventOutcomes(database.jdbc());
    private final Portfolio portfolio = Events.portfolio(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void oneQueryAnswersForAllAndLeavesOutTheUndecided() {
        TradeEvent.Created bought = Events.bought(portfolio, "bought", "MSFT");
        TradeEvent.Created oversold = Events.sold(portfolio, "oversold", "IBM");
        TradeEvent.Created refused = Events.bought(portfolio, "refused", "AAPL");
        TradeEvent.Created undecided = Events.bought(portfolio, "undecided", "AAPL");
        worker.apply(bought, Events.at(0));
        worker.apply(oversold, Events.at(1));
        worker.refuse(refused, Events.at(2), DeadLetterReason.UNKNOWN_PORTFOLIO, "No such portfolio");

        var found = eventOutcomes.find(
                List.of(question(undecided, 3), question(refused, 2), question(oversold, 1), question(bought, 0)));

        assertThat(found).hasSize(3);
        assertThat(found.get(question(bought, 0))).isInstanceOfSatisfying(EventOutcome.Accepted.class, outcome -> {
            assertThat(outcome.repeat()).isFalse();
            assertThat(outcome.booking().state()).isEqualTo(TradeState.APPLIED);
            assertThat(outcome.booking().booking()).isEqualTo(bought.trade());
        });
        assertThat(found.get(question(oversold, 1)))
                .isInstanceOfSatisfying(
                        EventOutcome.Accepted.class,
                        outcome -> assertThat(outcome.booking().state()).isEqualTo(TradeState.REJECTED));
        assertThat(found.get(question(refused, 2)))
                .isEqualTo(new EventOutcome.Refused(DeadLetterReason.UNKNOWN_PORTFOLIO, "No such portfolio"));
    }

    @Test
    void theSameTradeSaidAgainIsARepeat() {
        TradeEvent.Created first = Events.bought(portfolio, "a", "MSFT");
        TradeEvent.Created again = Events.bought(portfolio, "a", "MSFT");
        worker.apply(first, Events.at(0));
        worker.apply(again, Events.at(1));

        assertThat(outcome(again, 1))
                .isInstanceOfSatisfying(
                        EventOutcome.Accepted.class,
                        outcome -> assertThat(outcome.repeat()).isTrue());
    }

    @Test
    void theSameEventDeliveredAgainIsARepeat() {
        TradeEvent.Created event = Events.bought(portfolio, "a", "MSFT");
        worker.apply(event, Events.at(0));
        worker.skip(Events.at(1));

        assertThat(outcome(event, 1))
                .isInstanceOfSatisfying(
                        EventOutcome.Accepted.class,
                        outcome -> assertThat(outcome.repeat()).isTrue());
    }

    @Test
    void aRefusalBelongsToItsPlaceInTheLogAndNotToTheRefId() {
        TradeEvent.Created accepted = Events.bought(portfolio, "a", "MSFT");
        TradeEvent.Created conflicting = Events.bought(portfolio, "a", "IBM");
        worker.apply(accepted, Events.at(0));
        worker.refuse(conflicting, Events.at(1), DeadLetterReason.REF_ID_CONFLICT, "Taken");

        assertThat(outcome(accepted, 0)).isInstanceOf(EventOutcome.Accepted.class);
        assertThat(outcome(conflicting, 1))
                .isEqualTo(new EventOutcome.Refused(DeadLetterReason.REF_ID_CONFLICT, "Taken"));
    }

    @Test
    void anAmendmentIsAnsweredWithTheAmendedTrade() {
        TradeEvent.Created creation = Events.bought(portfolio, "a", "MSFT");
        TradeEvent.Amended amendment = Events.amended(creation, "25");
        worker.apply(creation, Events.at(0));
        worker.apply(amendment, Events.at(1));

        Question question = new Question(
                ClientId.DEFAULT, amendment.eventId(), creation.trade().refId(), Events.at(1));
        assertThat(eventOutcomes.find(List.of(question)).get(question))
                .isInstanceOfSatisfying(EventOutcome.Accepted.class, outcome -> {
                    assertThat(outcome.booking().version()).isEqualTo(2);
                    assertThat(outcome.repeat()).isFalse();
                });
    }

    @Test
    void anActivityIsAnsweredAsATradeIs() {
        TradeEvent.ActivityCreated dividend = Events.dividend(portfolio, "d", "MSFT", "0.75");
        worker.apply(Events.bought(portfolio, "a", "MSFT"), Events.at(0));
        worker.apply(dividend, Events.at(1));
        worker.apply(Events.deposit(portfolio, "c", "1000"), Events.at(2));

        Question question = new Question(
                ClientId.DEFAULT, dividend.eventId(), dividend.activity().refId(), Events.at(1));
        assertThat(eventOutcomes.find(List.of(question)).get(question))
                .isInstanceOfSatisfying(EventOutcome.Accepted.class, outcome -> {
                    assertThat(outcome.repeat()).isFalse();
                    assertThat(outcome.booking().booking()).isEqualTo(dividend.activity());
                    assertThat(outcome.booking().state()).isEqualTo(TradeState.APPLIED);
                });
    }

    private EventOutcome outcome(TradeEvent.Created event, long offset) {
        return Optional.ofNullable(
                        eventOutcomes.find(List.of(question(event, offset))).get(question(event, offset)))
                .orElseThrow();
    }

    private static Question question(TradeEvent.Created event, long offset) {
        return new Question(event.client(), event.eventId(), event.trade().refId(), Events.at(offset));
    }
}
