package io.trakkit.domain.returns;

import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.lots.CashMovement;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up the cash of a portfolio at one time, from all its records up to then, those of its cash included. */
public final class CashReader implements TradeHistoryVisitor {

    private final BookRules rules;
    private final Listener listener;
    private final SortedMap<String, Line> lines = new TreeMap<>();
    private Ticker ticker = Ticker.CASH;
    private HeldPosition heldPosition = HeldPosition.EMPTY;
    private boolean tracked;

    /** The balance of a currency, and the last record that moved it. */
    private record Line(CurrencyCode currency, BigDecimal amount, FoldedRecord last, Instant countsFrom) {

        private static final Comparator<Line> BY_LAST =
                Comparator.comparing(Line::countsFrom).thenComparing(line -> line.last.tradeOrder());

        Line plus(Line other) {
            Line later = BY_LAST.compare(this, other) < 0 ? other : this;
            return new Line(currency, amount.add(other.amount), later.last, later.countsFrom);
        }

        Cash.Balance balance(BookRules rules) {
            Optional<Conversion> conversion = rules.foreign(last.conversion());
            return new Cash.Balance(currency, amount, conversion);
        }
    }

    /** Is told each record that moves cash. */
    @FunctionalInterface
    public interface Listener {

        /** @param ticker {@link Ticker#CASH} for a record of cash */
        void moved(Ticker ticker, FoldedRecord foldedRecord, Instant countsFrom, CashMovement movement);
    }

    public CashReader(BookRules rules) {
        this(rules, (_, _, _, _) -> {});
    }

    public CashReader(BookRules rules, Listener listener) {
        this.rules = rules;
        this.listener = listener;
    }

    @Override
    public void begin(Ticker next, Position before, @Nullable LastTrade tradedBefore) {
        ticker = next;
        heldPosition = new HeldPosition(before, tradedBefore);
    }

    @Override
    public void next(FoldedRecord foldedRecord, Instant countsFrom) {
        if (foldedRecord.state() != TradeState.APPLIED) {
            return;
        }
        tracked |= CashTracking.isFlow(foldedRecord);
        CashMovement.of(foldedRecord, heldPosition.position().held(), rules).ifPresent(movement -> {
            lines.merge(
                    movement.currency().value(),
                    new Line(movement.currency(), movement.amount(), foldedRecord, countsFrom),
                    Line::plus);
            listener.moved(ticker, foldedRecord, countsFrom, movement);
        });
        heldPosition = heldPosition.after(foldedRecord, rules);
    }

    /** The cash after the last record; empty without any deposit or withdrawal, since cash is not tracked then. */
    public Optional<Cash> cash() {
        return tracked ? Optional.of(balances()) : Optional.empty();
    }

    /** What all movements add up to, whether or not cash is tracked. */
    public Cash balances() {
        return new Cash(lines.values().stream().map(line -> line.balance(rules)).toList());
    }
}
