package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.embedded.ExitStatus;
import io.trakkit.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code trakkit}, as far as it needs no build. */
class ScriptTest {

    private static final Path SCRIPT = Path.of("..", "trakkit").toAbsolutePath().normalize();

    @TempDir
    private Path folder = Path.of("");

    private record Result(int exitCode, String output) {}

    @Test
    void helpListsTheCommandsWithoutAJdk() throws IOException {
        Result help = run(SCRIPT, "help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.output())
                .contains(
                        "\n  up  ",
                        "\n  demo  ",
                        "\n  test  ",
                        "\n  soak  ",
                        "\n  bench  ",
                        "\n  import  ",
                        "\n  status  ",
                        "\n  replay  ",
                        "\n  dead-letters  ",
                        "\n  clients  ",
                        "\n  keys  ",
                        "\n  audit  ");
        assertThat(run(SCRIPT, "--help")).isEqualTo(help);
        assertThat(run(SCRIPT)).isEqualTo(new Result(2, help.output()));
    }

    @Test
    void unknownCommandsAreWrongUsage() throws IOException {
        assertThat(run(SCRIPT, "down"))
                .isEqualTo(new Result(2, "trakkit: Unknown command 'down'\n'./trakkit --help' lists the commands\n"));
    }

    @Test
    void optionsReachTheProgramOfTheCheckoutByLinksAndWithoutHome() throws IOException {
        Path checkout = checkout();
        Files.createSymbolicLink(folder.resolve("first"), checkout.resolve("trakkit"));
        Path link = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));

        Result result = run(link, "import", "a file.csv", "--show", "0");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .contains("-XX:TieredStopAtLevel=1")
                .endsWith("-Dtrakkit.home=" + checkout.toRealPath() + "|-jar|"
                        + checkout.toRealPath().resolve("standalone/target/trakkit/trakkit.jar")
                        + "|import|a file.csv|--show|0|\n");
    }

    @Test
    void theUsersJvmOptionsComeLast() throws IOException {
        checkout();

        assertThat(run(folder.resolve("checkout/trakkit"), "up").output())
                .contains("|-Xmx512m|-Xss1m|-Xmx1g|-Dtrakkit.home=");
    }

    /** A checkout that is built, and a JDK whose java prints its arguments. */
    private Path checkout() throws IOException {
        Path checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.copy(SCRIPT, checkout.resolve("trakkit"));
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.createDirectories(checkout.resolve("samples"));
        Files.createDirectories(checkout.resolve("standalone/src/main"));
        Files.createFile(checkout.resolve("standalone/pom.xml"));
        Path app = Files.createDirectories(checkout.resolve("standalone/target/trakkit"));
        Files.createFile(app.resolve("trakkit.jar"));
        Files.createFile(checkout.resolve("standalone/target/trakkit-build.stamp"));
        Path jdk = Files.createDirectories(folder.resolve("jdk"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        Path bin = Files.createDirectories(jdk.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            Path file = Files.writeString(bin.resolve(program), "#!/bin/sh\nprintf '%s|' \"$@\"\necho\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return checkout;
    }

    private Result run(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("HOME");
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("TRAKKIT_JAVA_OPTS", "-Xss1m -Xmx1g");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(ExitStatus.of(process, Waiting.LIMIT), output);
    }
}
