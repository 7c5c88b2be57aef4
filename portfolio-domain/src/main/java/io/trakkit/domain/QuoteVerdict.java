package io.trakkit.domain;

/** What becomes of a quote. */
public enum QuoteVerdict {
    /** It is the latest price from now on. */
    ACCEPTED("accepted", false, "is the latest price"),
    /** The latest price is this very quote. */
    REPEATED("repeated", false, "is known already"),
    /** A quote of the same or a later time is known, and an older quote never replaces a newer one. */
    NOT_NEWER("not_newer", false, "is not newer than the one that is known"),
    /** Its price is so far from the one before that an error is likelier than the market. */
    JUMP("jump", true, "is too far from the price before it"),
    /** It claims a time that has not come. */
    FUTURE("future", true, "is of a time that has not come"),
    /** It is not in the currency that everything is counted in. */
    OTHER_CURRENCY("other_currency", true, "is in another currency");

    private final String wireName;
    private final boolean suspicious;
    private final String inWords;

    QuoteVerdict(String wireName, boolean suspicious, String inWords) {
        this.wireName = wireName;
        this.suspicious = suspicious;
        this.inWords = inWords;
    }

    /** The name that answers, metrics and logs use. */
    public String wireName() {
        return wireName;
    }

    /** Whether somebody should look at its source: a good source sends none such. */
    public boolean isSuspicious() {
        return suspicious;
    }

    /** For a person; follows "the quote". */
    public String inWords() {
        return inWords;
    }
}
