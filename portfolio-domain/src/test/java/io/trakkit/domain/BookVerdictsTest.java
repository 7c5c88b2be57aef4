package io.trakkit.domain;

import static io.trakkit.domain.Sample.AAPL;
import static io.trakkit.domain.Sample.amended;
import static io.trakkit.domain.Sample.amendedFrom;
import static io.trakkit.domain.Sample.at;
import static io.trakkit.domain.Sample.buy;
import static io.trakkit.domain.Sample.key;
import static io.trakkit.domain.Sample.place;
import static io.trakkit.domain.Sample.position;
import static io.trakkit.domain.Sample.recalculation;
import static io.trakkit.domain.Sample.sell;
import static io.trakkit.domain.Sample.toPrice;
import static io.trakkit.domain.Sample.toStatus;
import static io.trakkit.domain.Sample.toVolume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a book makes of the events of a batch, before and apart from the fold. */
class BookVerdictsTest {

    private static final Book.Verdict ACCEPTED = new Book.Verdict.Accepted();

    /** Ten bought in minute 10, at version 1, and nothing after it. */
    private static final Summary TEN_HELD = new Summary(
            AAPL,
            new Fold.Progress(
                    position("10", "1000", "0"), new LastTrade(Price.of("100"), at(10)), place(10, Side.BUY, "b1"), 1),
            1,
            1,
            at(10));

    private static final AcceptedTrade THE_BUY = AcceptedTrade.created(buy("b1", "10", "100", 10));

    private final Book book = new Book(TEN_HELD, List.of(THE_BUY));

    @Test
    void aTradeAfterAllOthersNeedsNoRefold() {
        assertThat(book.accept(buy("b2", "1", "1", 11))).isEqualTo(ACCEPTED);
        assertThat(book.refoldFrom()).isEmpty();
    }

    @Test
    void aTradeOfTheSameTimeNeedsNoRefoldOnlyIfItsPlaceIsBehind() {
        book.accept(buy("b2", "1", "1", 10));
        book.accept(sell("a1", "1", "1", 10));
        assertThat(book.refoldFrom()).isEmpty();

        book.accept(buy("a2", "1", "1", 10));
        assertThat(book.refoldFrom()).contains(place(10, Side.BUY, "a2"));
    }

    @Test
    void aLateTradeNeedsARefoldFromItsPlaceOn() {
        book.accept(buy("b2", "1", "1", 9));

        assertThat(book.refoldFrom()).contains(place(9, Side.BUY, "b2"));
    }

    @Test
    void theEarliestOfSeveralChangesIsWhereTheRefoldBegins() {
        book.accept(buy("b2", "1", "1", 9));
        book.accept(buy("b3", "1", "1", 4));
        book.accept(amended("b1", toVolume("2"), 12));

        assertThat(book.refoldFrom()).contains(place(4, Side.BUY, "b3"));
    }

    @Test
    void anAmendmentNeedsARefoldFromThePlaceOfItsTradeOn() {
        assertThat(book.accept(amended("b1", toPrice("90"), 12))).isEqualTo(ACCEPTED);
        assertThat(book.refoldFrom()).contains(place(10, Side.BUY, "b1"));
    }

    @Test
    void anAmendmentThatChangesNothingCountsAsAnEventAndNeedsNoRefold() {
        assertThat(book.accept(amended("b1", toPrice("100.00"), 12))).isEqualTo(ACCEPTED);

        assertThat(book.refoldFrom()).isEmpty();
        Summary after = book.fold(new Findings());
        assertThat(after).isEqualTo(new Summary(AAPL, TEN_HELD.folded(), 1, 2, at(12)));
        assertThat(book.amended()).singleElement().satisfies(trade -> {
            assertThat(trade.version()).isEqualTo(2);
            assertThat(trade.updatedAt()).isEqualTo(at(12));
        });
    }

    @Test
    void aRecalculationNeedsARefoldFromTheStart() {
        assertThat(book.accept(recalculation(12))).isEqualTo(ACCEPTED);
        assertThat(book.refoldFrom()).contains(Place.START);
    }

    @Test
    void anAmendmentOfAnUnknownTradeIsRefused() {
        assertThat(book.accept(amended("b9", toVolume("2"), 12)))
                .isEqualTo(new Book.Verdict.Refused(
                        DeadLetterReason.UNKNOWN_TRADE, "No trade has the ref_id b9 under 1:AAPL to amend"));
        assertThat(book.refoldFrom()).isEmpty();
    }

