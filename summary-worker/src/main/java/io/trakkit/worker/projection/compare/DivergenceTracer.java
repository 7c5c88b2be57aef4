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
 * Replays the events of one key in the order of the log and compares with the live rows of the key, to find the first event
 * from which they differ, as far as the live rows show it.
 *
 * <p>The live read model keeps no former states, but the version of each row is the number of its events. Each live row is
 * compared with the replayed row after the same number of events. If a value differs, they differ at the latest from the
 * event that set it last. A row with too few events lacks the next one. The outcome of a trade comes from the fold: if it
 * differs, they differ from the event that gave the trade its replayed outcome.
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

    /** The number of trades folded so far. */
    long folded() {
        return folded;
    }

    /** Replays the next accepted event. */
    void replay(TradeEvent event) {
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
                // Live checkpoints are not compared.
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
        FoldedTrade before = entries.put(foldedTrade.tradeOrder(), foldedTrade);
        if (before == null || !before.outcome().equals(foldedTrade.outcome())) {
            outcomesSince.put(foldedTrade.refId(), number);
        }
    }

    /** The index of the first event from which they differ; empty if no event explains a difference. */
    OptionalInt first() {
        return IntStream.concat(
                        Stream.concat(Stream.of(summaryRow), tradeRows.values().stream())
                                .flatMapToInt(row -> row.partedAt().stream()),
                        entries.values().stream()
                                .filter(this::hasAnotherOutcome)
                                .mapToInt(foldedTrade -> outcomesSince.getOrDefault(foldedTrade.refId(), 0)))
                .min();
    }

    /** The units held at a rejection are compared only if live has them: version 1 of the fold did not store them. */
    private boolean hasAnotherOutcome(FoldedTrade foldedTrade) {
        TradeRow row = live.get(foldedTrade.refId().value());
        return row != null
                && (row.outcome().held() == null
                        ? row.outcome().state() != foldedTrade.state()
                        : !row.outcome().equals(foldedTrade.outcome()));
    }

    /** A row after as many events as the live row has. */
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
                // There is no live row, or it lacks this event.
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
