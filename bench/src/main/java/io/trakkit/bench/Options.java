package io.trakkit.bench;

import io.trakkit.bench.site.Launch;
import io.trakkit.standalone.embedded.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param scenarios by their names; all of them where none is named
 * @param peers whether the drain's peers are measured too
 */
record Options(
        List<String> scenarios, Format format, int rounds, double scale, boolean peers, Path data, Launch launch) {

    private static final int ROUNDS = 3;

    /** How the results are printed. */
    enum Format {
        TABLES,
        MARKDOWN,
        JSON
    }

    /** @throws IllegalArgumentException if it can't be understood; the message says what */
    static Options parse(String[] arguments, List<String> known) {
        List<String> scenarios = new ArrayList<>();
        List<String> javaOptions = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        Format format = Format.TABLES;
        int rounds = ROUNDS;
        double scale = 1;
        boolean peers = true;
        Path data = Path.of("target", "bench");
        String heap = Launch.AS_DEPLOYED.heap();
        boolean trained = Launch.AS_DEPLOYED.trained();
        Durability broker = Launch.AS_DEPLOYED.broker();
        Optional<Path> recordings = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            switch (argument) {
                case "--json" -> format = Format.JSON;
                case "--markdown" -> format = Format.MARKDOWN;
                case "--rounds" -> rounds = (int) number(argument, value(arguments, ++i), 1, 100);
                case "--scale" -> scale = number(argument, value(arguments, ++i), 0.0001, 10);
                case "--no-peers" -> peers = false;
                case "--data" -> data = Path.of(value(arguments, ++i));
                case "--jfr" -> recordings = Optional.of(Path.of(value(arguments, ++i)));
                case "--broker-fsync" -> broker = durability(argument, value(arguments, ++i));
                case "--heap" -> heap = value(arguments, ++i);
                case "--untrained" -> trained = false;
                case "--java" -> javaOptions.add(value(arguments, ++i));
                case "--set" -> settings.add("--" + value(arguments, ++i));
                default -> scenarios.add(scenario(argument, known));
            }
        }
        return new Options(
                scenarios.isEmpty() ? known : scenarios,
                format,
                rounds,
                scale,
                peers,
                data.toAbsolutePath(),
                new Launch(heap, trained, javaOptions, settings, broker, recordings.map(Path::toAbsolutePath)));
    }

    private static Durability durability(String option, String value) {
        return switch (value) {
            case "on" -> Durability.POWER_LOSS;
            case "off" -> Durability.KILLED_PROCESS;
            default -> throw new IllegalArgumentException(option + " is on or off, not '" + value + "'");
        };
    }

    private static String value(String[] arguments, int i) {
        if (i >= arguments.length) {
            throw new IllegalArgumentException(arguments[i - 1] + " needs a value");
        }
        return arguments[i];
    }

    private static double number(String option, String value, double least, double most) {
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "%s needs a number from %s to %s, not '%s'".formatted(option, least, most, value));
    }

    private static String scenario(String argument, List<String> known) {
        if (!known.contains(argument)) {
            throw new IllegalArgumentException(
                    argument.startsWith("-")
                            ? "there is no option " + argument
                            : "there is no scenario '%s', but %s".formatted(argument, String.join(", ", known)));
        }
        return argument;
    }
}
