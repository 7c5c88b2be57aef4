package io.trakkit.feed.source;

import io.trakkit.domain.Quote;
import java.util.List;

/**
 * What a source had to say.
 *
 * @param quotes of any ticker, any number of each, in any order
 * @param faults what could not be made a quote of, each in words
 * @param whenTaken run when all quotes are safe: what has been said need not be said again
 */
public record Polled(List<Quote> quotes, List<String> faults, Runnable whenTaken) {

    public static final Polled NOTHING = new Polled(List.of(), List.of(), () -> {});
}
