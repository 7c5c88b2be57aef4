package io.trakkit.faults;

import io.trakkit.testing.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The long form of the suite, as {@code ./trakkit soak} starts it: round after round, each with everything fresh. */
final class Soak {

    private static final int EXIT_WRONG = 1;
    private static final int EXIT_USAGE = 2;

    private int rounds;
    private Duration time = Duration.ofDays(365);
    private Seed seed = Seed.ofThisRun();
    private String form = "long";

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        Soak soak = new Soak();
        try {
            for (int i = 0; i < arguments.length; i += 2) {
                soak.take(arguments[i], i + 1 < arguments.length ? arguments[i + 1] : "");
            }
        } catch (IllegalArgumentException e) {
            System.err.println("trakkit soak: " + e.getMessage() + "; './trakkit soak --help' tells more");
            System.exit(EXIT_USAGE);
        }
        System.exit(soak.run() ? 0 : EXIT_WRONG);
    }

    private void take(String option, String value) {
        switch (option) {
            case "--rounds" -> rounds = (int) number(option, value);
            case "--minutes" -> {
                time = Duration.ofMinutes(number(option, value));
                rounds = Integer.MAX_VALUE;
            }
            case "--seed" -> seed = new Seed(number(option, value));
            case "--form" -> form = known(value);
            default -> throw new IllegalArgumentException("there is no option " + option);
        }
    }

    private static String known(String form) {
        if (!Set.of("short", "long", "restarts").contains(form)) {
            throw new IllegalArgumentException("the form is short, long or restarts, not '" + form + "'");
        }
        return form;
    }

    private List<String> findings(Seed ofRound, Path folder) throws Exception {
        return switch (form) {
            case "restarts" -> new Restarts(Restarts.LONG, ofRound, folder, Output::line).run();
            case "short" -> new Suite(Form.SHORT, ofRound, folder, Output::line).run();
            default -> new Suite(Form.LONG, ofRound, folder, Output::line).run();
        };
    }

    private int rounds() {
        if (rounds > 0) {
            return rounds;
        }
        return form.equals("restarts") ? 1 : Form.LONG_ROUNDS;
    }

    private static long number(String option, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, not '" + value + "'", e);
        }
    }

    private boolean run() throws Exception {
        Instant end = Instant.now().plus(time);
        for (int round = 1; round <= rounds() && Instant.now().isBefore(end); round++) {
            Output.line("round " + round);
            Instant began = Instant.now();
            Path folder = Folders.fresh(Path.of("target", "soak"));
            List<String> findings = findings(seed.plus(round - 1), folder);
            findings.forEach(finding -> Output.line("WRONG: " + finding));
            if (!findings.isEmpty()) {
                Output.line("%d findings; --seed %d, logs in %s"
                        .formatted(findings.size(), seed.plus(round - 1).value(), folder.resolve("logs")));
                return false;
            }
            Output.line("everything held in round %d, of %d s"
                    .formatted(round, Duration.between(began, Instant.now()).toSeconds()));
        }
        return true;
    }
}
