package io.trakkit.domain.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Price;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a log of one client amounts to, worked out a second time and as plainly as can be: read the log once from its
 * beginning, then sort each key's trades and go through them with whole numbers of the smallest unit. No checkpoints, no
 * batches, nothing of the code it is compared with but the values. All portfolios are taken to exist and to be the users'.
 */
public final class PlainBook {

    /** What a key must show. */
    public record Line(BigDecimal held, BigDecimal cost, BigDecimal realised, long version, Instant updatedAt) {}

    /** What a trade must show. */
    public record TradeLine(
            PositionKey key,
            BigDecimal volume,
            BigDecimal price,
            Optional<Isin> isin,
            TradeState state,
            long version,
            Instant updatedAt) {}

    /**
     * What a key must show as of a time: only trades that count by then do.
     *
     * @param lastTrade the last one of them that has a price, or if none has, the last one; null where there is none
     */
    public record Then(
            BigDecimal held,
            BigDecimal cost,
            BigDecimal realised,
            @Nullable LastTrade lastTrade) {}

    /**
     * A trade that is applied, at its place in the order of its key.
     *
     * @param from the moment from which it counts
     */
    public record Counted(boolean buys, BigDecimal volume, BigDecimal price, Instant executedAt, Instant from) {}

    /** The verdict on an event that counts. */
    public static final String ACCEPTED = "accepted";

    /** The verdict on an event that says again what was said before. */
    public static final String REPEATED = "repeated";

    private final Map<UUID, TradeEvent> acceptedEvents = new HashMap<>();
    private final Map<RefId, PlainTrade> trades = new LinkedHashMap<>();
    private final Map<PositionKey, Long> versions = new TreeMap<>();
    private final Map<PositionKey, Instant> updates = new HashMap<>();
    private final Map<PositionKey, PlainSums> sums = new HashMap<>();
    private final List<String> verdicts = new ArrayList<>();

    private PlainBook() {}

    /** Reads a log. */
    public static PlainBook of(List<TradeEvent> log) {
        PlainBook book = new PlainBook();
        log.forEach(event -> book.verdicts.add(book.read(event)));
        book.versions.keySet().forEach(key -> book.sums.put(key, PlainSums.of(book.inOrder(key))));
        return book;
    }

    /** What became of each event, in the order of the log: accepted, repeated, or the wire name of why it was refused. */
    public List<String> verdicts() {
        return List.copyOf(verdicts);
    }

    /** What the keys with accepted events must show, in the order of the keys. */
    public Map<PositionKey, Line> summaries() {
        Map<PositionKey, Line> lines = new LinkedHashMap<>();
        versions.forEach((key, version) -> {
            PlainSums ofKey = Objects.requireNonNull(sums.get(key));
            Instant updated = Objects.requireNonNull(updates.get(key));
            lines.put(key, new Line(ofKey.held(), ofKey.cost(), ofKey.realised(), version, updated));
        });
        return lines;
    }

    /** What the keys with accepted events must show as of a time, that time included. */
    public Map<PositionKey, Then> asOf(Instant time) {
        Map<PositionKey, Then> lines = new LinkedHashMap<>();
        for (PositionKey key : versions.keySet()) {
            List<PlainTrade> inOrder = inOrder(key);
            List<PlainTrade> upToThen = IntStream.range(0, inOrder.size())
                    .filter(place -> !countsFrom(inOrder, place).isAfter(time))
                    .mapToObj(inOrder::get)
                    .toList();
            PlainSums then = PlainSums.of(upToThen);
            lines.put(
                    key,
                    new Then(
                            then.held(),
                            then.cost(),
                            then.realised(),
                            lastTrade(upToThen).orElse(null)));
        }
        return lines;
    }

    /** The trades of a key that are applied, in their order. */
    public List<Counted> counted(PositionKey key) {
        List<PlainTrade> inOrder = inOrder(key);
        PlainSums.of(inOrder);
        return IntStream.range(0, inOrder.size())
                .filter(place -> inOrder.get(place).state == TradeState.APPLIED)
                .mapToObj(place -> {
                    PlainTrade trade = inOrder.get(place);
                    return new Counted(
                            trade.buys, trade.volume, trade.price, trade.executedAt, countsFrom(inOrder, place));
                })
                .toList();
    }

