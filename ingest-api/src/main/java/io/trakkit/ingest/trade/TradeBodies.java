package io.trakkit.ingest.trade;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The bodies of answers about trades. */
final class TradeBodies {

    private TradeBodies() {}

    /** A trade in answers: the schema Trade of docs/openapi.yaml. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            @JsonProperty("ref_id") String refId,
            @JsonProperty("user_id") String userId,
            Object portfolio,
            @JsonProperty("trade_type") int tradeType,
            @JsonProperty("security_type") String securityType,
            String ticker,
            BigDecimal volume,
            @JsonProperty("volume_text") String volumeText,
            String amount,
            String status,
            @JsonProperty("executed_at") Instant executedAt,
            @Nullable String state,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable Long version,
            @JsonProperty("created_at") Instant createdAt,
            @JsonProperty("updated_at") Instant updatedAt) {}

    /** A trade on which there is no verdict yet. */
    static Answer pending(Trade trade, Instant createdAt, Instant updatedAt, boolean portfolioAsText) {
        return answer(trade, createdAt, updatedAt, portfolioAsText, null, null, null);
    }

    /** A trade with what became of it. */
    static Answer decided(AcceptedTrade accepted, boolean portfolioAsText) {
        return answer(
                accepted.trade(),
                accepted.createdAt(),
                accepted.updatedAt(),
                portfolioAsText,
                accepted.state(),
                accepted.detail().orElse(null),
                accepted.version());
    }

    private static Answer answer(
            Trade trade,
            Instant createdAt,
            Instant updatedAt,
            boolean portfolioAsText,
            @Nullable TradeState state,
            @Nullable String detail,
            @Nullable Long version) {
        return new Answer(
                trade.refId().value(),
                trade.user().value(),
                portfolioAsText
                        ? trade.portfolio().toString()
                        : (Object) trade.portfolio().value(),
                trade.side().code(),
                trade.securityType().wireName(),
                trade.ticker().value(),
                trade.volume().value(),
                trade.volume().value().toPlainString(),
                amount(trade.price().value()),
                trade.status().wireName(),
                trade.executedAt(),
                state == null ? null : state.wireName(),
                state == TradeState.REJECTED ? TradeState.INSUFFICIENT_VOLUME : null,
                detail,
                version,
                createdAt,
                updatedAt);
    }

    /** With two decimals at least, as money is written. */
    private static String amount(BigDecimal price) {
        return (price.scale() < 2 ? price.setScale(2) : price).toPlainString();
    }
}
