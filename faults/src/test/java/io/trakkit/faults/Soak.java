package io.trakkit.faults;

import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.HelpOption;
import io.trakkit.cli.program.Program;
import io.trakkit.testing.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The program behind {@code ./trakkit soak}: runs the suite, round after round, each on fresh data. */
@Command(
        name = "./trakkit soak",
        description = {
            "Build, then inject faults in rounds, and check that no trade is lost.",
            "",
            "The apps, PostgreSQL and Kafka run as separate processes. Each is killed, stopped, disconnected or stalled,"
                    + " and invalid records are sent, at 500 trades a second. At the end of each round all numbers are"
                    + " compared with the trades that were posted. './trakkit test' runs a short form. Ctrl-C stops it.",
            "",
            "It shows each fault and the time until recovery. The logs of all processes of the last round are in"
                    + " faults/target/soak/logs."
        },
        exitCodeList = {"0:all checks passed", "1:a check failed", "2:wrong usage", "130:stopped by Ctrl-C"})
final class Soak implements Callable<Integer> {

    @ArgGroup
    private @Nullable Length length;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description = "the faults of a round: long, or short, as in the tests, or restarts, which kills and starts"
                    + " './trakkit up' (default: long)",
            defaultValue = "long")
    private RoundForm form = RoundForm.LONG;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "the seed of the random numbers (default: a new one); each round prints its own")
    private @Nullable Long seed;

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    /** When the soak ends. */
    static final class Length {

        @Option(
                names = "--rounds",
                paramLabel = "N",
                description = "the number of rounds of about ten minutes (default: 10, the long form of the suite; 1 of"
                        + " 'restarts')")
        private @Nullable Integer rounds;

        @Option(
                names = "--minutes",
                paramLabel = "N",
                description = "instead of --rounds: start no further round after N minutes")
        private @Nullable Integer minutes;
    }

    /** The faults of a round. */
    enum RoundForm {
        LONG,
        SHORT,
        RESTARTS
    }

    public static void main(String[] arguments) {
        Program.of(new Soak()).exit(arguments);
    }

    @Override
    public Integer call() throws Exception {
        if (length != null && length.rounds != null && length.rounds < 1) {
            throw CommandException.wrongUsage("--rounds must be 1 or more, not " + length.rounds);
        }
        return run(seed == null ? Seed.ofThisRun() : new Seed(seed)) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<String> findings(Seed ofRound, Path folder) throws Exception {
        return switch (form) {
            case RESTARTS -> new Restarts(Restarts.LONG, ofRound, folder, Output::line).run();
            case SHORT -> new Suite(Form.SHORT, ofRound, folder, Output::line).run();
            case LONG -> new Suite(Form.LONG, ofRound, folder, Output::line).run();
        };
    }

    private int rounds() {
        if (length == null) {
            return switch (form) {
                case RESTARTS -> 1;
                case LONG, SHORT -> Form.LONG_ROUNDS;
            };
        }
        return length.rounds == null ? Integer.MAX_VALUE : length.rounds;
    }

    private Instant end() {
        return length == null || length.minutes == null
                ? Instant.MAX
                : Instant.now().plus(Duration.ofMinutes(length.minutes));
    }

    private boolean run(Seed first) throws Exception {
        Instant end = end();
        for (int round = 1; round <= rounds() && Instant.now().isBefore(end); round++) {
            Output.line("round " + round);
            Instant began = Instant.now();
            Path folder = Folders.fresh(Path.of("target", "soak"));
            List<String> findings = findings(first.plus(round - 1), folder);
            findings.forEach(finding -> Output.line("WRONG: " + finding));
            if (!findings.isEmpty()) {
                Output.line("%d findings; --seed %d, logs in %s"
                        .formatted(findings.size(), first.plus(round - 1).value(), folder.resolve("logs")));
                return false;
            }
            Output.line("everything held in round %d, of %d s"
                    .formatted(round, Duration.between(began, Instant.now()).toSeconds()));
        }
        return true;
    }
}
