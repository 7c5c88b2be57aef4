package io.trakkit.query.trade;

import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.store.query.trades.HistoryEntry;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An event of a trade, as answered. */
@Schema(name = "TradeEvent")
record HistoryAnswer(
        @Schema(
                description = "What happened",
                allowableValues = {"trade_created", "trade_amended"})
        @Nullable
        String type,

        @Schema(example = "0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c7d") @Nullable
        String eventId,

        @Schema(description = "When it was received; of a refused one, the time of its record")
        Instant occurredAt,

        @Schema(
                description = "Whether it counts",
                allowableValues = {"accepted", "refused"})
        String verdict,

        @Schema(description = "Why it was refused", example = "version_conflict") @Nullable
        String reason,

        @Schema(description = "Why it was refused, in words") @Nullable
        String detail,

        @Schema(
                description = "What an operator did about the refused one; a redriven one comes again further on",
                allowableValues = {"redriven", "discarded"})
        @Nullable
        String outcome,

        @Schema(description = "When an operator did so") @Nullable
        Instant outcomeAt,

        @Schema(description = "What it said of the trade", type = "object") @Nullable
        JsonNode said,

        @Schema(example = "trakkit.trades") String topic,
        @Schema(example = "7") int partition,
        @Schema(example = "1042") long offset) {

    /** A part of a list, for the description of the API. */
    @Schema(name = "TradeEventPage")
    record Many(int count, @Nullable String next, @Nullable String previous, List<HistoryAnswer> results) {}

    static HistoryAnswer of(HistoryEntry entry) {
        Optional<HistoryEntry.Outcome> outcome = entry.refusal().flatMap(HistoryEntry.Refusal::outcome);
        return new HistoryAnswer(
                entry.type().orElse(null),
                entry.eventId().map(Object::toString).orElse(null),
                entry.at(),
                entry.refusal().isPresent() ? "refused" : "accepted",
                entry.refusal().map(refusal -> refusal.reason().wireName()).orElse(null),
                entry.refusal().map(HistoryEntry.Refusal::detail).orElse(null),
                outcome.map(done -> done.kind().wireName()).orElse(null),
                outcome.map(HistoryEntry.Outcome::at).orElse(null),
                said(entry.payload()),
                entry.topic().orElse(Topics.TRADES),
                entry.origin().partition().partition(),
                entry.origin().offset());
    }

    /** The part of the event that is about the trade; null where the record is no event that could be read. */
    private static @Nullable JsonNode said(byte @Nullable [] payload) {
        if (payload == null) {
            return null;
        }
        try {
            JsonNode event = Json.object(payload);
            return event.has("trade") ? event.get("trade") : event.get("amendment");
        } catch (MalformedJsonException e) {
            // What was refused because it is no JSON says nothing.
            return null;
        }
    }
}
