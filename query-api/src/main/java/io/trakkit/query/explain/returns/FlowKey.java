package io.trakkit.query.explain.returns;

import io.trakkit.domain.returns.OwnersFlow;
import io.trakkit.domain.trade.TradeOrder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The place of a flow among those of a span: by time, the value at its start first and the value at its end last, then by ticker and
 * as the fold orders the records.
 */
record FlowKey(Instant at, FlowKind kind, String ticker, int rank, String refId) implements Comparable<FlowKey> {

    private static final Comparator<FlowKey> ORDER = Comparator.comparing(FlowKey::kind)
            .thenComparing(FlowKey::at)
            .thenComparing(FlowKey::ticker)
            .thenComparingInt(FlowKey::rank)
            .thenComparing(FlowKey::refId);

    static FlowKey of(OwnersFlow flow) {
        TradeOrder first = flow.records().getFirst().tradeOrder();
        return new FlowKey(
                flow.at(),
                FlowKind.RECORDS,
                flow.ticker().value(),
                first.rank().code(),
                first.refId().value());
    }

    static FlowKey ofValue(FlowKind kind, Instant at) {
        return new FlowKey(at, kind, "", 0, "");
    }

    @Override
    public int compareTo(FlowKey other) {
        return ORDER.compare(this, other);
    }

    List<String> texts() {
        return List.of(at.toString(), kind.name(), ticker, Integer.toString(rank), refId);
    }

    static FlowKey of(List<String> texts) {
        return new FlowKey(
                Instant.parse(texts.get(0)),
                FlowKind.valueOf(texts.get(1)),
                texts.get(2),
                Integer.parseInt(texts.get(3)),
                texts.get(4));
    }
}
