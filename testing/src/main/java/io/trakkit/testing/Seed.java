package io.trakkit.testing;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Where the random numbers of a test begin. A run takes a fresh one, so that every run looks elsewhere, and says it where
 * it fails; {@code -Dtrakkit.seed=…} repeats that failure.
 */
public record Seed(long value) {

    private static final String PROPERTY = "trakkit.seed";

    /** The seed that was asked for; a fresh one where none was. */
    public static Seed ofThisRun() {
        String asked = System.getProperty(PROPERTY);
        return new Seed(asked != null ? Long.parseLong(asked) : System.nanoTime());
    }

    /** The seed of the next book, the one after it, and so on. */
    public Seed plus(int books) {
        return new Seed(value + books);
    }

    public RandomGenerator random() {
        return new SplittableRandom(value);
    }

    /** What to add to the command line for the same again. */
    @Override
    public String toString() {
        return "-D" + PROPERTY + "=" + value;
    }
}
