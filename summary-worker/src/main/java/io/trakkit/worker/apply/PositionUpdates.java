package io.trakkit.worker.apply;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.RecordMerge;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.update.Accepted;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.domain.update.PositionUpdate;
import io.trakkit.store.actions.CorporateActions;
import io.trakkit.store.actions.CorporateActions.ClientTicker;
import io.trakkit.store.actions.TickerActions;
import io.trakkit.store.ledger.Activities;
import io.trakkit.store.ledger.Checkpoints;
import io.trakkit.store.ledger.Journal;
import io.trakkit.store.ledger.Journal.EventKey;
import io.trakkit.store.ledger.Journal.RefKey;
import io.trakkit.store.ledger.Summaries;
import io.trakkit.store.ledger.Trades;
import io.trakkit.store.portfolios.PortfolioOwners.Owned;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import io.trakkit.store.postgres.RoundTrip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Updates the positions of new events: opens and locks their rows, folds, and saves. */
final class PositionUpdates {

    private final Journal journal;
    private final Summaries summaries;
    private final Trades trades;
    private final Activities activities;
    private final Checkpoints checkpoints;
    private final CorporateActions corporateActions;

    PositionUpdates(JdbcClient jdbc, Journal journal) {
        this.journal = journal;
        summaries = new Summaries(jdbc);
        trades = new Trades(jdbc);
        activities = new Activities(jdbc);
        checkpoints = new Checkpoints(jdbc);
        corporateActions = new CorporateActions(jdbc);
    }

    /** The new events of a position, in the order of the log, with its locked row; null if nothing has opened it. */
    private record PositionEvents(
            PositionKey key,
            BookRules rules,
            TickerActions actions,
            Summaries.@Nullable Locked row,
            List<Accepted> amended,
            List<LoggedEvent> events) {

        /** Without a row there is no lock, and another transaction may be adding records: this update sees none of them. */
        PositionUpdate update() {
            if (row == null) {
                return new PositionUpdate(Summary.empty(key), rules, folded(actions, rules), List.of());
            }
            PositionUpdate update = new PositionUpdate(row.summary(), rules, folded(actions, rules), amended);
            // A batch can come before the refold of the position, and must not fold only part of it with a new action.
            differFrom(row, actions).ifPresent(from -> update.refoldAt(TradeOrder.before(from)));
            return update;
        }
    }

    /** Positions whose rows are locked until the end of the transaction. */
    record Locked(int generation, List<PositionEvents> positions) {}

    /** What is stored about the positions of events, once the statements have been sent. */
    record Found(
            Supplier<List<Summaries.Locked>> rows,
            List<Supplier<? extends List<? extends Accepted>>> amended,
            Supplier<Map<ClientTicker, TickerActions>> actions) {}

    /** Locks the rows of the positions of events, and then reads what their fold needs. */
    Found lock(RoundTrip trip, int generation, List<LoggedEvent> events) {
        SortedSet<PositionKey> keys =
                events.stream().map(logged -> logged.event().key()).collect(Collectors.toCollection(TreeSet::new));
        return new Found(
                summaries.lock(trip, generation, keys),
                amendedRecords(trip, generation, events),
                corporateActions.of(trip, tickers(keys)));
    }

    /**
     * Opens missing rows, and locks them. Most keys have a row, so opening comes after locking. Two workers with common keys can
     * lock old and new rows in different orders; PostgreSQL ends such a deadlock, and the batch is retried.
     *
     * @param events the new ones, in the order of the log
     * @param found what is stored about their positions, and perhaps about others
     * @param portfolios the rules of their portfolios
     */
    Locked open(
            RoundTrip trip,
            int generation,
            List<LoggedEvent> events,
            Found found,
            Map<PortfolioKey, Owned> portfolios) {
        SortedMap<PositionKey, List<LoggedEvent>> byKey = events.stream()
                .collect(Collectors.groupingBy(logged -> logged.event().key(), TreeMap::new, Collectors.toList()));
        Map<PositionKey, Summaries.Locked> rows = byKey(found.rows().get());
        List<Supplier<? extends List<? extends Accepted>>> records = found.amended();
        SortedSet<PositionKey> missing = keysToOpen(events);
        missing.removeAll(rows.keySet());
        if (!missing.isEmpty()) {
            summaries.open(trip, generation, missing);
            RoundTrip.Answer<List<Summaries.Locked>> opened = summaries.lock(trip, generation, missing);
            // Another transaction may have added records before these rows were locked.
            records = amendedRecords(trip, generation, events);
            trip.send();
            rows.putAll(byKey(opened.get()));
        }
        Map<PositionKey, List<Accepted>> amended = records.stream()
                .<Accepted>flatMap(each -> each.get().stream())
                .collect(Collectors.groupingBy(Accepted::key));
        Map<ClientTicker, TickerActions> actions = found.actions().get();
        return new Locked(
                generation,
                byKey.entrySet().stream()
                        .map(entry -> new PositionEvents(
                                entry.getKey(),
                                rules(entry.getKey(), portfolios),
                                actions.getOrDefault(ClientTicker.of(entry.getKey()), TickerActions.NONE),
                                rows.get(entry.getKey()),
                                amended.getOrDefault(entry.getKey(), List.of()),
                                entry.getValue()))
                        .toList());
    }

