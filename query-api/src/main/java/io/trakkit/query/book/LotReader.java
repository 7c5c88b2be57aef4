package io.trakkit.query.book;

import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.lots.Disposal;
import io.trakkit.domain.lots.LotBook;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the records of a portfolio ticker by ticker into lots. */
final class LotReader implements TradeHistoryVisitor {

    /** Takes disposals one by one. */
    @FunctionalInterface
    interface Disposals {

        /** @param booked the place of the record that made the disposal */
        void take(Ticker ticker, TradeOrder booked, Disposal disposal);
    }

    private final CostMethod method;
    private final BookRules rules;
    private final @Nullable Disposals disposals;
    private final BiConsumer<Ticker, LotBook> books;
    private @Nullable Ticker ticker;
    private @Nullable LotBook book;
    private TradeOrder booked = TradeOrder.START;

    /**
     * A reader.
     *
     * @param disposals takes each disposal; null to collect none
     * @param books takes the book of each ticker after its last record
     */
    LotReader(CostMethod method, BookRules rules, @Nullable Disposals disposals, BiConsumer<Ticker, LotBook> books) {
        this.method = method;
        this.rules = rules;
        this.disposals = disposals;
        this.books = books;
    }

    @Override
    public void begin(Ticker next, Position before, @Nullable LastTrade lastTrade) {
        end();
        ticker = next;
        book = disposals == null
                ? new LotBook(method, rules)
                : new LotBook(method, rules, disposal -> disposals.take(next, booked, disposal));
    }

    @Override
    public void next(FoldedRecord foldedRecord, Instant countsFrom) {
        if (book == null) {
            throw new IllegalStateException("A record came before its ticker: " + foldedRecord);
        }
        booked = foldedRecord.tradeOrder();
        book.add(foldedRecord);
    }

    /** Call it after the last record. */
    void end() {
        if (ticker != null && book != null) {
            books.accept(ticker, book);
        }
        ticker = null;
        book = null;
    }
}
