package io.trakkit.domain.price;

/** The decision on a quote. */
public enum QuoteDecision {
    /** The quote becomes the latest price. */
    ACCEPTED("accepted", false, "is the latest price"),
    /** A newer quote is known: this one is recorded in the history, and the latest price stays. */
    BACKFILLED("backfilled", false, "is recorded in the history only, since a newer price is known"),
    /** The same quote is known. */
    REPEATED("repeated", false, "is already known"),
    /**
     * Another price, or one in another currency or otherwise adjusted, is known for the same time. The first one stays, so that
     * no past answer changes.
     */
    CONFLICT("conflict", false, "has another price than the one already known for the same time"),
    /** Its price differs from the previous one by more than the jump factor: probably an error. */
    JUMP("jump", true, "differs too much from the price before it"),
    /** Its time is in the future. */
    FUTURE("future", true, "is dated in the future");

    private final String wireName;
    private final boolean suspicious;
    private final String inWords;

    QuoteDecision(String wireName, boolean suspicious, String inWords) {
        this.wireName = wireName;
        this.suspicious = suspicious;
        this.inWords = inWords;
    }

    /** The name that answers, metrics and logs use. */
    public String wireName() {
        return wireName;
    }

    /** Whether an operator should check the source: a correct source sends no such quote. */
    public boolean isSuspicious() {
        return suspicious;
    }

    /** Whether the quote is in the history. */
    public boolean isRecorded() {
        return switch (this) {
            case ACCEPTED, BACKFILLED -> true;
            case REPEATED, CONFLICT, JUMP, FUTURE -> false;
        };
    }

    /** The decision for a person; follows "the quote". */
    public String inWords() {
        return inWords;
    }
}
