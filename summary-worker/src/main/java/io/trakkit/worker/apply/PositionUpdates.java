package io.trakkit.worker.apply;

import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.PositionUpdate;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.store.ledger.Checkpoints;
import io.trakkit.store.ledger.Journal;
import io.trakkit.store.ledger.Journal.EventKey;
import io.trakkit.store.ledger.Journal.RefKey;
import io.trakkit.store.ledger.Summaries;
import io.trakkit.store.ledger.Trades;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes the new events of a batch into the books of their keys: open, lock, accept, fold, save. */
final class PositionUpdates {

    private final Journal journal;
    private final Summaries summaries;
    private final Trades trades;
    private final Checkpoints checkpoints;

    PositionUpdates(Journal journal, Summaries summaries, Trades trades, Checkpoints checkpoints) {
        this.journal = journal;
        this.summaries = summaries;
        this.trades = trades;
        this.checkpoints = checkpoints;
    }

    /** @param readings new events, in the order of the log */
    void take(int generation, List<DecodedRecord.Decoded> readings, BatchOutcome batchOutcome) {
        if (readings.isEmpty()) {
            return;
        }
        SortedMap<PositionKey, List<DecodedRecord.Decoded>> byKey = readings.stream()
                .collect(Collectors.groupingBy(
                        decodedRecord -> decodedRecord.event().key(), TreeMap::new, Collectors.toList()));
        Map<PositionKey, Summaries.Locked> locked =
                lock(generation, new TreeSet<>(byKey.keySet()), keysToOpen(readings));
        Map<PositionKey, List<AcceptedTrade>> amended = amendedTrades(generation, readings);

        Changes changes = new Changes();
        byKey.forEach((key, ofKey) -> {
            Summaries.Locked row = locked.get(key);
            // Without a row there is no lock, and what another transaction may have just added must not be touched.
            PositionUpdate positionUpdate = row == null
                    ? new PositionUpdate(Summary.empty(key), List.of())
                    : new PositionUpdate(row.summary(), amended.getOrDefault(key, List.of()));
            if (accept(positionUpdate, ofKey, changes, batchOutcome)) {
                changes.add(
                        positionUpdate,
                        Objects.requireNonNull(row).with(fold(generation, key, positionUpdate, changes)));
            }
        });
        save(generation, changes);
    }

    /**
     * Locks the rows of the keys, those that are missing opened first. Most keys have a row, so that is looked at before it
     * is tried. Two workers that share keys can want the same new row in another order than the old ones; PostgreSQL ends
     * such a deadlock, and the batch is tried again.
     */
    private Map<PositionKey, Summaries.Locked> lock(
            int generation, SortedSet<PositionKey> keys, SortedSet<PositionKey> toOpen) {
        Map<PositionKey, Summaries.Locked> locked = byKey(summaries.lock(generation, keys));
        SortedSet<PositionKey> missing = new TreeSet<>(toOpen);
        missing.removeAll(locked.keySet());
        if (!missing.isEmpty()) {
            summaries.open(generation, missing);
            locked.putAll(byKey(summaries.lock(generation, missing)));
        }
        return locked;
    }

    private static Map<PositionKey, Summaries.Locked> byKey(List<Summaries.Locked> rows) {
        return rows.stream().collect(Collectors.toMap(row -> row.summary().key(), Function.identity()));
    }

    /** A trade or a recalculation opens its key; an amendment of nothing leaves no trace. */
    private static SortedSet<PositionKey> keysToOpen(List<DecodedRecord.Decoded> readings) {
        return readings.stream()
                .map(DecodedRecord.Decoded::event)
                .filter(event -> !(event instanceof TradeEvent.Amended))
                .map(TradeEvent::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<PositionKey, List<AcceptedTrade>> amendedTrades(int generation, List<DecodedRecord.Decoded> readings) {
        List<RefKey> wanted = readings.stream()
                .map(DecodedRecord.Decoded::event)
                .filter(TradeEvent.Amended.class::isInstance)
                .map(TradeEvent.Amended.class::cast)
                .map(event -> new RefKey(event.client(), event.refId()))
                .distinct()
                .toList();
        return wanted.isEmpty()
                ? Map.of()
                : trades.find(generation, wanted).stream().collect(Collectors.groupingBy(AcceptedTrade::key));
    }

    private static boolean accept(
            PositionUpdate positionUpdate,
            List<DecodedRecord.Decoded> readings,
            Changes changes,
            BatchOutcome batchOutcome) {
        boolean anyAccepted = false;
        for (DecodedRecord.Decoded decodedRecord : readings) {
            switch (positionUpdate.accept(decodedRecord.event())) {
                case PositionUpdate.Acceptance.Accepted _ -> {
                    batchOutcome.accepted();
                    anyAccepted = true;
                }
                case PositionUpdate.Acceptance.Refused refused -> {
                    batchOutcome.refused(decodedRecord, refused.reason(), refused.detail());
                    changes.withdrawn.add(new EventKey(
                            decodedRecord.event().client(),
                            decodedRecord.event().eventId()));
                }
            }
        }
        return anyAccepted;
    }

    private Summary fold(int generation, PositionKey key, PositionUpdate positionUpdate, Changes changes) {
        StateChangeWriter outcomes = new StateChangeWriter(trades, generation, key, changes.checkpoints);
        Summary summary = positionUpdate
                .refoldFrom()
                .map(changedFrom -> refold(generation, key, positionUpdate, changedFrom, outcomes))
                .orElseGet(() -> positionUpdate.fold(outcomes));
        outcomes.write();
        return summary;
    }

    private Summary refold(
            int generation,
            PositionKey key,
            PositionUpdate positionUpdate,
            TradeOrder changedFrom,
            StateChangeWriter outcomes) {
        Checkpoint start = checkpoints.lastBefore(generation, key, changedFrom);
        checkpoints.deleteFrom(generation, key, changedFrom);
        try (Stream<FoldedTrade> stored = trades.tradesAfter(generation, key, start.place())) {
            return positionUpdate.fold(start, stored.iterator(), outcomes);
        }
    }

    private void save(int generation, Changes changes) {
        if (!changes.withdrawn.isEmpty()) {
            journal.withdraw(generation, changes.withdrawn);
        }
        if (!changes.created.isEmpty()) {
            trades.insert(generation, changes.created);
        }
        if (!changes.amended.isEmpty()) {
            trades.update(generation, changes.amended);
        }
        if (!changes.checkpoints.isEmpty()) {
            checkpoints.insert(generation, changes.checkpoints);
        }
        if (!changes.summaries.isEmpty()) {
            summaries.save(changes.summaries);
        }
    }

    /** What a batch writes, gathered over its keys so that each table is written once. */
    private static final class Changes {

        final List<EventKey> withdrawn = new ArrayList<>();
        final List<AcceptedTrade> created = new ArrayList<>();
        final List<AcceptedTrade> amended = new ArrayList<>();
        final List<Checkpoints.Row> checkpoints = new ArrayList<>();
        final List<Summaries.Locked> summaries = new ArrayList<>();

        void add(PositionUpdate positionUpdate, Summaries.Locked summary) {
            created.addAll(positionUpdate.created());
            amended.addAll(positionUpdate.amended());
            summaries.add(summary);
        }
    }
}
