package io.trakkit.query.explain;

import io.trakkit.store.query.trades.HistoryEntry;
import io.trakkit.store.query.trades.RecordEvents;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An event of a record: the schema ExplainedEvent of docs/openapi.yaml. */
public record EventAnswer(
        @Nullable String eventId,
        @Nullable String type,
        Instant receivedAt,
        String verdict,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable String outcome,
        @Nullable Instant outcomeAt,
        List<ChangeAnswer> changes,
        String topic,
        @Nullable Integer partition,
        @Nullable Long offset) {

    /**
     * What an amendment changed.
     *
     * @param from null if the field was not set before, or its earlier value is not among the events
     */
    public record ChangeAnswer(String field, @Nullable String from, String to) {}

    /** The events of a trade or an activity, in the order of the log. */
    static List<EventAnswer> all(RecordEvents.Events events) {
        boolean isCut = events.count() > events.entries().size();
        Map<String, String> values = new HashMap<>();
        List<EventAnswer> answers = new ArrayList<>();
        for (HistoryEntry entry : events.entries()) {
            boolean isAccepted = entry.refusal().isEmpty();
            Optional<JsonNode> creation = isAccepted ? said(entry, "trade", "activity") : Optional.empty();
            creation.filter(_ -> !isCut)
                    .ifPresent(said -> said.forEachEntry((field, to) -> values.put(field, text(to))));
            List<ChangeAnswer> changes = new ArrayList<>();
            if (isAccepted) {
                said(entry, "amendment")
                        .ifPresent(said -> said.forEachEntry((field, to) ->
                                changes.add(new ChangeAnswer(field, values.put(field, text(to)), text(to)))));
            }
            answers.add(of(entry, changes));
        }
        return answers;
    }

    /** The event of a refused creation. */
    static EventAnswer of(HistoryEntry entry) {
        return of(entry, List.of());
    }

    private static EventAnswer of(HistoryEntry entry, List<ChangeAnswer> changes) {
        Optional<HistoryEntry.Outcome> outcome = entry.refusal().flatMap(HistoryEntry.Refusal::outcome);
        return new EventAnswer(
                entry.eventId().map(Object::toString).orElse(null),
                entry.type().orElse(null),
                entry.at(),
                entry.refusal().isPresent() ? "refused" : "accepted",
                entry.refusal().map(refusal -> refusal.reason().wireName()).orElse(null),
                entry.refusal().map(HistoryEntry.Refusal::detail).orElse(null),
                outcome.map(done -> done.kind().wireName()).orElse(null),
                outcome.map(HistoryEntry.Outcome::at).orElse(null),
                changes,
                entry.topic().orElse(Topics.TRADES),
                entry.origin().partition().partition(),
                entry.origin().offset());
    }

    /** The newest record of a corporate action: its topic is compacted, and where it stands there is not kept. */
    static EventAnswer of(RecordEvents.ActionEvent action) {
        return new EventAnswer(
                null,
                "corporate_action_recorded",
                action.updatedAt(),
                "accepted",
                null,
                null,
                null,
                null,
                List.of(),
                Topics.CORPORATE_ACTIONS,
                null,
                null);
    }

    private static Optional<JsonNode> said(HistoryEntry entry, String... members) {
        byte[] payload = entry.payload();
        if (payload == null) {
            return Optional.empty();
        }
        try {
            ObjectNode event = Json.object(payload);
            return Stream.of(members)
                    .map(event::get)
                    .filter(JsonNode.class::isInstance)
                    .findFirst();
        } catch (MalformedJsonException e) {
            // A record of the log that is no JSON says nothing.
            return Optional.empty();
        }
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }
}
