package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.CommandLine.Command;
import io.trakkit.standalone.CommandLine.Help;
import io.trakkit.standalone.CommandLine.Run;
import io.trakkit.standalone.CommandLine.Wrong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private static final Path DATA = Path.of(".trakkit");

    @Test
    void upServesOn8080UntilItIsStopped() {
        assertThat(parse("up")).isEqualTo(new Run(Command.UP, 8080, DATA, false, true));
    }

    @Test
    void allOptionsInAnyOrder() {
        assertThat(parse("up", "--fresh", "--data", "/var/lib/trakkit", "--port", "9090"))
                .isEqualTo(new Run(Command.UP, 9090, Path.of("/var/lib/trakkit"), true, true));
        assertThat(parse("up", "--port=0", "--data=here=there"))
                .isEqualTo(new Run(Command.UP, 0, Path.of("here=there"), false, true));
    }

    @Test
    void aDemoStaysForAPersonOnly() {
        assertThat(stays(true, "demo")).isTrue();
        assertThat(stays(false, "demo")).isFalse();
        assertThat(stays(true, "demo", "--exit")).isFalse();
        assertThat(stays(false, "demo", "--stay")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                  | give a command: up or demo
            down                | unknown command 'down'; use up or demo
            up --prot 80        | '--prot' is not an option of up; 'up --help' lists them
            up 8080             | '8080' is not an option of up; 'up --help' lists them
            up --exit           | '--exit' is not an option of up; 'up --help' lists them
            up --fresh=yes      | '--fresh' is not an option of up; 'up --help' lists them
            demo --data         | --data needs a value
            demo --data=        | --data needs a value
            up --port           | --port needs a value
            up --port http      | --port must be a number from 0 to 65535, not 'http'
            up --port -1        | --port must be a number from 0 to 65535, not '-1'
            up --port 65536     | --port must be a number from 0 to 65535, not '65536'
            up --port 999999999 | --port must be a number from 0 to 65535, not '999999999'
            """)
    void whatMakesNoSenseIsAnsweredInOneLine(String arguments, String reason) {
        assertThat(parse(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(new Wrong(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "demo"})
    void theLauncherSaysTheSameWithoutAJvm(String command) throws IOException {
        Path launcher = Path.of("..", "trakkit");
        Process process = new ProcessBuilder("bash", launcher.toString(), command, "--help").start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(parse(command, "--port", "1", "--help")).isEqualTo(new Help(text));
    }

    private static boolean stays(boolean terminal, String... arguments) {
        return CommandLine.parse(List.of(arguments), DATA, terminal) instanceof Run run && run.stay();
    }

    private static CommandLine parse(String... arguments) {
        return CommandLine.parse(List.of(arguments), DATA, true);
    }
}
