package io.trakkit.feed.intake;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decisions on some quotes.
 *
 * @param quotes in the order of their times. A quote slightly ahead of our clock has the time of its receipt
 * @param live whether Redis holds the latest prices. If not, the history does, and the next intake writes them to Redis
 */
public record Intake(List<DecidedQuote> quotes, boolean live) {

    /**
     * The decision on one quote.
     *
     * @param before the newest known quote at or before its time, with which it was compared; null if there is none
     */
    public record DecidedQuote(
            Quote quote, QuoteDecision decision, @Nullable Quote before) {}

    public long count(QuoteDecision decision) {
        return quotes.stream().filter(one -> one.decision() == decision).count();
    }

    /** Whether no decision points to a faulty source. */
    public boolean isClean() {
        return quotes.stream().noneMatch(one -> one.decision().isSuspicious());
    }
}
