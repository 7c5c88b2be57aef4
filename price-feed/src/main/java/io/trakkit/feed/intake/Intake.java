package io.trakkit.feed.intake;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of some quotes.
 *
 * @param judged in the order of the quotes' times; one that was a little ahead of our clock has the time of its receipt
 * @param live whether Redis holds the latest prices; if not, the history does, and the next intake writes them
 */
public record Intake(List<Judged> judged, boolean live) {

    /**
     * What became of one quote.
     *
     * @param before the newest quote known at or before its time, by which it was judged; null if there was none
     */
    public record Judged(
            Quote quote, QuoteDecision verdict, @Nullable Quote before) {}

    public long count(QuoteDecision verdict) {
        return judged.stream().filter(one -> one.verdict() == verdict).count();
    }

    /** Whether there is none whose source an operator should check. */
    public boolean isClean() {
        return judged.stream().noneMatch(one -> one.verdict().isSuspicious());
    }
}
