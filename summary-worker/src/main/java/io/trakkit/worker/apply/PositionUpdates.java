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
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Updates the positions of new events: opens and locks their rows, folds, and saves. */
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

    /** The new events of a position, in the order of the log, with its locked row; null if nothing has opened it. */
    private record PositionEvents(
            PositionKey key, Summaries.@Nullable Locked row, List<AcceptedTrade> amended, List<LoggedEvent> events) {

        /** Without a row there is no lock, and another transaction may be adding trades: this update sees none of them. */
        PositionUpdate update() {
            return row == null
                    ? new PositionUpdate(Summary.empty(key), List.of())
                    : new PositionUpdate(row.summary(), amended);
        }
    }

    /** Positions whose rows are locked until the end of the transaction. */
    record Locked(int generation, List<PositionEvents> positions) {}

    /** @param events new events, in the order of the log */
    Locked openAndLock(int generation, List<LoggedEvent> events) {
        if (events.isEmpty()) {
            return new Locked(generation, List.of());
        }
        SortedMap<PositionKey, List<LoggedEvent>> byKey = events.stream()
                .collect(Collectors.groupingBy(logged -> logged.event().key(), TreeMap::new, Collectors.toList()));
        Map<PositionKey, Summaries.Locked> rows = lock(generation, new TreeSet<>(byKey.keySet()), keysToOpen(events));
        Map<PositionKey, List<AcceptedTrade>> amended = amendedTrades(generation, events);
        return new Locked(
                generation,
                byKey.entrySet().stream()
                        .map(entry -> new PositionEvents(
                                entry.getKey(),
                                rows.get(entry.getKey()),
                                amended.getOrDefault(entry.getKey(), List.of()),
                                entry.getValue()))
                        .toList());
    }

    /**
     * Locks the rows of the keys, and opens missing ones first. Most keys have a row, so locking comes before opening. Two
     * workers with common keys can lock old and new rows in different orders; PostgreSQL ends such a deadlock, and the
     * batch is retried.
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

    /** A trade or a recalculation opens its position; an amendment of an unknown trade does not. */
    private static SortedSet<PositionKey> keysToOpen(List<LoggedEvent> events) {
        return events.stream()
                .map(LoggedEvent::event)
                .filter(event -> !(event instanceof TradeEvent.Amended))
                .map(TradeEvent::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<PositionKey, List<AcceptedTrade>> amendedTrades(int generation, List<LoggedEvent> events) {
        List<RefKey> wanted = events.stream()
                .map(LoggedEvent::event)
                .filter(TradeEvent.Amended.class::isInstance)
                .map(TradeEvent.Amended.class::cast)
                .map(event -> new RefKey(event.client(), event.refId()))
                .distinct()
                .toList();
        return wanted.isEmpty()
                ? Map.of()
                : trades.find(generation, wanted).stream().collect(Collectors.groupingBy(AcceptedTrade::key));
    }

    /**
     * Folds the events of each position and collects the changed rows. A refold writes in two cases before that: it deletes
     * invalid checkpoints, and writes changed outcomes of stored trades in chunks, because a long fold would not fit into
     * memory.
     */
    Changes fold(Locked locked, BatchOutcome outcome) {
        Changes changes = new Changes();
        for (PositionEvents position : locked.positions()) {
            PositionUpdate update = position.update();
            if (accept(update, position.events(), changes, outcome)) {
                Summary summary = fold(locked.generation(), position.key(), update, changes.checkpoints);
                changes.created.addAll(update.created());
                changes.amended.addAll(update.amended());
                changes.summaries.add(Objects.requireNonNull(position.row()).with(summary));
            }
        }
        return changes;
    }

    private static boolean accept(
            PositionUpdate update, List<LoggedEvent> events, Changes changes, BatchOutcome outcome) {
        boolean anyAccepted = false;
        for (LoggedEvent logged : events) {
            switch (update.accept(logged.event())) {
                case PositionUpdate.Acceptance.Accepted _ -> {
                    outcome.accepted();
                    anyAccepted = true;
                }
                case PositionUpdate.Acceptance.Refused refused -> {
                    outcome.refused(logged, refused.reason(), refused.detail());
                    changes.withdrawn.add(logged.eventKey());
                }
            }
        }
        return anyAccepted;
    }

    /** Folds from the summary if all new trades come last, else from the last checkpoint before the earliest change. */
    private Summary fold(int generation, PositionKey key, PositionUpdate update, List<Checkpoints.Row> passed) {
        StateChangeWriter stateChanges = new StateChangeWriter(trades, generation, key, passed);
        Optional<TradeOrder> changedFrom = update.refoldFrom();
        Summary summary;
        if (changedFrom.isEmpty()) {
            summary = update.fold(stateChanges);
        } else {
            Checkpoint start = checkpoints.lastBefore(generation, key, changedFrom.get());
            checkpoints.deleteFrom(generation, key, changedFrom.get());
            try (Stream<FoldedTrade> stored = trades.tradesAfter(generation, key, start.tradeOrder())) {
                summary = update.fold(start, stored.iterator(), stateChanges);
            }
        }
        stateChanges.write();
        return summary;
    }

    /** Writes the changed rows, each table once. */
    void save(int generation, Changes changes) {
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

    /** The changed rows of all positions, by table. */
    static final class Changes {

        private final List<EventKey> withdrawn = new ArrayList<>();
        private final List<AcceptedTrade> created = new ArrayList<>();
        private final List<AcceptedTrade> amended = new ArrayList<>();
        private final List<Checkpoints.Row> checkpoints = new ArrayList<>();
        private final List<Summaries.Locked> summaries = new ArrayList<>();
    }
}
