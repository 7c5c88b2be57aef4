package io.trakkit.feed.intake;

import io.trakkit.domain.Quote;
import io.trakkit.domain.QuoteVerdict;
import java.util.List;

/**
 * What became of some quotes.
 *
 * @param live whether Redis holds by now what it should; if not, the history does, and the next intake sees to it
 */
public record Intake(List<Judged> judged, boolean live) {

    /** What became of one quote. */
    public record Judged(Quote quote, QuoteVerdict verdict) {}

    public long count(QuoteVerdict verdict) {
        return judged.stream().filter(one -> one.verdict() == verdict).count();
    }

    /** Whether there is none that somebody should look at. */
    public boolean isClean() {
        return judged.stream().noneMatch(one -> one.verdict().isSuspicious());
    }
}