    /** The latest of all up to a place that were executed or received, whichever came first. */
    private static Instant countsFrom(List<PlainTrade> inOrder, int place) {
        return inOrder.subList(0, place + 1).stream()
                .map(trade -> trade.executedAt.isBefore(trade.creation.occurredAt())
                        ? trade.executedAt
                        : trade.creation.occurredAt())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** What the keys with accepted events must show as their last trade. */
    public Map<PositionKey, Optional<LastTrade>> lastTrades() {
        Map<PositionKey, Optional<LastTrade>> last = new HashMap<>();
        versions.keySet().forEach(key -> last.put(key, lastTrade(inOrder(key))));
        return last;
    }

    /** The last one that counts and has a price; where all that count are at zero, the last of those. */
    private static Optional<LastTrade> lastTrade(List<PlainTrade> inOrder) {
        List<PlainTrade> latestFirst = inOrder.reversed().stream()
                .filter(trade -> trade.state == TradeState.APPLIED)
                .toList();
        return latestFirst.stream()
                .filter(trade -> trade.price.signum() > 0)
                .findFirst()
                .or(() -> latestFirst.stream().findFirst())
                .map(trade -> new LastTrade(new Price(trade.price), trade.executedAt));
    }

    /** What was held at the places of the rejected sells. */
    public Map<RefId, BigDecimal> heldAtRejections() {
        Map<RefId, BigDecimal> held = new HashMap<>();
        trades.forEach((refId, trade) -> {
            if (trade.state == TradeState.REJECTED) {
                held.put(refId, Objects.requireNonNull(trade.heldThen));
            }
        });
        return held;
    }

    /** What the accepted trades must show. */
    public Map<RefId, TradeLine> trades() {
        Map<RefId, TradeLine> lines = new LinkedHashMap<>();
        trades.forEach((refId, trade) -> lines.put(
                refId,
                new TradeLine(
                        trade.key,
                        trade.volume,
                        trade.price,
                        trade.isin,
                        trade.state,
                        trade.version,
                        trade.updatedAt)));
        return lines;
    }

    private List<PlainTrade> inOrder(PositionKey key) {
        return trades.values().stream()
                .filter(trade -> trade.key.equals(key))
                .sorted(Comparator.comparing((PlainTrade trade) -> trade.executedAt)
                        .thenComparingInt(trade -> trade.buys ? 0 : 1)
                        .thenComparing(trade -> trade.creation.trade().refId().value()))
                .toList();
    }

    private String read(TradeEvent event) {
        TradeEvent sameId = acceptedEvents.get(event.eventId());
        if (sameId != null) {
            return PlainTrade.saysTheSame(sameId, event) ? REPEATED : "event_id_conflict";
        }
        String verdict = switch (event) {
            case TradeEvent.Created created -> create(created);
            case TradeEvent.Amended amended -> amend(amended);
            case TradeEvent.RecalculationRequested _ -> ACCEPTED;
            case TradeEvent.ActivityCreated _, TradeEvent.ActivityAmended _ ->
                throw new IllegalArgumentException("A plain book has trades only: " + event);
        };
        if (verdict.equals(ACCEPTED)) {
            acceptedEvents.put(event.eventId(), event);
            versions.merge(event.key(), 1L, Long::sum);
            updates.merge(event.key(), event.occurredAt(), (a, b) -> a.isAfter(b) ? a : b);
        }
        return verdict;
    }

    private String create(TradeEvent.Created event) {
        PlainTrade known = trades.get(event.trade().refId());
        if (known != null) {
            return PlainTrade.saysTheSame(known.creation, event) ? REPEATED : "ref_id_conflict";
        }
        trades.put(event.trade().refId(), new PlainTrade(event));
        return ACCEPTED;
    }

    private String amend(TradeEvent.Amended event) {
        PlainTrade trade = trades.get(event.refId());
        if (trade == null || !trade.key.equals(event.key())) {
            return "unknown_trade";
        }
        if (event.expectedVersion().orElse(trade.version) != trade.version) {
            return "version_conflict";
        }
        trade.amend(event);
        return ACCEPTED;
    }
}
