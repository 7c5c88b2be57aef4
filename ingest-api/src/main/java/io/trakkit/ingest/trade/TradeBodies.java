package io.trakkit.ingest.trade;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.domain.position.AcceptedTrade;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The bodies of requests and answers about trades, as they stand on the wire and in the description of the API. */
final class TradeBodies {

    private TradeBodies() {}

    /** What a caller sends to post a trade. */
    @Schema(name = "NewTrade")
    record Creation(
            @Schema(
                    description = "The caller's name of the trade, unique; given by the service when absent",
                    example = "ref_id",
                    pattern = "[A-Za-z0-9._:=+@~-]{1,64}")
            @JsonProperty("ref_id")
            @Nullable
            String refId,

            @Schema(example = "some-user-uuid", requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 255)
            @JsonProperty("user_id")
            String userId,

            @Schema(
                    description = "The portfolio's id, as a number or a text; the answer has it in the same form",
                    example = "1",
                    types = {"integer", "string"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            Object portfolio,

            @Schema(
                    description = "1: buy, 2: sell",
                    allowableValues = {"1", "2"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @JsonProperty("trade_type")
            int tradeType,

            @Schema(allowableValues = "stock", requiredMode = Schema.RequiredMode.REQUIRED)
            @JsonProperty("security_type")
            String securityType,

            @Schema(
                    description = "Trimmed, and letters upper-cased",
                    example = "GODREJIND",
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    maxLength = 32)
            String ticker,

            @Schema(
                    description = "More than 0; at most 12 digits before the point and 18 after",
                    example = "10",
                    types = {"number", "string"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            BigDecimal volume,

            @Schema(
                    description = "The price of one unit, not below 0; at most 12 digits before the point and 18 after",
                    example = "100.00",
                    types = {"number", "string"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            BigDecimal amount,

            @Schema(
                    allowableValues = {"success", "failed"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String status,

            @Schema(
                    description =
                            "RFC 3339 with offset, at most six fraction digits, from 1900 to 5 minutes after receipt;"
                                    + " the time of receipt when absent",
                    example = "2022-07-29T08:13:10.869359Z")
            @JsonProperty("executed_at")
            @Nullable
            Instant executedAt) {}

    /** What a caller sends to amend one. */
    @Schema(name = "TradeAmendment")
    record Amending(
            @Schema(
                    example = "100",
                    types = {"number", "string"})
            @Nullable
            BigDecimal volume,

            @Schema(
                    example = "1000.00",
                    types = {"number", "string"})
            @Nullable
            BigDecimal amount,

            @Schema(allowableValues = {"success", "failed"}) @Nullable
            String status) {}

    /** What a caller sends to amend all of it. */
    @Schema(name = "TradeReplacement")
    record Replacing(
            @Schema(
                    example = "100",
                    types = {"number", "string"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            BigDecimal volume,

            @Schema(
                    example = "1000.00",
                    types = {"number", "string"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            BigDecimal amount,

            @Schema(
                    allowableValues = {"success", "failed"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String status) {}

    /** A trade as it is answered. */
    @Schema(name = "Trade")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            @Schema(example = "ref_id") @JsonProperty("ref_id")
            String refId,

            @Schema(example = "some-user-uuid") @JsonProperty("user_id")
            String userId,

            @Schema(
                    example = "1",
                    types = {"integer", "string"})
            Object portfolio,

            @Schema(example = "1") @JsonProperty("trade_type")
            int tradeType,

            @Schema(example = "stock") @JsonProperty("security_type")
            String securityType,

            @Schema(example = "GODREJIND") String ticker,
            @Schema(example = "10") BigDecimal volume,

            @Schema(description = "volume, exactly, as a decimal text", example = "10") @JsonProperty("volume_text")
            String volumeText,

            @Schema(description = "With 2 to 18 decimals", example = "100.00")
            String amount,

            @Schema(allowableValues = {"success", "failed"}) String status,
            @JsonProperty("executed_at") Instant executedAt,

            @Schema(
                    description = "What became of the trade; only once that is known",
                    allowableValues = {"applied", "rejected", "failed"})
            @Nullable
            String state,

            @Schema(description = "Why it was rejected", allowableValues = "insufficient_volume") @Nullable
            String reason,

            @Schema(description = "Why it was rejected, in words", example = "5 to sell, 1 held at that time") @Nullable
            String detail,

            @Schema(description = "The number of the trade's accepted events, also the ETag; only once it is known")
            @Nullable
            Long version,

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
