package io.trakkit.worker.projection.rebuild;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.log.LogPartitioner;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.worker.apply.DeadLetterSubjects;
import io.trakkit.worker.apply.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The keys of a replay.
 *
 * @param logKeys if present, only keys of the filter whose key in the log is one of these
 */
public record PositionFilter(KeyFilter filter, Optional<Set<String>> logKeys) {

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    public static final PositionFilter ALL = new PositionFilter(KeyFilter.ALL, Optional.empty());

    public PositionFilter {
        logKeys = logKeys.map(Set::copyOf);
    }

    public boolean isAll() {
        return filter.isAll() && logKeys.isEmpty();
    }

    public boolean admits(PositionKey key) {
        return logKeys.isEmpty() || logKeys.get().contains(key.logKey());
    }

    /** Whether a record can belong to one of the keys. A record with a wrong key is never applied. */
    public boolean admits(LogRecord record) {
        return isAll()
                || (record.key() != null
                        && admits(new String(record.key(), StandardCharsets.UTF_8))
                        && isOfClient(record));
    }

    /** The key of a record does not name the client, its value does. */
    private boolean isOfClient(LogRecord record) {
        return filter.client()
                .map(client ->
                        DeadLetterSubjects.of(CODEC, record.value()).client().equals(client))
                .orElse(true);
    }

    private boolean admits(String logKey) {
        int colon = logKey.indexOf(':');
        return colon > 0
                && filter.portfolio()
                        .map(portfolio -> logKey.substring(0, colon).equals(portfolio.toString()))
                        .orElse(true)
                && filter.ticker()
                        .map(ticker -> logKey.substring(colon + 1).equals(ticker.toString()))
                        .orElse(true)
                && logKeys.map(keys -> keys.contains(logKey)).orElse(true);
    }

    /** The partitions of the keys. */
    public List<Integer> partitions(int all) {
        Optional<Set<String>> keys =
                filter.portfolio().isPresent() && filter.ticker().isPresent()
                        ? Optional.of(Set.of(
                                filter.portfolio().get() + ":" + filter.ticker().get()))
                        : logKeys;
        return keys.map(some -> some.stream()
                        .map(key -> LogPartitioner.partitionOf(key.getBytes(StandardCharsets.UTF_8), all))
                        .distinct()
                        .sorted()
                        .toList())
                .orElseGet(() -> IntStream.range(0, all).boxed().toList());
    }

    @Override
    public String toString() {
        String named = Stream.of(
                        filter.client().map(client -> "client " + client),
                        filter.portfolio().map(portfolio -> "portfolio " + portfolio),
                        filter.ticker().map(ticker -> "ticker " + ticker))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        String keys = named.isEmpty() ? "every key" : named;
        return keys
                + logKeys.map(some -> ", of which " + ReportText.count(some.size(), "key"))
                        .orElse("");
    }
}