    private static Set<ClientTicker> tickers(Collection<PositionKey> keys) {
        return keys.stream().map(ClientTicker::of).collect(Collectors.toSet());
    }

    private static List<FoldedActivity> folded(TickerActions actions, BookRules rules) {
        return actions.counting().stream()
                .filter(action -> action.countsIn(rules.currency()))
                .map(action -> FoldedActivity.of(action, rules))
                .toList();
    }

    /** From when on the actions differ from those that a position was folded with. */
    private static Optional<Instant> differFrom(Summaries.Locked row, TickerActions actions) {
        return row.summary().version() == 0 ? Optional.empty() : actions.differFrom(row.actionChange());
    }

    /**
     * Folds positions again from a time on, because a corporate action has changed, and saves them. The version of a summary
     * stays: it counts the events of the log. Readers see the change by the number of refolds.
     */
    void refold(int generation, Collection<PositionKey> keys, Instant from, Map<PortfolioKey, Owned> portfolios) {
        Map<ClientTicker, TickerActions> actions = corporateActions.of(tickers(keys));
        List<Checkpoints.Row> passed = new ArrayList<>();
        List<Summaries.Locked> refolded = new ArrayList<>();
        for (Summaries.Locked row : summaries.lock(generation, new TreeSet<>(keys))) {
            PositionKey key = row.summary().key();
            BookRules rules = rules(key, portfolios);
            TickerActions ofTicker = actions.getOrDefault(ClientTicker.of(key), TickerActions.NONE);
            PositionUpdate update = new PositionUpdate(row.summary(), rules, folded(ofTicker, rules), List.of());
            update.refoldAt(TradeOrder.before(from));
            differFrom(row, ofTicker).ifPresent(earlier -> update.refoldAt(TradeOrder.before(earlier)));
            refolded.add(row.with(fold(generation, key, update, passed)).foldedAfter(ofTicker.lastChange()));
        }
        if (!passed.isEmpty()) {
            checkpoints.insert(generation, passed);
        }
        summaries.saveRefolded(generation, refolded);
    }

    private static BookRules rules(PositionKey key, Map<PortfolioKey, Owned> portfolios) {
        return Objects.requireNonNull(portfolios.get(new PortfolioKey(key.client(), key.portfolio())))
                .rules();
    }

    private static Map<PositionKey, Summaries.Locked> byKey(List<Summaries.Locked> rows) {
        return rows.stream().collect(Collectors.toMap(row -> row.summary().key(), Function.identity()));
    }

