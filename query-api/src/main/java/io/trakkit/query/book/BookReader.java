package io.trakkit.query.book;

import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the records of a portfolio that count, each with the units held before it. */
final class BookReader implements TradeHistoryVisitor {

    /** Takes the records one by one. */
    interface Taker {

        /**
         * Takes a record.
         *
         * @param ticker empty for the portfolio's cash
         * @param held negative for a short position
         */
        void take(Optional<Ticker> ticker, FoldedRecord applied, BigDecimal held);
    }

    private final BookRules rules;
    private final Taker taker;
    private Optional<Ticker> ticker = Optional.empty();
    private HeldPosition position = HeldPosition.EMPTY;

    BookReader(BookRules rules, Taker taker) {
        this.rules = rules;
        this.taker = taker;
    }

    @Override
    public void begin(Ticker next, Position before, @Nullable LastTrade lastTrade) {
        ticker = next.equals(Ticker.CASH) ? Optional.empty() : Optional.of(next);
        position = new HeldPosition(before, lastTrade);
    }

    @Override
    public void next(FoldedRecord foldedRecord, Instant countsFrom) {
        if (foldedRecord.state() == TradeState.APPLIED) {
            taker.take(ticker, foldedRecord, position.position().held());
            position = position.after(foldedRecord, rules);
        }
    }
}
