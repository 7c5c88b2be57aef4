package io.trakkit.domain.event;

import java.util.UUID;

/** Reads facts from an event_id. */
public final class EventIds {

    /** The version of a UUID whose bits its maker has chosen (RFC 9562). */
    private static final int OF_KEY = 8;

    private EventIds() {}

    /**
     * Whether an Idempotency-Key determines the id. Those of ingest-api do it by a UUID of version 8; brokers that publish
     * to Kafka themselves use other versions.
     */
    public static boolean isOfKey(UUID eventId) {
        return eventId.version() == OF_KEY;
    }
}
