package io.trakkit.query.booking;

import io.trakkit.store.query.trades.HistoryEntry;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An event of a trade or an activity in answers: the schema TradeEvent of docs/openapi.yaml. */
record HistoryAnswer(
        @Nullable String type,
        @Nullable String eventId,
        Instant occurredAt,
        String verdict,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable String outcome,
        @Nullable Instant outcomeAt,
        @Nullable JsonNode said,
        String topic,
        int partition,
        long offset) {

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

    /** The part of the event that is about the trade or the activity; null where the record is no event that could be read. */
    private static @Nullable JsonNode said(byte @Nullable [] payload) {
        if (payload == null) {
            return null;
        }
        try {
            JsonNode event = Json.object(payload);
            return Stream.of("trade", "activity")
                    .filter(event::has)
                    .findFirst()
                    .map(event::get)
                    .orElseGet(() -> event.get("amendment"));
        } catch (MalformedJsonException e) {
            // What was refused because it is no JSON says nothing.
            return null;
        }
    }
}
