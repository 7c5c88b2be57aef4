package io.trakkit.wire.event;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.EventType;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Readers;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The values of the records in {@link Topics#TRADES}, as {@code docs/asyncapi.yaml} describes them. */
public final class TradeEventCodec {

    /** The most characters that a detail has. */
    static final int MAX_DETAIL = 1_000;

    public byte[] encode(TradeEvent event) {
        return EventWriter.write(event);
    }

    /** Decodes any bytes; the result says what they are. Never throws. */
    public Decoded decode(byte @Nullable [] value) {
        if (value == null) {
            return undecodable(DeadLetterReason.MALFORMED, "The record has no value", Hints.NONE);
        }
        if (value.length > Json.MAX_BYTES) {
            String detail = "The value has " + value.length + " bytes, more than an event can have";
            return undecodable(DeadLetterReason.MALFORMED, detail, Hints.NONE);
        }
        try {
            return decode(Json.object(value));
        } catch (MalformedJsonException e) {
            return undecodable(DeadLetterReason.MALFORMED, "Not an event: " + e.about("the value"), Hints.NONE);
        }
    }

    private static Decoded decode(ObjectNode value) {
        Fields fields = Fields.of(value);
        String typeName = fields.required("type", Readers.TEXT);
        if (typeName == null) {
            return invalid(fields.errors(), value);
        }
        EventType type;
        try {
            type = EventType.parse(typeName);
        } catch (InvalidValueException e) {
            String detail = "type " + e.getMessage();
            return undecodable(DeadLetterReason.UNKNOWN_TYPE, detail, Hints.of(value));
        }
        TradeEvent event = EventReader.read(type, fields);
        return event == null ? invalid(fields.errors(), value) : new Decoded.Event(event);
    }

    /** The hints of a decoded event, for its dead letter. */
    public Hints hintsOf(TradeEvent event) {
        return Hints.of(event);
    }

    private static Decoded invalid(List<FieldError> errors, ObjectNode value) {
        String detail = errors.stream().map(FieldError::toString).collect(Collectors.joining("; "));
        return undecodable(DeadLetterReason.INVALID, detail, Hints.of(value));
    }

    private static Decoded undecodable(DeadLetterReason reason, String detail, Hints hints) {
        String cut = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL - 1) + "…" : detail;
        return new Decoded.Undecodable(reason, cut, hints);
    }
}
