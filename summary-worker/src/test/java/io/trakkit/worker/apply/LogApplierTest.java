package io.trakkit.worker.apply;

import static io.trakkit.worker.testing.Events.amend;
import static io.trakkit.worker.testing.Events.buy;
import static io.trakkit.worker.testing.Events.fail;
import static io.trakkit.worker.testing.Events.sell;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.worker.testing.Events;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogApplierTest {

    private final TestDatabase database = TestDatabase.create();
    private final TestLog log = new TestLog();
    private final TestLog.Worker worker = log.worker(database);

    @BeforeEach
    void insertPortfolio() {
        Events.insertPortfolio(database);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void tradesInOrderMakeUpTheSummary() {
        log.append(
                buy("b1", "AMZN", "10", "100", "09:00:00"),
                buy("b2", "AMZN", "10", "200", "10:00:00"),
                sell("s1", "AMZN", "5", "180", "11:00:00"));

        assertThat(worker.applyAll()).isEqualTo(result(3, 0));

        assertThat(summary("AMZN")).isEqualTo("held 15 cost 2250 realised 150 version 3");
        assertThat(states()).containsExactly("b1 applied 1", "b2 applied 1", "s1 applied 1");
    }

    @Test
    void anEventAndItsTradeHaveTheSameFingerprint() {
        TradeEvent bought = buy("b1", "AMZN", "10", "100", "09:00:00");
        TradeEvent sold = sell("s1", "AMZN", "5", "180", "11:00:00");
        log.append(bought, sold);

        worker.applyAll();

        String ofEach = "b1 " + bought.fingerprint().value() + ", s1 "
                + sold.fingerprint().value();
        assertThat(fingerprints("events")).isEqualTo(ofEach);
        assertThat(fingerprints("trades")).isEqualTo(ofEach);
    }

    private String fingerprints(String table) {
        return database.jdbc()
                .sql("SELECT string_agg(ref_id || ' ' || fingerprint, ', ' ORDER BY ref_id) FROM " + table)
                .query(String.class)
                .single();
    }

    @Test
    void lateBuyTurnsARejectedSellIntoAnAppliedOne() {
        log.append(sell("s1", "AMZN", "5", "180", "11:00:00"));
        worker.applyAll();
        assertThat(states()).containsExactly("s1 rejected 1");

        log.append(buy("b1", "AMZN", "10", "100", "09:00:00"));
        worker.applyAll();

        assertThat(states()).containsExactly("b1 applied 1", "s1 applied 1");
        assertThat(summary("AMZN")).isEqualTo("held 5 cost 500 realised 400 version 2");
    }

    @Test
    void failingTheFirstOfManyTradesRefoldsAllAfterIt() {
        TradeEvent.Created first = buy("b1", "AMZN", "10", "100", "09:00:00");
        log.append(first, buy("b2", "AMZN", "10", "200", "10:00:00"), sell("s1", "AMZN", "15", "180", "11:00:00"));
        worker.applyAll();
        assertThat(summary("AMZN")).isEqualTo("held 5 cost 750 realised 450 version 3");

        log.append(fail(first));
        worker.applyAll();

        assertThat(states()).containsExactly("b1 failed 2", "b2 applied 1", "s1 rejected 1");
        assertThat(summary("AMZN")).isEqualTo("held 10 cost 2000 realised 0 version 4");
    }

    @Test
    void whatWasAppliedBeforeIsARepeat() {
        log.append(buy("b1", "AMZN", "10", "100", "09:00:00"), buy("b2", "IBM", "1", "1", "09:00:00"));

        worker.applyAll();

        assertThat(worker.applyAll()).isEqualTo(result(0, 2));
        assertThat(summary("AMZN")).isEqualTo("held 10 cost 1000 realised 0 version 1");
    }

    @Test
    void theSameContentUnderTheSameRefIdIsARepeatAndOtherContentAConflict() {
        log.append(
                buy("b1", "AMZN", "10", "100", "09:00:00"),
                buy("b1", "AMZN", "10.0", "100.00", "09:00:00"),
                buy("b1", "AMZN", "11", "100", "09:00:00"),
                buy("b1", "IBM", "10", "100", "09:00:00"));

        assertThat(worker.applyAll())
                .isEqualTo(result(1, 1, DeadLetterReason.REF_ID_CONFLICT, DeadLetterReason.REF_ID_CONFLICT));

        assertThat(summary("AMZN")).isEqualTo("held 10 cost 1000 realised 0 version 1");
    }

    /** Who sent the second one may be bound to its user. */
    @Test
    void aConflictWithATradeOfAnotherUserSaysNothingOfThatTrade() {
        Events.insertPortfolio(database, 2, "u-2");
        TradeEvent.Created first = buy("b1", "AMZN", "10", "100", "09:00:00");
        Trade trade = first.trade();
        Trade ofAnother = new Trade(
                trade.refId(),
                new UserId("u-2"),
                new PortfolioId(2),
                trade.side(),
                trade.securityType(),
                trade.ticker(),
                trade.volume(),
                trade.price(),
                trade.status(),
                trade.executedAt());
        log.append(first);
        assertThat(worker.applyAll()).isEqualTo(result(1, 0));

        log.append(new TradeEvent.Created(UUID.randomUUID(), first.client(), first.occurredAt(), ofAnother, false));
        assertThat(worker.applyAll()).isEqualTo(result(0, 1, DeadLetterReason.REF_ID_CONFLICT));

        assertThat(details())
                .containsExactly("ref_id b1 already belongs to a record of another user; send another ref_id");
    }

    /** One caller left the rate out, and 0.9 was looked up; whoever gives it says the same. */
    @Test
    void aRateThatWasLookedUpForOneAndGivenByTheOtherIsTheSameContent() {
        log.append(
                inEuros("b1", "0.9", true),
                inEuros("b1", "0.95", true),
                inEuros("b1", "0.90", false),
                inEuros("b1", "0.95", false),
                inEuros("b2", "0.9", false),
                inEuros("b2", "0.9", true),
                inEuros("b2", "0.95", true));

        assertThat(worker.applyAll())
                .isEqualTo(result(2, 3, DeadLetterReason.REF_ID_CONFLICT, DeadLetterReason.REF_ID_CONFLICT));

        assertThat(summary("AMZN")).isEqualTo("held 2 cost 1.8 realised 0 version 2");
        assertThat(details())
                .contains(
                        "ref_id b1 already belongs to a trade of 1 AMZN at 1.00 on 2026-10-01; this trade says fx_rate 0.95");
    }

    private static TradeEvent inEuros(String refId, String rate, boolean lookedUp) {
        Trade trade = buy(refId, "AMZN", "1", "1", "09:00:00").trade();
        return new TradeEvent.Created(
                UUID.randomUUID(),
                ClientId.DEFAULT,
                Events.NOW,
                new Trade(
                        trade.refId(),
                        trade.user(),
                        trade.portfolio(),
                        trade.side(),
                        trade.securityType(),
                        trade.ticker(),
                        trade.volume(),
                        trade.price(),
                        trade.status(),
                        trade.executedAt(),
                        trade.isin(),
                        trade.charges(),
                        Optional.of(new Conversion(new CurrencyCode("EUR"), FxRate.of(rate), lookedUp))),
                false);
    }

    /** As a direct publisher can write them: ingest-api checks them against the type. */
    @Test
    void anAmendmentThatDoesNotFitItsActivityIsADeadLetterThatSaysWhy() {
        TradeEvent.ActivityCreated split = Events.split("s1", "AMZN", 2, 1, "10:00:00");
        TradeEvent.ActivityCreated bonus = Events.activity(
                "x1",
                Optional.of(new Ticker("AMZN")),
                ActivityTerms.ofVolume(ActivityType.BONUS, Volume.of("1")),
                "11:00:00");
        log.append(
                buy("b1", "AMZN", "10", "100", "09:00:00"),
                split,
                bonus,
                Events.amend(split, amendment(Optional.of(BigDecimal.ONE), Optional.empty(), Optional.empty())),
                Events.amend(split, amendment(Optional.empty(), Optional.of(Money.of("1")), Optional.empty())),
                Events.amend(bonus, amendment(Optional.empty(), Optional.empty(), Optional.of(true))));

        assertThat(worker.applyAll())
                .isEqualTo(result(3, 0, DeadLetterReason.INVALID, DeadLetterReason.INVALID, DeadLetterReason.INVALID));

        assertThat(summary("AMZN")).isEqualTo("held 21 cost 1000 realised 0 version 3");
        assertThat(details())
                .containsExactlyInAnyOrder(
                        "The amendment does not fit the activity s1: a split has no per_unit",
                        "The amendment does not fit the activity s1: a split has no tax",
                        "The amendment does not fit the activity x1: a bonus has no whole beside volume");
    }

    private static ActivityAmendment amendment(
            Optional<BigDecimal> perUnit, Optional<Money> tax, Optional<Boolean> whole) {
        return new ActivityAmendment(
                Optional.empty(),
                Optional.empty(),
                perUnit,
                Optional.empty(),
                whole,
                tax,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The event_ids of an Idempotency-Key are UUIDs of version 8, whatever the request names. */
    @Test
    void aKeyBelongsToTheFirstEventThatHasIt() {
        UUID ofKey = UUID.fromString("01234567-89ab-8def-8123-456789abcdef");
        log.append(withId(ofKey, "b1", "AMZN"), withId(ofKey, "b1", "AMZN"), withId(ofKey, "b2", "AMZN"));

        assertThat(worker.applyAll()).isEqualTo(result(1, 1, DeadLetterReason.IDEMPOTENCY_KEY_REUSED));

        log.append(withId(ofKey, "b3", "IBM"), withId(UUID.randomUUID(), "b1", "IBM"));
        worker.applyAll();
        assertThat(summary("AMZN")).isEqualTo("held 1 cost 1 realised 0 version 1");
        assertThat(details())
                .containsExactlyInAnyOrder(
                        "This Idempotency-Key was already used for a different trade",
                        "This Idempotency-Key was already used for a different trade",
                        "ref_id b1 already belongs to a trade of 1 AMZN at 1.00 on 2026-10-01; this trade says 1 IBM");
    }

    /** As for a ref_id: the rate that one caller gave is the one that was looked up for the other. */
    @Test
    void aKeyWithALookedUpRateTakesTheSameRateWhenItIsGiven() {
        UUID ofKey = UUID.fromString("01234567-89ab-8def-8123-456789abcdef");
        log.append(
                withId(ofKey, inEuros("e1", "1.1", true)),
                withId(ofKey, inEuros("e1", "1.1", false)),
                withId(ofKey, inEuros("e1", "1.2", true)),
                withId(ofKey, inEuros("e1", "1.2", false)));

        assertThat(worker.applyAll()).isEqualTo(result(1, 2, DeadLetterReason.IDEMPOTENCY_KEY_REUSED));
    }

    private static TradeEvent withId(UUID eventId, TradeEvent event) {
        TradeEvent.Created bought = (TradeEvent.Created) event;
        return new TradeEvent.Created(
                eventId, bought.client(), bought.occurredAt(), bought.trade(), bought.executedAtDefaulted());
    }

    private static TradeEvent withId(UUID eventId, String refId, String ticker) {
        return withId(eventId, buy(refId, ticker, "1", "1", "09:00:00"));
    }

    private List<String> details() {
        return database.jdbc()
                .sql("SELECT detail FROM dead_letters")
                .query((row, _) -> row.getString("detail"))
                .list();
    }

    @Test
    void junkBecomesADeadLetterAndItsNeighboursAreApplied() {
        log.append(buy("b1", "AMZN", "1", "1", "09:00:00"))
                .append("1:AMZN", "not json".getBytes(StandardCharsets.UTF_8))
                .append(buy("b2", "AMZN", "1", "1", "10:00:00"))
                .append("1:AMZN", null)
                .append(buy("b3", "AMZN", "1", "1", "11:00:00"));

        assertThat(worker.applyAll()).isEqualTo(result(3, 0, DeadLetterReason.MALFORMED, DeadLetterReason.MALFORMED));

        assertThat(summary("AMZN")).isEqualTo("held 3 cost 3 realised 0 version 3");
    }

    @Test
    void whatTheDatabaseRefusesIsFoundAndItsNeighboursAreApplied() {
        database.jdbc().sql("ALTER TABLE trades ADD CHECK (volume <> 666)").update();
        for (int i = 0; i < 20; i++) {
            log.append(buy("b" + i, "AMZN", i == 7 ? "666" : "1", "1", "09:00:0" + i % 10));
        }

        assertThat(worker.applyAll()).isEqualTo(result(19, 0, DeadLetterReason.INTERNAL_ERROR));

        assertThat(summary("AMZN")).isEqualTo("held 19 cost 19 realised 0 version 19");
    }

    @Test
    void amendmentsOfOneBatchCountInTheirOrder() {
        TradeEvent.Created trade = buy("b1", "AMZN", "1", "100", "09:00:00");
        log.append(trade, amend(trade, "2"), amend(trade, "3"));

        assertThat(worker.applyAll()).isEqualTo(result(3, 0));

        assertThat(states()).containsExactly("b1 applied 3");
        assertThat(summary("AMZN")).isEqualTo("held 3 cost 300 realised 0 version 3");
    }

    private static BatchResult result(int accepted, int repeated, DeadLetterReason... reasons) {
        return new BatchResult(accepted, repeated, List.of(reasons), new java.util.TreeSet<>());
    }

    private String summary(String ticker) {
        return database.jdbc()
                .sql("SELECT held, cost, realised, version FROM summaries WHERE ticker = ?")
                .param(ticker)
                .query((row, _) -> "held " + row.getString(1) + " cost " + row.getString(2) + " realised "
                        + row.getString(3) + " version " + row.getString(4))
                .single();
    }

    private List<@Nullable String> states() {
        return database.jdbc()
                .sql("SELECT ref_id || ' ' || state || ' ' || version FROM trades ORDER BY ref_id")
                .query(String.class)
                .list();
    }
}
