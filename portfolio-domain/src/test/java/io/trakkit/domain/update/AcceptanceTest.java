package io.trakkit.domain.update;

import static io.trakkit.domain.position.Samples.AAPL;
import static io.trakkit.domain.position.Samples.RULES;
import static io.trakkit.domain.position.Samples.activity;
import static io.trakkit.domain.position.Samples.amended;
import static io.trakkit.domain.position.Samples.amendedFrom;
import static io.trakkit.domain.position.Samples.at;
import static io.trakkit.domain.position.Samples.buy;
import static io.trakkit.domain.position.Samples.key;
import static io.trakkit.domain.position.Samples.place;
import static io.trakkit.domain.position.Samples.position;
import static io.trakkit.domain.position.Samples.recalculation;
import static io.trakkit.domain.position.Samples.sell;
import static io.trakkit.domain.position.Samples.toPrice;
import static io.trakkit.domain.position.Samples.toStatus;
import static io.trakkit.domain.position.Samples.toVolume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.RecordedOutcomes;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a book makes of the events of a batch, before and apart from the fold. */
class AcceptanceTest {

    private static final PositionUpdate.Acceptance ACCEPTED = new PositionUpdate.Acceptance.Accepted();

    /** Ten bought in minute 10, at version 1, and nothing after it. */
    private static final Summary TEN_HELD = new Summary(
            AAPL,
            new FoldedPosition(
                    position("10", "1000", "0"), new LastTrade(Price.of("100"), at(10)), place(10, Side.BUY, "b1"), 1),
            1,
            1,
            at(10));

    private static final Fingerprint ONE = new Fingerprint(new UUID(0, 1));
    private static final Fingerprint TWO = new Fingerprint(new UUID(0, 2));

    private static final AcceptedTrade THE_BUY = AcceptedTrade.created(buy("b1", "10", "100", 10), ONE);

    private final PositionUpdate positionUpdate = new PositionUpdate(TEN_HELD, RULES, List.of(), List.of(THE_BUY));

    @Test
    void aTradeAfterAllOthersNeedsNoRefold() {
        assertThat(positionUpdate.accept(buy("b2", "1", "1", 11))).isEqualTo(ACCEPTED);
        assertThat(positionUpdate.refoldFrom()).isEmpty();
    }

    @Test
    void aTradeOfTheSameTimeNeedsNoRefoldOnlyIfItsPlaceIsBehind() {
        positionUpdate.accept(buy("b2", "1", "1", 10));
        positionUpdate.accept(sell("a1", "1", "1", 10));
        assertThat(positionUpdate.refoldFrom()).isEmpty();

        positionUpdate.accept(buy("a2", "1", "1", 10));
        assertThat(positionUpdate.refoldFrom()).contains(place(10, Side.BUY, "a2"));
    }

    @Test
    void aLateTradeNeedsARefoldFromItsPlaceOn() {
        positionUpdate.accept(buy("b2", "1", "1", 9));

        assertThat(positionUpdate.refoldFrom()).contains(place(9, Side.BUY, "b2"));
    }

    @Test
    void theEarliestOfSeveralChangesIsWhereTheRefoldBegins() {
        positionUpdate.accept(buy("b2", "1", "1", 9));
        positionUpdate.accept(buy("b3", "1", "1", 4));
        positionUpdate.accept(amended("b1", toVolume("2"), 12));

        assertThat(positionUpdate.refoldFrom()).contains(place(4, Side.BUY, "b3"));
    }

    @Test
    void anAmendmentNeedsARefoldFromThePlaceOfItsTradeOn() {
        assertThat(positionUpdate.accept(amended("b1", toPrice("90"), 12))).isEqualTo(ACCEPTED);
        assertThat(positionUpdate.refoldFrom()).contains(place(10, Side.BUY, "b1"));
    }

    @Test
    void anAmendmentThatChangesNothingCountsAsAnEventAndNeedsNoRefold() {
        assertThat(positionUpdate.accept(amended("b1", toPrice("100.00"), 12))).isEqualTo(ACCEPTED);

        assertThat(positionUpdate.refoldFrom()).isEmpty();
        Summary after = positionUpdate.fold(new RecordedOutcomes());
        assertThat(after).isEqualTo(new Summary(AAPL, TEN_HELD.folded(), 1, 2, at(12)));
        assertThat(positionUpdate.amendedTrades()).singleElement().satisfies(trade -> {
            assertThat(trade.version()).isEqualTo(2);
            assertThat(trade.updatedAt()).isEqualTo(at(12));
        });
    }

    @Test
    void aRecalculationNeedsARefoldFromTheStart() {
        assertThat(positionUpdate.accept(recalculation(12))).isEqualTo(ACCEPTED);
        assertThat(positionUpdate.refoldFrom()).contains(TradeOrder.START);
    }

    @Test
    void anAmendmentOfAnUnknownTradeIsRefused() {
        assertThat(positionUpdate.accept(amended("b9", toVolume("2"), 12)))
                .isEqualTo(new PositionUpdate.Acceptance.Refused(
                        DeadLetterReason.UNKNOWN_TRADE, "No trade has the ref_id b9 under 1:AAPL to amend"));
        assertThat(positionUpdate.refoldFrom()).isEmpty();
    }

    @Test
    void anAmendmentOfAnotherVersionThanTheTradeHasIsRefusedAndChangesNothing() {
        assertThat(positionUpdate.accept(amendedFrom(2, "b1", toVolume("2"), 12)))
                .isEqualTo(new PositionUpdate.Acceptance.Refused(
                        DeadLetterReason.VERSION_CONFLICT,
                        "The amendment expects version 2 of trade b1, which is at version 1"));
        assertThat(positionUpdate.refoldFrom()).isEmpty();
        assertThat(positionUpdate.amendedTrades()).isEmpty();
    }

