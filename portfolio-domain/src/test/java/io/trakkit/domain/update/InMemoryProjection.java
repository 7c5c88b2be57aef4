package io.trakkit.domain.update;

import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.position.RecordMerge;
import io.trakkit.domain.position.RecordedOutcomes;
import io.trakkit.domain.position.Samples;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.testing.PlainLedger;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the worker keeps in tables, kept in memory: a batch goes through the same steps (claim the ids, accept, fold, save),
 * so that the tests of {@link PositionUpdate} need no database.
 */
public final class InMemoryProjection {

    /** A record of the log. The same origin twice is the same record, read again. */
    record Delivery(int origin, TradeEvent event) {}

    private final BookRules rules;
    private final TreeMap<TradeOrder, FoldedActivity> corporateActions = new TreeMap<>();
    private final Map<UUID, Fingerprint> journal = new HashMap<>();
    private final Map<RefId, Fingerprint> creations = new HashMap<>();
    private final Map<RefId, Accepted> records = new HashMap<>();
    private final Map<PositionKey, TreeMap<TradeOrder, RefId>> books = new HashMap<>();
    private final Map<PositionKey, TreeMap<TradeOrder, Checkpoint>> checkpoints = new HashMap<>();
    private final Map<PositionKey, Summary> summaries = new TreeMap<>();
    private final TreeMap<Integer, String> verdicts = new TreeMap<>();

    /** The records that the last fold of a key read and wrote, other than those of its batch. */
    final List<String> read = new ArrayList<>();

    final Map<RefId, FoldOutcome> changed = new LinkedHashMap<>();

    /** How often a fold has set in at a checkpoint that was not the start. */
    int foldsFromCheckpoint;

    InMemoryProjection() {
        this(Samples.RULES);
    }

    public InMemoryProjection(BookRules rules) {
        this.rules = rules;
    }

    /** Records a corporate action of every ticker, or corrects the one of that name, and refolds the keys that there are. */
    public void record(FoldedActivity action) {
        TradeOrder before = remove(action.refId());
        corporateActions.put(action.tradeOrder(), action);
        refoldAll(before != null && action.tradeOrder().isAfter(before) ? before : action.tradeOrder());
    }

    /** Withdraws the corporate action of that name, and refolds the keys that there are. */
    public void withdraw(RefId actionId) {
        TradeOrder before = remove(actionId);
        if (before != null) {
            refoldAll(before);
        }
    }

    private @Nullable TradeOrder remove(RefId actionId) {
        TradeOrder found = corporateActions.keySet().stream()
                .filter(order -> order.refId().equals(actionId))
                .findFirst()
                .orElse(null);
        if (found != null) {
            corporateActions.remove(found);
        }
        return found;
    }

    private void refoldAll(TradeOrder from) {
        for (PositionKey key : List.copyOf(summaries.keySet())) {
            if (!key.ticker().equals(Ticker.CASH)) {
                PositionUpdate refold = new PositionUpdate(summary(key), rules, corporateActions(key), List.of());
                refold.refoldAt(from);
                summaries.put(key, fold(key, refold));
            }
        }
    }

    private List<FoldedActivity> corporateActions(PositionKey key) {
        return key.ticker().equals(Ticker.CASH) ? List.of() : List.copyOf(corporateActions.values());
    }

    /** Delivers the next records of the log as one batch. */
    public void deliver(TradeEvent... events) {
        List<Delivery> batch = new ArrayList<>();
        for (TradeEvent event : events) {
            batch.add(new Delivery(verdicts.size() + batch.size(), event));
        }
        deliver(batch);
    }

    void deliver(List<Delivery> batch) {
        List<Delivery> claimed = new ArrayList<>();
        Set<UUID> undecided = new HashSet<>();
        for (Delivery delivery : batch) {
            // An amendment that is refused gives its event_id back, and who wants it too must wait for that.
            if (undecided.contains(delivery.event().eventId())) {
                take(claimed);
                claimed.clear();
                undecided.clear();
            }
            claim(delivery, claimed);
            if (isAmendment(delivery.event())) {
                undecided.add(delivery.event().eventId());
            }
        }
        take(claimed);
    }

    private static boolean isAmendment(TradeEvent event) {
        return event instanceof TradeEvent.Amended || event instanceof TradeEvent.ActivityAmended;
    }

    private void claim(Delivery delivery, List<Delivery> claimed) {
        TradeEvent event = delivery.event();
        Optional<RefId> createdRef = event.booking().map(Booking::refId);
        Fingerprint underEventId = journal.get(event.eventId());
        Fingerprint underRefId = createdRef.map(creations::get).orElse(null);
        if (underEventId != null) {
            repeatOr("event_id_conflict", delivery, underEventId);
        } else if (underRefId != null) {
            repeatOr("ref_id_conflict", delivery, underRefId);
        } else if (!verdicts.containsKey(delivery.origin())) {
            journal.put(event.eventId(), event.fingerprint());
            createdRef.ifPresent(refId -> creations.put(refId, event.fingerprint()));
            claimed.add(delivery);
        }
    }

