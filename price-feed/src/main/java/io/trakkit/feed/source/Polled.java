package io.trakkit.feed.source;

import io.trakkit.domain.price.Quote;
import java.util.List;

/**
 * What a source had to say.
 *
 * @param quotes of any ticker, any number of each, in any order
 * @param faults what could not be made a quote of, each in words
 * @param whenJudged run when each quote was recorded or refused: a refused one may be said again
 * @param whenTaken run after that if none was suspicious: what was said need not be said again
 */
public record Polled(List<Quote> quotes, List<String> faults, Runnable whenJudged, Runnable whenTaken) {

    public static final Polled NOTHING = new Polled(List.of(), List.of(), () -> {});

    /** What needs to know only when all was taken. */
    public Polled(List<Quote> quotes, List<String> faults, Runnable whenTaken) {
        this(quotes, faults, () -> {}, whenTaken);
    }
}
