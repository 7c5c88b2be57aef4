package io.trakkit.worker.projection.compare;

import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.PositionUpdate;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.store.projection.PositionRows.TradeRow;
import io.trakkit.store.projection.PositionRows.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The events of one key, taken one by one in the order of the log, beside what the live read model holds of the key. Tells
 * the first event after which the two parted, as well as that can be told from what live holds now.
 *
 * <p>Live keeps no former states, but each row says by its version how many events it counts. What it says is held against
 * what the row was after as many events; of a value that differs, the event that had set it last is where they parted, at
 * the latest. A row that counts too few lacks the next event. What became of a trade is the fold's: where it
 * differs, they parted with the event that made of the trade what must have become of it.
 */
final class DivergenceTracer {

    private final Row summaryRow;
    private final Map<String, Row> tradeRows = new HashMap<>();
    private final Map<String, TradeRow> live;
    private final Map<RefId, AcceptedTrade> trades = new HashMap<>();
    private final Map<RefId, Integer> outcomesSince = new HashMap<>();
    private final NavigableMap<TradeOrder, FoldedTrade> entries = new TreeMap<>();
    private Summary summary;
    private int events;
    private long folded;

    DivergenceTracer(PositionKey key, Optional<Values> liveSummary, Map<String, TradeRow> liveTrades) {
        this.summary = Summary.empty(key);
        this.summaryRow = new Row(liveSummary);
        this.live = liveTrades;
    }

    /** How much work the events taken so far were, in trades folded. */
    long folded() {
        return folded;
    }

    /** Takes the next event, which was accepted. */
    void take(TradeEvent event) {
        int number = events++;
        Optional<AcceptedTrade> amended = event instanceof TradeEvent.Amended amendment
                ? Optional.ofNullable(trades.get(amendment.refId()))
                : Optional.empty();
        PositionUpdate positionUpdate =
                new PositionUpdate(summary, amended.stream().toList());
        positionUpdate.accept(event);
        Map<RefId, FoldOutcome> outcomes = new HashMap<>();
        summary = fold(positionUpdate, outcomes);
        Stream.concat(positionUpdate.created().stream(), positionUpdate.amended().stream())
                .forEach(trade -> became(trade, number));
        outcomes.forEach((refId, foldOutcome) -> changed(refId, foldOutcome, number));
        summaryRow.became(Values.of(summary), number);
    }

    private Summary fold(PositionUpdate positionUpdate, Map<RefId, FoldOutcome> outcomes) {
        Fold.Listener findings = new Fold.Listener() {
            @Override
            public void changed(FoldedTrade foldedTrade, FoldOutcome foldOutcome) {
                outcomes.put(foldedTrade.refId(), foldOutcome);
            }

            @Override
            public void checkpoint(Checkpoint checkpoint) {
                // What live may set in at later is no number of today.
            }
        };
        if (positionUpdate.refoldFrom().isEmpty()) {
            folded++;
            return positionUpdate.fold(findings);
        }
        folded += entries.size();
        return positionUpdate.fold(Checkpoint.START, entries.values().iterator(), findings);
    }

    private void became(AcceptedTrade trade, int number) {
        RefId refId = trade.trade().refId();
        trades.put(refId, trade);
        tradeRows
                .computeIfAbsent(
                        refId.value(),
                        name -> new Row(Optional.ofNullable(live.get(name)).map(TradeRow::values)))
                .became(Values.of(trade), number);
        enter(trade.foldedTrade(), number);
    }

    private void changed(RefId refId, FoldOutcome foldOutcome, int number) {
        AcceptedTrade changed = Objects.requireNonNull(trades.get(refId)).withOutcome(foldOutcome);
        trades.put(refId, changed);
        enter(changed.foldedTrade(), number);
    }

    private void enter(FoldedTrade foldedTrade, int number) {
        FoldedTrade before = entries.put(foldedTrade.place(), foldedTrade);
        if (before == null || !before.outcome().equals(foldedTrade.outcome())) {
            outcomesSince.put(foldedTrade.refId(), number);
        }
    }

    /** The number of the event, from 0 on, at which the two parted; empty if no event explains a difference. */
    OptionalInt first() {
        return IntStream.concat(
                        Stream.concat(Stream.of(summaryRow), tradeRows.values().stream())
                                .flatMapToInt(row -> row.partedAt().stream()),
                        entries.values().stream()
                                .filter(this::hasAnotherOutcome)
                                .mapToInt(foldedTrade -> outcomesSince.getOrDefault(foldedTrade.refId(), 0)))
                .min();
    }

    /** What was held where it was rejected counts only if live says it: version 1 of the fold did not keep it. */
    private boolean hasAnotherOutcome(FoldedTrade foldedTrade) {
        TradeRow row = live.get(foldedTrade.refId().value());
        return row != null
                && (row.outcome().held() == null
                        ? row.outcome().state() != foldedTrade.state()
                        : !row.outcome().equals(foldedTrade.outcome()));
    }

    /** A row as the events make it, up to as many of them as live says that it counts. */
    private static final class Row {

        private final Optional<Values> live;
        private final Map<String, Object> values = new HashMap<>();
        private final Map<String, Integer> setBy = new HashMap<>();
        private OptionalInt beyond = OptionalInt.empty();

        Row(Optional<Values> live) {
            this.live = live;
        }

        void became(Values now, int number) {
            if (live.isEmpty() || now.version() > live.get().version()) {
                // Live has no such row yet, or it does not count this event.
                beyond = beyond.isPresent() ? beyond : OptionalInt.of(number);
                return;
            }
            now.byColumn().forEach((column, value) -> {
                if (!value.equals(values.put(column, value))) {
                    setBy.put(column, number);
                }
            });
        }

        OptionalInt partedAt() {
            IntStream differing = live.stream()
                    .flatMap(row -> row.byColumn().entrySet().stream())
                    .filter(column -> !column.getValue().equals(values.get(column.getKey())))
                    .mapToInt(column -> setBy.getOrDefault(column.getKey(), 0));
            return IntStream.concat(differing, beyond.stream()).min();
        }
    }
}