    /** A creation or a recalculation opens its position; an amendment of an unknown record does not. */
    private static SortedSet<PositionKey> keysToOpen(List<LoggedEvent> events) {
        return events.stream()
                .map(LoggedEvent::event)
                .filter(event -> switch (event) {
                    case TradeEvent.Created _, TradeEvent.ActivityCreated _, TradeEvent.RecalculationRequested _ ->
                        true;
                    case TradeEvent.Amended _, TradeEvent.ActivityAmended _ -> false;
                })
                .map(TradeEvent::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Supplier<? extends List<? extends Accepted>>> amendedRecords(
            RoundTrip trip, int generation, List<LoggedEvent> events) {
        Set<RefKey> amendedTrades = new LinkedHashSet<>();
        Set<RefKey> amendedActivities = new LinkedHashSet<>();
        for (LoggedEvent logged : events) {
            switch (logged.event()) {
                case TradeEvent.Amended event -> amendedTrades.add(new RefKey(event.client(), event.refId()));
                case TradeEvent.ActivityAmended event ->
                    amendedActivities.add(new RefKey(event.client(), event.refId()));
                case TradeEvent.Created _, TradeEvent.ActivityCreated _, TradeEvent.RecalculationRequested _ -> {
                    // Nothing stored changes but by an amendment.
                }
            }
        }
        List<Supplier<? extends List<? extends Accepted>>> found = new ArrayList<>();
        if (!amendedTrades.isEmpty()) {
            found.add(trades.find(trip, generation, amendedTrades));
        }
        if (!amendedActivities.isEmpty()) {
            found.add(activities.find(trip, generation, amendedActivities));
        }
        return found;
    }

    /**
     * Folds the events of each position and collects the changed rows. A refold writes in two cases before that: it deletes
     * invalid checkpoints, and writes changed outcomes of stored records in chunks, because a long fold would not fit into
     * memory.
     */
    Changes fold(Locked locked, BatchOutcome outcome) {
        Changes changes = new Changes();
        for (PositionEvents position : locked.positions()) {
            PositionUpdate update = position.update();
            if (accept(update, position.events(), changes, outcome)) {
                Summary summary = fold(locked.generation(), position.key(), update, changes.checkpoints);
                changes.createdTrades.addAll(update.createdTrades());
                changes.amendedTrades.addAll(update.amendedTrades());
                changes.createdActivities.addAll(update.createdActivities());
                changes.amendedActivities.addAll(update.amendedActivities());
                changes.summaries.add(Objects.requireNonNull(position.row())
                        .with(summary)
                        .foldedAfter(position.actions().lastChange()));
            }
        }
        return changes;
    }

    private static boolean accept(
            PositionUpdate update, List<LoggedEvent> events, Changes changes, BatchOutcome outcome) {
        boolean anyAccepted = false;
        for (LoggedEvent logged : events) {
            switch (update.accept(logged.event(), logged.fingerprint())) {
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

    /** Folds from the summary if all new records come last, else from the last checkpoint before the earliest change. */
    private Summary fold(int generation, PositionKey key, PositionUpdate update, List<Checkpoints.Row> passed) {
        StateChangeWriter stateChanges = new StateChangeWriter(trades, activities, generation, key, passed);
        Optional<TradeOrder> changedFrom = update.refoldFrom();
        Summary summary;
        if (changedFrom.isEmpty()) {
            summary = update.fold(stateChanges);
        } else {
            Checkpoints.Start start = checkpoints.lastBefore(generation, key, changedFrom.get());
            checkpoints.deleteFrom(generation, key, changedFrom.get());
            summary = refold(generation, key, update, start, stateChanges);
        }
        stateChanges.write();
        return summary;
    }

    private Summary refold(
            int generation,
            PositionKey key,
            PositionUpdate update,
            Checkpoints.Start start,
            StateChangeWriter stateChanges) {
        TradeOrder place = start.checkpoint().tradeOrder();
        try (Stream<FoldedTrade> ofTrades = trades.tradesAfter(generation, key, place);
                Stream<FoldedActivity> ofActivities =
                        start.hasActivities() ? activities.activitiesAfter(generation, key, place) : Stream.empty()) {
            return update.fold(
                    start.checkpoint(), new RecordMerge(ofTrades.iterator(), ofActivities.iterator()), stateChanges);
        }
    }

    /** Writes the changed rows, each table once. */
    void save(RoundTrip trip, int generation, Changes changes) {
        if (!changes.withdrawn.isEmpty()) {
            journal.withdraw(trip, generation, changes.withdrawn);
        }
        if (!changes.createdTrades.isEmpty()) {
            trades.insert(trip, generation, changes.createdTrades);
        }
        if (!changes.amendedTrades.isEmpty()) {
            trades.update(trip, generation, changes.amendedTrades);
        }
        if (!changes.createdActivities.isEmpty()) {
            activities.insert(trip, generation, changes.createdActivities);
        }
        if (!changes.amendedActivities.isEmpty()) {
            activities.update(trip, generation, changes.amendedActivities);
        }
        if (!changes.checkpoints.isEmpty()) {
            checkpoints.insert(trip, generation, changes.checkpoints);
        }
        if (!changes.summaries.isEmpty()) {
            summaries.save(trip, changes.summaries);
        }
    }

    /** The changed rows of all positions, by table. */
    static final class Changes {

        private final List<EventKey> withdrawn = new ArrayList<>();
        private final List<AcceptedTrade> createdTrades = new ArrayList<>();
        private final List<AcceptedTrade> amendedTrades = new ArrayList<>();
        private final List<AcceptedActivity> createdActivities = new ArrayList<>();
        private final List<AcceptedActivity> amendedActivities = new ArrayList<>();
        private final List<Checkpoints.Row> checkpoints = new ArrayList<>();
        private final List<Summaries.Locked> summaries = new ArrayList<>();
    }
}
