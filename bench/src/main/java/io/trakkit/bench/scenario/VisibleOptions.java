package io.trakkit.bench.scenario;

import java.util.List;

/**
 * How 'visible' is measured.
 *
 * @param rates trades per second
 * @param busyLoops how many processes keep a processor busy beside it; with any, nothing else is measured
 * @param variants settings of the worker, each measured in turns with the defaults
 */
public record VisibleOptions(List<Integer> rates, int busyLoops, List<Variant> variants) {

    public static final VisibleOptions DEFAULT = new VisibleOptions(List.of(500, 2_000, 5_000), 0, List.of());

    /** Settings of the worker, such as {@code trakkit.worker.threads=2}. */
    public record Variant(List<String> settings) {

        /** By their names and values, separated by semicolons. */
        public static Variant parse(String text) {
            return new Variant(List.of(text.strip().split("\\s*;\\s*", -1)));
        }

        public List<String> arguments() {
            return settings.stream().map(setting -> "--" + setting).toList();
        }

        @Override
        public String toString() {
            return String.join("; ", settings);
        }
    }
}