    private void repeatOr(String conflict, Delivery delivery, Fingerprint taken) {
        boolean says = delivery.event().fingerprint().equals(taken);
        verdicts.putIfAbsent(delivery.origin(), says ? PlainBook.REPEATED : conflict);
    }

    private void take(List<Delivery> claimed) {
        claimed.stream()
                .collect(Collectors.groupingBy(delivery -> delivery.event().key(), TreeMap::new, Collectors.toList()))
                .forEach(this::take);
    }

    private void take(PositionKey key, List<Delivery> deliveries) {
        PositionUpdate positionUpdate =
                new PositionUpdate(summary(key), rules, corporateActions(key), amended(key, deliveries));
        boolean anyAccepted = false;
        for (Delivery delivery : deliveries) {
            switch (positionUpdate.accept(delivery.event())) {
                case PositionUpdate.Acceptance.Accepted _ -> {
                    verdicts.put(delivery.origin(), PlainBook.ACCEPTED);
                    anyAccepted = true;
                }
                case PositionUpdate.Acceptance.Refused refused -> {
                    verdicts.put(delivery.origin(), refused.reason().wireName());
                    journal.remove(delivery.event().eventId());
                }
            }
        }
        if (anyAccepted) {
            summaries.put(key, fold(key, positionUpdate));
            save(key, positionUpdate);
        }
    }

    private void save(PositionKey key, PositionUpdate positionUpdate) {
        positionUpdate.createdTrades().forEach(created -> put(key, created));
        positionUpdate.createdActivities().forEach(created -> put(key, created));
        positionUpdate.amendedTrades().forEach(amended -> move(key, amended));
        positionUpdate.amendedActivities().forEach(amended -> move(key, amended));
    }

    private void put(PositionKey key, Accepted accepted) {
        records.put(accepted.refId(), accepted);
        book(key).put(accepted.tradeOrder(), accepted.refId());
    }

    private void move(PositionKey key, Accepted accepted) {
        book(key).remove(accepted(accepted.refId()).tradeOrder());
        put(key, accepted);
    }

    private Collection<Accepted> amended(PositionKey key, List<Delivery> deliveries) {
        return deliveries.stream()
                .filter(delivery -> isAmendment(delivery.event()))
                .flatMap(delivery -> delivery.event().subject().stream())
                .distinct()
                .flatMap(refId -> Optional.ofNullable(records.get(refId)).stream())
                .filter(accepted -> accepted.key().equals(key))
                .toList();
    }

    private Summary fold(PositionKey key, PositionUpdate positionUpdate) {
        read.clear();
        changed.clear();
        List<Checkpoint> found = new ArrayList<>();
        Summary after = fold(key, positionUpdate, found);
        changed.forEach((refId, foldOutcome) ->
                records.computeIfPresent(refId, (_, accepted) -> accepted.withOutcome(foldOutcome)));
        found.forEach(checkpoint -> checkpoints(key).put(checkpoint.tradeOrder(), checkpoint));
        return after;
    }

    private Summary fold(PositionKey key, PositionUpdate positionUpdate, List<Checkpoint> found) {
        Fold.Listener findings = new Fold.Listener() {
            @Override
            public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {
                changed.put(foldedRecord.refId(), foldOutcome);
            }

            @Override
            public void checkpoint(Checkpoint checkpoint) {
                found.add(checkpoint);
            }
        };
        TradeOrder changedFrom = positionUpdate.refoldFrom().orElse(null);
        if (changedFrom == null) {
            return positionUpdate.fold(findings);
        }
        Map.Entry<TradeOrder, Checkpoint> last = checkpoints(key).lowerEntry(changedFrom);
        Checkpoint start = last == null ? Checkpoint.START : last.getValue();
        foldsFromCheckpoint += last == null ? 0 : 1;
        checkpoints(key).tailMap(changedFrom, true).clear();
        return positionUpdate.fold(start, entriesAfter(key, start.tradeOrder()), findings);
    }

    private Iterator<FoldedRecord> entriesAfter(PositionKey key, TradeOrder tradeOrder) {
        return book(key).tailMap(tradeOrder, false).values().stream()
                .peek(refId -> read.add(refId.value()))
                .map(refId -> accepted(refId).foldedRecord())
                .iterator();
    }

    private NavigableMap<TradeOrder, RefId> book(PositionKey key) {
        return books.computeIfAbsent(key, _ -> new TreeMap<>());
    }