    @Test
    void anAmendmentOfAnotherVersionThanTheTradeHasIsRefusedAndChangesNothing() {
        assertThat(book.accept(amendedFrom(2, "b1", toVolume("2"), 12)))
                .isEqualTo(new Book.Verdict.Refused(
                        DeadLetterReason.VERSION_CONFLICT,
                        "The amendment expects version 2 of trade b1, which is at version 1"));
        assertThat(book.refoldFrom()).isEmpty();
        assertThat(book.amended()).isEmpty();
    }

    @Test
    void ofTwoAmendmentsThatExpectTheSameVersionTheFirstInTheLogWins() {
        assertThat(book.accept(amendedFrom(1, "b1", toVolume("2"), 12))).isEqualTo(ACCEPTED);
        assertThat(book.accept(amendedFrom(1, "b1", toVolume("3"), 13)))
                .isInstanceOfSatisfying(
                        Book.Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(DeadLetterReason.VERSION_CONFLICT));
        assertThat(book.accept(amendedFrom(2, "b1", toVolume("4"), 14))).isEqualTo(ACCEPTED);

        assertThat(book.amended()).singleElement().satisfies(trade -> {
            assertThat(trade.trade().volume()).isEqualTo(Volume.of("4"));
            assertThat(trade.version()).isEqualTo(3);
        });
    }

    @Test
    void aTradeCanBeAmendedInTheBatchThatCreatesItWithoutARefold() {
        book.accept(sell("s1", "4", "120", 11));
        assertThat(book.accept(amendedFrom(1, "s1", toVolume("3"), 12))).isEqualTo(ACCEPTED);

        assertThat(book.refoldFrom()).isEmpty();
        assertThat(book.amended()).isEmpty();
        assertThat(book.created()).singleElement().satisfies(trade -> {
            assertThat(trade.trade().volume()).isEqualTo(Volume.of("3"));
            assertThat(trade.version()).isEqualTo(2);
            assertThat(trade.createdAt()).isEqualTo(at(11));
            assertThat(trade.updatedAt()).isEqualTo(at(12));
        });
    }

    @Test
    void updatedAtIsTheLatestReceiptAndNeverGoesBack() {
        book.accept(amended("b1", toPrice("90"), 12));
        book.accept(amended("b1", toPrice("80"), 11));

        assertThat(book.amended()).singleElement().satisfies(trade -> {
            assertThat(trade.updatedAt()).isEqualTo(at(12));
            assertThat(trade.trade().price()).isEqualTo(Price.of("80"));
        });
    }

    @Test
    void anEventOfAnotherKeyIsADefectOfTheCaller() {
        Book other = new Book(Summary.empty(key("MSFT")), List.of());
        assertThatThrownBy(() -> other.accept(buy("b1", "1", "1", 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefIdThatIsTakenIsADefectOfTheCaller() {
        book.accept(buy("b2", "1", "1", 11));
        assertThatThrownBy(() -> book.accept(buy("b2", "2", "1", 12))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> book.accept(buy("b1", "2", "1", 12))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTradeOfAnotherKeyCannotBeHandedToABook() {
        assertThatThrownBy(() -> new Book(Summary.empty(key("MSFT")), List.of(THE_BUY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatMustBeRefoldedCannotBeFoldedOn() {
        book.accept(amended("b1", toStatus(TradeStatus.FAILED), 12));
        assertThatThrownBy(() -> book.fold(new Findings())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRefoldMustSetInBeforeTheEarliestChange() {
        book.accept(amended("b1", toStatus(TradeStatus.FAILED), 12));
        Checkpoint atTheChange = new Checkpoint(
                place(10, Side.BUY, "b1"), position("10", "1000", "0"), new LastTrade(Price.of("100"), at(10)));
        assertThatThrownBy(() -> book.fold(atTheChange, Collections.emptyIterator(), new Findings()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBookIsFoldedOnceAndClosedThen() {
        book.accept(buy("b2", "1", "1", 11));
        book.fold(new Findings());

        assertThatThrownBy(() -> book.fold(new Findings())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> book.accept(buy("b3", "1", "1", 12))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAmendmentOfATradeThatStandsUnderAnotherKeyIsRefused() {
        Book other = new Book(Summary.empty(key("MSFT")), List.of());
        assertThat(other.accept(amended(key("MSFT"), "b1", toVolume("1"), OptionalLong.empty(), 12)))
                .isEqualTo(new Book.Verdict.Refused(
                        DeadLetterReason.UNKNOWN_TRADE, "No trade has the ref_id b1 under 1:MSFT to amend"));
    }
}
