package io.trakkit.query.trade;

import io.swagger.v3.oas.annotations.media.Schema;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A trade, as answered. Fields that a refused trade does not have are null. */
@Schema(name = "KnownTrade")
record TradeAnswer(
        @Schema(example = "ref_id") String refId,
        @Schema(example = "some-user-uuid") @Nullable String userId,
        @Schema(example = "1") @Nullable Long portfolio,

        @Schema(description = "1: buy, 2: sell", example = "1") @Nullable
        Integer tradeType,

        @Schema(example = "stock") @Nullable String securityType,
        @Schema(example = "GODREJIND") @Nullable String ticker,
        @Schema(example = "10") @Nullable BigDecimal volume,

        @Schema(description = "volume, exactly, as a decimal text", example = "10") @Nullable
        String volumeText,

        @Schema(description = "The price of one unit, with 2 to 18 decimals", example = "100.00") @Nullable
        String amount,

        @Schema(allowableValues = {"success", "failed"}) @Nullable
        String status,

        @Schema(
                description = "What became of it",
                allowableValues = {"applied", "rejected", "failed", "refused"})
        String state,

        @Schema(description = "Why it was rejected or refused", example = "insufficient_volume") @Nullable
        String reason,

        @Schema(description = "Why it was rejected or refused, in words", example = "5 to sell, 1 held at that time")
        @Nullable
        String detail,

        @Nullable Instant executedAt,

        @Schema(
                description =
                        "The number of its accepted events, which is also the ETag unless it is rejected; null for a refused one")
        @Nullable
        Long version,

        Instant createdAt,
        Instant updatedAt) {

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    /** A part of a list, for the description of the API. */
    @Schema(name = "TradePage")
    record Many(int count, @Nullable String next, @Nullable String previous, List<TradeAnswer> results) {}

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
