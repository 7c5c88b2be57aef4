package io.trakkit.ingest.trade;

import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.Trade;

/** What a request is about: a trade or an activity. */
public enum BookingKind {
    TRADE("trade"),
    ACTIVITY("activity");

    private final String noun;

    BookingKind(String noun) {
        this.noun = noun;
    }

    static BookingKind of(Booking booking) {
        return switch (booking) {
            case Trade _ -> TRADE;
            case Activity _ -> ACTIVITY;
        };
    }

    /** The word for one of them, in messages and in paths. */
    String noun() {
        return noun;
    }

    /** The word at the begin of a sentence. */
    String capitalised() {
        return Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    }
}
