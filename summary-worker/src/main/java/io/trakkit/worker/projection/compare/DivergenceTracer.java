package io.trakkit.worker.projection.compare;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.update.Accepted;
import io.trakkit.domain.update.PositionUpdate;
import io.trakkit.store.projection.PositionRows.RecordRow;
import io.trakkit.store.projection.PositionRows.Values;
import java.util.HashMap;
import java.util.List;
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
 * event that set it last. A row with too few events lacks the next one. The outcome of a record comes from the fold: if it
 * differs, they differ from the event that gave the record its replayed outcome.
 */
final class DivergenceTracer {

    private final Row summaryRow;
    private final Map<String, Row> recordRows = new HashMap<>();
    private final BookRules rules;
    private final Map<String, RecordRow> live;
    private final Map<RefId, Accepted> records = new HashMap<>();
    private final Map<RefId, Integer> outcomesSince = new HashMap<>();
    private final NavigableMap<TradeOrder, FoldedRecord> entries = new TreeMap<>();
    private Summary summary;
    private int events;
    private long folded;

    DivergenceTracer(
            PositionKey key, BookRules rules, Optional<Values> liveSummary, Map<String, RecordRow> liveRecords) {
        this.summary = Summary.empty(key);
        this.rules = rules;
        this.summaryRow = new Row(liveSummary);
        this.live = liveRecords;
    }

    /** The number of records folded so far. */
    long folded() {
        return folded;
    }

    /** Replays the next accepted event. */
    void replay(TradeEvent event) {
        int number = events++;
        Optional<Accepted> amended = amendedBy(event).map(records::get);
        PositionUpdate positionUpdate =
                new PositionUpdate(summary, rules, List.of(), amended.stream().toList());
        positionUpdate.accept(event);
        Map<RefId, FoldOutcome> outcomes = new HashMap<>();
        summary = fold(positionUpdate, outcomes);
        Stream.of(
                        positionUpdate.createdTrades(),
                        positionUpdate.amendedTrades(),
                        positionUpdate.createdActivities(),
                        positionUpdate.amendedActivities())
                .flatMap(List::stream)
                .forEach(accepted -> became(accepted, number));
        outcomes.forEach((refId, foldOutcome) -> changed(refId, foldOutcome, number));
        summaryRow.became(Values.of(summary), number);
    }

    private static Optional<RefId> amendedBy(TradeEvent event) {
        return switch (event) {
            case TradeEvent.Amended amendment -> Optional.of(amendment.refId());
            case TradeEvent.ActivityAmended amendment -> Optional.of(amendment.refId());
            case TradeEvent.Created _, TradeEvent.ActivityCreated _, TradeEvent.RecalculationRequested _ ->
                Optional.empty();
        };
    }

    private Summary fold(PositionUpdate positionUpdate, Map<RefId, FoldOutcome> outcomes) {
        Fold.Listener findings = new Fold.Listener() {
            @Override
            public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {
                outcomes.put(foldedRecord.refId(), foldOutcome);
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

    private void became(Accepted accepted, int number) {
        RefId refId = accepted.refId();
        recordRows
                .computeIfAbsent(
                        refId.value(),
                        name -> new Row(Optional.ofNullable(live.get(name)).map(RecordRow::values)))
                .became(Values.of(accepted), number);
        enter(accepted, number);
    }

    private void changed(RefId refId, FoldOutcome foldOutcome, int number) {
        enter(Objects.requireNonNull(records.get(refId)).withOutcome(foldOutcome), number);
    }

    /** Puts a record in its place; an amendment may have moved it. */
    private void enter(Accepted accepted, int number) {
        Accepted before = records.put(accepted.refId(), accepted);
        if (before != null) {
            entries.remove(before.tradeOrder());
        }
        entries.put(accepted.tradeOrder(), accepted.foldedRecord());
        if (before == null || !before.outcome().equals(accepted.outcome())) {
            outcomesSince.put(accepted.refId(), number);
        }
    }

    /** The index of the first event from which they differ; empty if no event explains a difference. */
    OptionalInt first() {
        return IntStream.concat(
                        Stream.concat(Stream.of(summaryRow), recordRows.values().stream())
                                .flatMapToInt(row -> row.partedAt().stream()),
                        entries.values().stream()
                                .filter(this::hasAnotherOutcome)
                                .mapToInt(foldedRecord -> outcomesSince.getOrDefault(foldedRecord.refId(), 0)))
                .min();
    }

    /** The units held at a rejection are compared only if live has them: version 1 of the fold did not store them. */
    private boolean hasAnotherOutcome(FoldedRecord foldedRecord) {
        RecordRow row = live.get(foldedRecord.refId().value());
        return row != null
                && (row.outcome().held() == null
                        ? row.outcome().state() != foldedRecord.state()
                        : !row.outcome().equals(foldedRecord.outcome()));
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