    @Test
    void ofTwoAmendmentsThatExpectTheSameVersionTheFirstInTheLogWins() {
        assertThat(positionUpdate.accept(amendedFrom(1, "b1", toVolume("2"), 12)))
                .isEqualTo(ACCEPTED);
        assertThat(positionUpdate.accept(amendedFrom(1, "b1", toVolume("3"), 13)))
                .isInstanceOfSatisfying(
                        PositionUpdate.Acceptance.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(DeadLetterReason.VERSION_CONFLICT));
        assertThat(positionUpdate.accept(amendedFrom(2, "b1", toVolume("4"), 14)))
                .isEqualTo(ACCEPTED);

        assertThat(positionUpdate.amendedTrades()).singleElement().satisfies(trade -> {
            assertThat(trade.trade().volume()).isEqualTo(Volume.of("4"));
            assertThat(trade.version()).isEqualTo(3);
        });
    }

    @Test
    void aTradeCanBeAmendedInTheBatchThatCreatesItWithoutARefold() {
        positionUpdate.accept(sell("s1", "4", "120", 11));
        assertThat(positionUpdate.accept(amendedFrom(1, "s1", toVolume("3"), 12)))
                .isEqualTo(ACCEPTED);

        assertThat(positionUpdate.refoldFrom()).isEmpty();
        assertThat(positionUpdate.amendedTrades()).isEmpty();
        assertThat(positionUpdate.createdTrades()).singleElement().satisfies(trade -> {
            assertThat(trade.trade().volume()).isEqualTo(Volume.of("3"));
            assertThat(trade.version()).isEqualTo(2);
            assertThat(trade.createdAt()).isEqualTo(at(11));
            assertThat(trade.updatedAt()).isEqualTo(at(12));
        });
    }

    @Test
    void aNewRecordKeepsTheFingerprintOfItsCreation() {
        positionUpdate.accept(buy("b2", "1", "1", 11), TWO);
        positionUpdate.accept(activity("d1", ActivityTerms.ofTotal(ActivityType.DIVIDEND, BigDecimal.ONE), 11), ONE);
        positionUpdate.accept(amended("b2", toVolume("2"), 12), ONE);
        positionUpdate.accept(amended("b1", toVolume("2"), 12), TWO);

        assertThat(positionUpdate.createdTrades()).singleElement().satisfies(trade -> {
            assertThat(trade.version()).isEqualTo(2);
            assertThat(trade.fingerprint()).isEqualTo(TWO);
        });
        assertThat(positionUpdate.createdActivities())
                .extracting(AcceptedActivity::fingerprint)
                .containsExactly(ONE);
        assertThat(positionUpdate.amendedTrades())
                .extracting(AcceptedTrade::fingerprint)
                .containsExactly(ONE);
    }

    @Test
    void updatedAtIsTheLatestReceiptAndNeverGoesBack() {
        positionUpdate.accept(amended("b1", toPrice("90"), 12));
        positionUpdate.accept(amended("b1", toPrice("80"), 11));

        assertThat(positionUpdate.amendedTrades()).singleElement().satisfies(trade -> {
            assertThat(trade.updatedAt()).isEqualTo(at(12));
            assertThat(trade.trade().price()).isEqualTo(Price.of("80"));
        });
    }

    @Test
    void anEventOfAnotherKeyIsADefectOfTheCaller() {
        PositionUpdate other = new PositionUpdate(Summary.empty(key("MSFT")), RULES, List.of(), List.of());
        assertThatThrownBy(() -> other.accept(buy("b1", "1", "1", 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefIdThatIsTakenIsADefectOfTheCaller() {
        positionUpdate.accept(buy("b2", "1", "1", 11));
        assertThatThrownBy(() -> positionUpdate.accept(buy("b2", "2", "1", 12)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> positionUpdate.accept(buy("b1", "2", "1", 12)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTradeOfAnotherKeyCannotBeHandedToABook() {
        assertThatThrownBy(() -> new PositionUpdate(Summary.empty(key("MSFT")), RULES, List.of(), List.of(THE_BUY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatMustBeRefoldedCannotBeFoldedOn() {
        positionUpdate.accept(amended("b1", toStatus(TradeStatus.FAILED), 12));
        assertThatThrownBy(() -> positionUpdate.fold(new RecordedOutcomes())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRefoldMustSetInBeforeTheEarliestChange() {
        positionUpdate.accept(amended("b1", toStatus(TradeStatus.FAILED), 12));
        Checkpoint atTheChange = new Checkpoint(
                place(10, Side.BUY, "b1"), position("10", "1000", "0"), new LastTrade(Price.of("100"), at(10)));
        assertThatThrownBy(() -> positionUpdate.fold(atTheChange, Collections.emptyIterator(), new RecordedOutcomes()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBookIsFoldedOnceAndClosedThen() {
        positionUpdate.accept(buy("b2", "1", "1", 11));
        positionUpdate.fold(new RecordedOutcomes());

        assertThatThrownBy(() -> positionUpdate.fold(new RecordedOutcomes())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> positionUpdate.accept(buy("b3", "1", "1", 12)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAmendmentOfATradeThatStandsUnderAnotherKeyIsRefused() {
        PositionUpdate other = new PositionUpdate(Summary.empty(key("MSFT")), RULES, List.of(), List.of());
        assertThat(other.accept(amended(key("MSFT"), "b1", toVolume("1"), OptionalLong.empty(), 12)))
                .isEqualTo(new PositionUpdate.Acceptance.Refused(
                        DeadLetterReason.UNKNOWN_TRADE, "No trade has the ref_id b1 under 1:MSFT to amend"));
    }
}
