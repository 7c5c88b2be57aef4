package io.trakkit.domain.trade;

/** The kinds of {@link Booking}. */
public enum BookingKind {
    TRADE("trade"),
    ACTIVITY("activity");

    private final String noun;

    BookingKind(String noun) {
        this.noun = noun;
    }

    public static BookingKind of(Booking booking) {
        return switch (booking) {
            case Trade _ -> TRADE;
            case Activity _ -> ACTIVITY;
        };
    }

    /** The word for one of them, in messages and in paths. */
    public String noun() {
        return noun;
    }

    /** The word at the beginning of a sentence. */
    public String capitalised() {
        return Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    }
}
