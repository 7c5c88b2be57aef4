package io.trakkit.query.trade;

import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.store.query.trades.KnownTrade;
import io.trakkit.store.query.trades.ListedTrade;
import io.trakkit.store.query.trades.RefusedTrade;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trade in answers: the schema KnownTrade of docs/openapi.yaml. A refused trade has null where its record is unreadable.
 */
record TradeAnswer(
        String refId,
        @Nullable String userId,
        @Nullable Long portfolio,
        @Nullable Integer tradeType,
        @Nullable String securityType,
        @Nullable String ticker,
        @Nullable BigDecimal volume,
        @Nullable String volumeText,
        @Nullable String amount,
        @Nullable String status,
        String state,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable Instant executedAt,
        @Nullable Long version,
        Instant createdAt,
        Instant updatedAt) {

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    static TradeAnswer of(KnownTrade known) {
        return switch (known) {
            case KnownTrade.Accepted accepted -> of(accepted.trade());
            case KnownTrade.Refused refused -> of(refused.trade());
        };
    }

    static TradeAnswer of(ListedTrade listed) {
        Outcome outcome = new Outcome(
                listed.state(),
                listed.state() == TradeState.REJECTED ? TradeState.INSUFFICIENT_VOLUME : null,
                listed.detail().orElse(null),
                listed.version(),
                listed.createdAt(),
                listed.updatedAt());
        return of(listed.trade(), outcome);
    }

    static TradeAnswer of(RefusedTrade refused) {
        Outcome outcome = new Outcome(
                TradeState.REFUSED,
                refused.reason().wireName(),
                refused.detail(),
                null,
                refused.loggedAt(),
                refused.loggedAt());
        return said(refused)
                .map(trade -> of(trade, outcome))
                .orElseGet(() -> new TradeAnswer(
                        refused.refId().value(),
                        refused.user().map(Object::toString).orElse(null),
                        refused.portfolio().map(portfolio -> portfolio.value()).orElse(null),
                        null,
                        null,
                        refused.ticker().map(Object::toString).orElse(null),
                        null,
                        null,
                        null,
                        null,
                        outcome.state.wireName(),
                        outcome.reason,
                        outcome.detail,
                        null,
                        null,
                        outcome.createdAt,
                        outcome.updatedAt));
    }

    /** What became of a trade, and when. */
    private record Outcome(
            TradeState state,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable Long version,
            Instant createdAt,
            Instant updatedAt) {}

    private static TradeAnswer of(Trade trade, Outcome outcome) {
        return new TradeAnswer(
                trade.refId().value(),
                trade.user().value(),
                trade.portfolio().value(),
                trade.side().code(),
                trade.securityType().wireName(),
                trade.ticker().value(),
                trade.volume().value(),
                trade.volume().value().toPlainString(),
                amount(trade.price().value()),
                trade.status().wireName(),
                outcome.state.wireName(),
                outcome.reason,
                outcome.detail,
                trade.executedAt(),
                outcome.version,
                outcome.createdAt,
                outcome.updatedAt);
    }

    private static Optional<Trade> said(RefusedTrade refused) {
        return CODEC.decode(refused.value()) instanceof Decoded.Event(TradeEvent.Created created)
                ? Optional.of(created.trade())
                : Optional.empty();
    }

    /** With two decimals at least, as money is written. */
    private static String amount(BigDecimal price) {
        return (price.scale() < 2 ? price.setScale(2) : price).toPlainString();
    }
}
