package io.trakkit.domain.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a log with every kind of record amounts to, worked out a second time from the rules of docs/returns.md: read the log
 * once from its beginning, sort each key's records, go through them. No checkpoints, no batches, nothing of the code that it is
 * compared with but the values.
 */
public final class PlainLedger {

    /** What a key must show. */
    public record Line(Position position, Optional<LastTrade> lastTrade, long version) {}

    /**
     * A record of a key with what it has made of the position.
     *
     * @param heldBefore the units right before it
     * @param lastTrade the newest price that trades and transfers tell after it
     */
    public record Step(PlainRecord made, BigDecimal heldBefore, Position after, Optional<LastTrade> lastTrade) {}

    private final BookRules rules;
    private final List<FoldedActivity> corporateActions;
    private final Map<String, PlainRecord> records = new HashMap<>();
    private final Map<String, Activity> activities = new HashMap<>();
    private final Map<UUID, TradeEvent> events = new HashMap<>();
    private final Map<RefId, Booking> bookings = new HashMap<>();
    private final TreeMap<PositionKey, Long> versions = new TreeMap<>();
    private final TreeMap<PositionKey, Line> lines = new TreeMap<>();
    private final List<String> verdicts = new ArrayList<>();

    private PlainLedger(BookRules rules, Collection<FoldedActivity> corporateActions) {
        this.rules = rules;
        this.corporateActions = List.copyOf(corporateActions);
    }

    /** @param corporateActions those that are not withdrawn, of every ticker */
    public static PlainLedger of(List<TradeEvent> log, Collection<FoldedActivity> corporateActions, BookRules rules) {
        PlainLedger ledger = new PlainLedger(rules, corporateActions);
        log.forEach(event -> ledger.verdicts.add(ledger.read(event)));
        ledger.versions.forEach((key, version) -> ledger.lines.put(key, ledger.line(key, version)));
        return ledger;
    }

    /** What became of each event, in the order of the log. */
    public List<String> verdicts() {
        return List.copyOf(verdicts);
    }

    public Map<PositionKey, Line> lines() {
        return lines;
    }

    /** The records of a key in their order, failed and rejected ones too; those of its cash have no position. */
    public List<Step> history(PositionKey key) {
        List<Step> steps = new ArrayList<>();
        PlainPosition position = new PlainPosition(rules);
        for (PlainRecord next : inOrder(key)) {
            BigDecimal heldBefore = position.position().held();
            position.add(next);
            steps.add(new Step(next, heldBefore, position.position(), position.lastTrade()));
        }
        return List.copyOf(steps);
    }

    /** What the fold made of each record. */
    public Map<RefId, FoldOutcome> outcomes() {
        Map<RefId, FoldOutcome> outcomes = new HashMap<>();
        records.forEach((refId, accepted) ->
                outcomes.put(new RefId(refId), new FoldOutcome(accepted.state, accepted.heldThen)));
        return outcomes;
    }

    private String read(TradeEvent event) {
        TradeEvent sameId = events.get(event.eventId());
        if (sameId != null) {
            return sameId.equals(event) ? PlainBook.REPEATED : "event_id_conflict";
        }
        String verdict = switch (event) {
            case TradeEvent.Created created -> create(created, new PlainRecord(created));
            case TradeEvent.ActivityCreated created -> create(created, new PlainRecord(created));
            case TradeEvent.Amended amended -> amend(amended);
            case TradeEvent.ActivityAmended amended -> amend(amended);
            case TradeEvent.RecalculationRequested _ -> PlainBook.ACCEPTED;
        };
        if (verdict.equals(PlainBook.ACCEPTED)) {
            events.put(event.eventId(), event);
            versions.merge(event.key(), 1L, Long::sum);
        }
        return verdict;
    }

    private String create(TradeEvent.Creation event, PlainRecord created) {
        Booking booked = event.booked();
        Booking before = bookings.putIfAbsent(booked.refId(), booked);
        if (before != null) {
            return before.equals(booked) ? PlainBook.REPEATED : "ref_id_conflict";
        }
        records.put(booked.refId().value(), created);
        if (booked instanceof Activity activity) {
            activities.put(booked.refId().value(), activity);
        }
        return PlainBook.ACCEPTED;
    }

    private String amend(TradeEvent.Amended event) {
        PlainRecord known = records.get(event.refId().value());
        if (known == null || known.type != null || !known.key.equals(event.key())) {
            return "unknown_trade";
        }
        if (isAnotherVersion(known, event.expectedVersion())) {
            return "version_conflict";
        }
        known.version++;
        known.amend(event.amendment());
        return PlainBook.ACCEPTED;
    }

    private String amend(TradeEvent.ActivityAmended event) {
        String refId = event.refId().value();
        PlainRecord known = records.get(refId);
        if (known == null || known.type == null || !known.key.equals(event.key())) {
            return "unknown_trade";
        }
        try {
            Activity amended = PlainRecord.present(activities.get(refId)).amended(event.amendment());
            if (isAnotherVersion(known, event.expectedVersion())) {
                return "version_conflict";
            }
            activities.put(refId, amended);
        } catch (InvalidValueException e) {
            return "invalid";
        }
        known.version++;
        known.amend(event.amendment());
        return PlainBook.ACCEPTED;
    }

    private static boolean isAnotherVersion(PlainRecord known, OptionalLong expected) {
        return expected.isPresent() && expected.getAsLong() != known.version;
    }

    private Line line(PositionKey key, long version) {
        PlainPosition position = new PlainPosition(rules);
        inOrder(key).forEach(position::add);
        return new Line(position.position(), position.lastTrade(), version);
    }

    private List<PlainRecord> inOrder(PositionKey key) {
        List<PlainRecord> inOrder = new ArrayList<>(records.values().stream()
                .filter(accepted -> accepted.key.equals(key))
                .toList());
        if (!key.ticker().equals(Ticker.CASH)) {
            corporateActions.forEach(action -> inOrder.add(ofAction(key, action)));
        }
        inOrder.sort(Comparator.comparing((PlainRecord accepted) -> accepted.executedAt)
                .thenComparingInt(accepted -> accepted.rank)
                .thenComparing(accepted -> accepted.refId));
        return inOrder;
    }

    private static PlainRecord ofAction(PositionKey key, FoldedActivity action) {
        PlainRecord plain = new PlainRecord(
                key, -1, action.refId().value(), action.tradeOrder().executedAt(), action.terms());
        plain.tax = action.tax().value();
        plain.conversion = action.conversion();
        return plain;
    }
}
