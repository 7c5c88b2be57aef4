package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.demo.Demo;
import io.trakkit.standalone.embedded.Durability;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The options of {@code up} and {@code demo}, and the help of all commands. */
class StandaloneTest {

    private static final int HELP_WIDTH = 80;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void upServesOn8080ByDefault() {
        assertThat(up().options())
                .isEqualTo(new Server.Options(8080, Path.of(".trakkit"), false, Durability.POWER_LOSS, List.of()));
    }

    @Test
    void optionsComeInAnyOrder() {
        assertThat(up("--fresh", "--data", "/var/lib/trakkit", "--port", "9090").options())
                .isEqualTo(
                        new Server.Options(9090, Path.of("/var/lib/trakkit"), true, Durability.POWER_LOSS, List.of()));
        assertThat(up("--port=0", "--data=here=there").options())
                .isEqualTo(new Server.Options(0, Path.of("here=there"), false, Durability.POWER_LOSS, List.of()));
    }

    @Test
    void onlyUpWithAuthAsksForKeys() {
        assertThat(up("--auth").options().settings()).containsExactly("--trakkit.access.mode=keys");
    }

    @Test
    void theDemoStaysOnATerminalOnly() {
        assertThat(demo().options().settings()).isEqualTo(Demo.PRICES);
        assertThat(demo().stays(true)).isTrue();
        assertThat(demo().stays(false)).isFalse();
        assertThat(demo("--exit").stays(true)).isFalse();
        assertThat(demo("--stay").stays(false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                  | Give a command: up, demo, import, status, replay, dead-letters, clients, keys, audit | ./trakkit
            down                | Unknown command 'down'                                  | ./trakkit
            up --prot 80        | Unknown option '--prot'                                 | ./trakkit up
            up 8080             | Unexpected argument '8080'                              | ./trakkit up
            up --exit           | Unknown option '--exit'                                 | ./trakkit up
            up --fresh=yes      | --fresh takes no value, but was given 'yes'             | ./trakkit up
            demo --data         | --data needs a value                                    | ./trakkit demo
            demo --data=        | --data needs a value                                    | ./trakkit demo
            demo --exit --stay  | --exit, --stay: give one of them, not both              | ./trakkit demo
            up --port           | --port needs a value                                    | ./trakkit up
            up --port http      | --port must be a whole number, not 'http'               | ./trakkit up
            up --port -1        | --port must be a number from 0 to 65535, not -1         | ./trakkit up
            up --port 65536     | --port must be a number from 0 to 65535, not 65536      | ./trakkit up
            up --port 999999999 | --port must be a number from 0 to 65535, not 999999999  | ./trakkit up
            up --port 1 --port 2 | --port is given more than once                         | ./trakkit up
            """)
    void wrongUsageNamesTheOptionAndTheHelp(String arguments, String reason, String command) {
        int exitCode = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(err).hasToString("trakkit: " + reason + "\n'" + command + " --help' shows the usage\n");
        assertThat(out.toString()).isEmpty();
        assertThat(exitCode).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "demo",
                "import",
                "status",
                "replay",
                "replay plan",
                "replay verify",
                "replay journal",
                "replay rebuild",
                "replay rollback",
                "replay discard",
                "replay rewind",
                "replay adopt",
                "replay status",
                "replay cancel",
                "dead-letters",
                "dead-letters list",
                "dead-letters show",
                "dead-letters redrive",
                "dead-letters discard",
                "clients",
                "clients create",
                "clients list",
                "clients show",
                "clients update",
                "clients suspend",
                "clients resume",
                "clients limits",
                "keys",
                "keys create",
                "keys list",
                "keys revoke",
                "audit"
            })
    void eachCommandHasAHelpOf80Columns(String command) {
        int exitCode = run((command + " --help").strip().split(" "));

        assertThat(out.toString()).startsWith(("Usage: ./trakkit " + command).strip());
        assertThat(out.toString().lines().toList())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(HELP_WIDTH));
        assertThat(out.toString()).contains("\nExit codes:\n  0   ");
        assertThat(exitCode).isZero();
    }

    @Test
    void theHelpOfTheDemoNamesThePage() {
        run("demo", "--help");

        assertThat(out.toString().replaceAll("\\s+", " ")).contains("First it prints the address of the page");
    }

    private int run(String... arguments) {
        return Standalone.program().run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private static UpCommand up(String... arguments) {
        UpCommand command = new UpCommand();
        new CommandLine(command).parseArgs(arguments);
        return command;
    }

    private static DemoCommand demo(String... arguments) {
        DemoCommand command = new DemoCommand();
        new CommandLine(command).parseArgs(arguments);
        return command;
    }
}
