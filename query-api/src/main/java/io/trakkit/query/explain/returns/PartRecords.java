package io.trakkit.query.explain.returns;

import io.trakkit.domain.history.PositionFold;
import io.trakkit.domain.history.TradeHistoryVisitor;
import io.trakkit.domain.lots.CashMovement;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.returns.CashTracking;
import io.trakkit.domain.returns.SubPeriod;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.explain.EventsOfRecords;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the records that count in some parts of a span, while all records of a portfolio go by. It keeps the first of each part. */
final class PartRecords implements TradeHistoryVisitor {

    private static final Comparator<Found> ORDER = Comparator.comparing(Found::countsFrom)
            .thenComparing(found -> found.folded().tradeOrder(), Comparator.<TradeOrder>naturalOrder())
            .thenComparing(found -> found.ticker().value());

    /**
     * A record that counts in a part.
     *
     * @param ticker {@link Ticker#CASH} for a record of cash
     * @param movement the cash that it moves, if any
     * @param endsPart whether it is a flow, or one of the flows, that ends the part
     */
    record Found(
            Ticker ticker,
            FoldedRecord folded,
            Instant countsFrom,
            Optional<CashMovement> movement,
            boolean endsPart) {}

    /** The records of one part. */
    private static final class OfPart {

        private final SubPeriod part;
        private final TreeSet<Found> first = new TreeSet<>(ORDER);
        private int count;

        OfPart(SubPeriod part) {
            this.part = part;
        }
    }

    private final BookRules rules;
    private final Optional<Instant> cashFrom;
    private final int most;
    private final Map<Integer, OfPart> byNumber = new TreeMap<>();

    /** By the end of a part. Of two that end at one time, the one that a flow ends: its records count there. */
    private final NavigableMap<Instant, OfPart> byEnd = new TreeMap<>();

    private Ticker ticker = Ticker.CASH;
    private @Nullable PositionFold fold;

    /**
     * @param parts adjacent parts of a span, by their numbers
     * @param cashFrom the time from which cash is tracked, if it is
     * @param most the most records of a part to keep
     */
    PartRecords(List<Map.Entry<Integer, SubPeriod>> parts, BookRules rules, Optional<Instant> cashFrom, int most) {
        this.rules = rules;
        this.cashFrom = cashFrom;
        this.most = most;
        for (Map.Entry<Integer, SubPeriod> entry : parts) {
            OfPart part = new OfPart(entry.getValue());
            byNumber.put(entry.getKey(), part);
            if (part.part.flow().isPresent() || !byEnd.containsKey(part.part.to())) {
                byEnd.put(part.part.to(), part);
            }
        }
    }

    @Override
    public void begin(Ticker next, Position position, @Nullable LastTrade lastTrade) {
        ticker = next;
        fold = next.equals(Ticker.CASH)
                ? null
                : PositionFold.after(new HeldPosition(position, lastTrade), CostMethod.AVERAGE, rules);
    }

    @Override
    public void next(FoldedRecord folded, Instant countsFrom) {
        if (folded.state() != TradeState.APPLIED) {
            return;
        }
        Position before = fold == null ? Position.EMPTY : fold.held().position();
        if (fold != null) {
            fold.add(folded);
        }
        Map.Entry<Instant, OfPart> found = byEnd.ceilingEntry(countsFrom);
        boolean isOfOthers = !before.isOpen() && EventsOfRecords.isAction(folded);
        if (found != null && isIn(found.getValue().part, countsFrom) && !isOfOthers) {
            add(found.getValue(), folded, countsFrom, CashMovement.of(folded, before.held(), rules));
        }
    }

    /** A part begins right after the flow that ends the one before; two flows at one time leave no time between them. */
    private static boolean isIn(SubPeriod part, Instant countsFrom) {
        return countsFrom.isAfter(part.from()) || part.from().equals(part.to());
    }

    private void add(OfPart of, FoldedRecord folded, Instant countsFrom, Optional<CashMovement> movement) {
        boolean isTracked = cashFrom.filter(from -> !countsFrom.isBefore(from)).isPresent();
        boolean endsPart = countsFrom.equals(of.part.to())
                && of.part.flow().isPresent()
                && CashTracking.isFlow(folded, isTracked)
                && (movement.isPresent() || CashTracking.isTransfer(folded));
        of.count++;
        of.first.add(new Found(ticker, folded, countsFrom, movement, endsPart));
        if (of.first.size() > most) {
            of.first.pollLast();
        }
    }

    /** How many records count in a part. */
    int count(int part) {
        OfPart found = byNumber.get(part);
        return found == null ? 0 : found.count;
    }

    /** The first records of a part. */
    List<Found> of(int part) {
        OfPart found = byNumber.get(part);
        return found == null ? List.of() : List.copyOf(found.first);
    }

    /** The records of all parts that are kept. */
    Stream<FoldedRecord> all() {
        return byNumber.values().stream().flatMap(part -> part.first.stream()).map(Found::folded);
    }
}
