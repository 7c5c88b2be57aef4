package io.trakkit.feed.source;

import io.trakkit.domain.price.Quote;
import java.util.List;

/**
 * The result of a poll.
 *
 * @param quotes of any ticker, any number of each, in any order
 * @param faults a message for each part of the answer that is not a quote
 * @param whenDecided run when each quote was recorded or refused; the source may return a refused one again
 * @param whenTaken run after that if no quote was suspicious; the source need not return these quotes again
 */
public record Polled(List<Quote> quotes, List<String> faults, Runnable whenDecided, Runnable whenTaken) {

    public static final Polled NOTHING = new Polled(List.of(), List.of(), () -> {});

    /** A result whose source needs to know only that all quotes were taken. */
    public Polled(List<Quote> quotes, List<String> faults, Runnable whenTaken) {
        this(quotes, faults, () -> {}, whenTaken);
    }
}