    private NavigableMap<TradeOrder, Checkpoint> checkpoints(PositionKey key) {
        return checkpoints.computeIfAbsent(key, _ -> new TreeMap<>());
    }

    private Accepted accepted(RefId refId) {
        return Objects.requireNonNull(records.get(refId), refId::value);
    }

    Accepted accepted(String refId) {
        return accepted(new RefId(refId));
    }

    AcceptedTrade trade(String refId) {
        return (AcceptedTrade) accepted(refId);
    }

    Summary summary(PositionKey key) {
        return summaries.getOrDefault(key, Summary.empty(key));
    }

    /** The summaries of the keys, as the plain book has them. */
    Map<PositionKey, PlainBook.Line> lines() {
        Map<PositionKey, PlainBook.Line> lines = new LinkedHashMap<>();
        summaries.forEach((key, summary) -> {
            Position position = summary.folded().position();
            lines.put(
                    key,
                    new PlainBook.Line(
                            position.held(),
                            position.cost(),
                            position.realised(),
                            summary.version(),
                            summary.updatedAt()));
        });
        return lines;
    }

    /** The trades, as the plain book has them. */
    Map<RefId, PlainBook.TradeLine> tradeLines() {
        Map<RefId, PlainBook.TradeLine> lines = new HashMap<>();
        records.forEach((refId, accepted) -> {
            if (accepted.booking() instanceof Trade trade) {
                lines.put(
                        refId,
                        new PlainBook.TradeLine(
                                accepted.key(),
                                trade.volume().value(),
                                trade.price().value(),
                                trade.isin(),
                                accepted.state(),
                                accepted.version(),
                                accepted.updatedAt()));
            }
        });
        return lines;
    }

    /** The summaries of the keys, as the plain ledger has them. */
    Map<PositionKey, PlainLedger.Line> ledgerLines() {
        Map<PositionKey, PlainLedger.Line> lines = new TreeMap<>();
        summaries.forEach((key, summary) -> lines.put(
                key,
                new PlainLedger.Line(
                        summary.folded().position(),
                        Optional.ofNullable(summary.folded().lastTrade()),
                        summary.version())));
        return lines;
    }

    /** What the fold made of each record, as the plain ledger has it. */
    Map<RefId, FoldOutcome> outcomes() {
        Map<RefId, FoldOutcome> outcomes = new HashMap<>();
        records.forEach((refId, accepted) -> outcomes.put(refId, accepted.outcome()));
        return outcomes;
    }

    /** The last trade of each key, as the plain book has it. */
    Map<PositionKey, Optional<LastTrade>> lastTrades() {
        Map<PositionKey, Optional<LastTrade>> last = new HashMap<>();
        summaries.forEach((key, summary) ->
                last.put(key, Optional.ofNullable(summary.folded().lastTrade())));
        return last;
    }

    /** What was held where sells were rejected, as the plain book has it. */
    Map<RefId, BigDecimal> heldAtRejections() {
        Map<RefId, BigDecimal> held = new HashMap<>();
        records.forEach((refId, accepted) -> {
            BigDecimal then = accepted.outcome().held();
            if (then != null) {
                held.put(refId, then);
            }
        });
        return held;
    }

    /** A record in its order, with the time of its receipt; of a corporate action its own time. */
    public record Received(FoldedRecord folded, Instant at) {}

    /** The records of each key, corporate actions included, as the tables give them to whoever asks for the past. */
    public Map<PositionKey, List<Received>> histories() {
        Map<PositionKey, List<Received>> histories = new TreeMap<>();
        for (PositionKey key : summaries.keySet()) {
            List<Received> history = new ArrayList<>();
            new RecordMerge(
                            entriesAfter(key, TradeOrder.START),
                            corporateActions(key).iterator())
                    .forEachRemaining(folded -> history.add(new Received(
                            folded,
                            Optional.ofNullable(records.get(folded.refId()))
                                    .map(Accepted::createdAt)
                                    .orElse(folded.tradeOrder().executedAt()))));
            histories.put(key, history);
        }
        return histories;
    }

    /** In the order of the log. */
    List<String> verdicts() {
        return List.copyOf(verdicts.values());
    }

    /** The checkpoints of a key, and below them what a fold from the start finds. */
    List<List<Checkpoint>> checkpointsAndExpected(PositionKey key) {
        RecordedOutcomes findings = new RecordedOutcomes();
        Iterator<FoldedRecord> records = new RecordMerge(
                entriesAfter(key, TradeOrder.START), corporateActions(key).iterator());
        Fold.run(FoldedPosition.NONE, records, rules, findings);
        return List.of(List.copyOf(checkpoints(key).values()), findings.checkpoints);
    }
}
