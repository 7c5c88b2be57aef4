package io.trakkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.bench.scenario.VisibleOptions;
import io.trakkit.bench.site.Launch;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.Program;
import io.trakkit.standalone.embedded.Durability;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OptionsTest {

    @Test
    void byDefaultAllIsMeasuredThreeTimesAtFullSize() {
        Options options = parsed();

        assertThat(options.scenarios()).isEqualTo(ScenarioName.all());
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.scale()).isEqualTo(1);
        assertThat(options.format()).isEqualTo(Options.Format.TABLES);
        assertThat(options.peers()).isTrue();
        assertThat(options.portfolios()).isEqualTo(10_000);
        assertThat(options.visible()).isEqualTo(VisibleOptions.DEFAULT);
        assertThat(options.launch()).isEqualTo(Launch.AS_DEPLOYED);
    }

    @Test
    void optionsReplaceTheDefaults() {
        Options options = parsed(
                "hot",
                "--json",
                "--no-peers",
                "--rounds",
                "5",
                "--scale",
                "0.1",
                "--set",
                "a.b=c",
                "--jfr",
                "/recordings",
                "--broker-fsync",
                "off");

        assertThat(options.scenarios()).containsExactly("hot");
        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.scale()).isEqualTo(0.1);
        assertThat(options.format()).isEqualTo(Options.Format.JSON);
        assertThat(options.portfolios()).isEqualTo(1_000);
        assertThat(parsed("--portfolios", "50").portfolios()).isEqualTo(50);
        assertThat(parsed("--markdown").format()).isEqualTo(Options.Format.MARKDOWN);
        assertThat(options.peers()).isFalse();
        assertThat(options.launch().settings()).containsExactly("--a.b=c");
        assertThat(options.launch().broker()).isEqualTo(Durability.KILLED_PROCESS);
        assertThat(options.launch().recordings()).contains(Path.of("/recordings"));
    }

    @Test
    void optionsOfVisibleReplaceItsRatesAndAddVariants() {
        VisibleOptions options = parsed(
                        "visible",
                        "--rate",
                        "2000",
                        "--rate",
                        "300",
                        "--busy",
                        "2",
                        "--variant",
                        "a.b=c; d.e=f",
                        "--variant",
                        "g=h")
                .visible();

        assertThat(options.rates()).containsExactly(2_000, 300);
        assertThat(options.busyLoops()).isEqualTo(2);
        assertThat(options.variants())
                .extracting(VisibleOptions.Variant::arguments)
                .containsExactly(List.of("--a.b=c", "--d.e=f"), List.of("--g=h"));
    }

    @Test
    void wrongUsageNamesTheOptionAndTheValue() {
        assertThat(error("cold")).startsWith("trakkit: Unknown scenario 'cold'; known: drain, hot, ");
        assertThat(error("--fast")).startsWith("trakkit: Unknown option '--fast'\n");
        assertThat(error("--scale")).startsWith("trakkit: --scale needs a value\n");
        assertThat(error("--scale", "0")).startsWith("trakkit: --scale must be a number from 0.0001 to 10, not 0.0\n");
        assertThat(error("--portfolios", "1"))
                .startsWith("trakkit: --portfolios must be a number from 10 to 1000000, not 1\n");
        assertThat(error("--rate", "1")).startsWith("trakkit: --rate must be a number from 100 to 100000, not 1\n");
        assertThat(error("--busy", "65")).startsWith("trakkit: --busy must be a number from 0 to 64, not 65\n");
        assertThat(error("--variant", "a.b=c;d"))
                .startsWith("trakkit: --variant must be settings such as trakkit.worker.threads=2, not 'd'\n");
        assertThat(error("--rounds", "none")).startsWith("trakkit: --rounds must be a whole number, not 'none'\n");
        assertThat(error("--broker-fsync", "maybe"))
                .startsWith("trakkit: --broker-fsync must be on or off, not 'maybe'\n")
                .endsWith("\n'./trakkit bench --help' shows the usage\n");
    }

    @Test
    void theHelpNamesEveryScenario() {
        StringWriter out = new StringWriter();
        Program.of(new BenchCommand()).run(new PrintWriter(out, true), new PrintWriter(out, true), "--help");

        assertThat(ScenarioName.all())
                .allSatisfy(name -> assertThat(out.toString()).contains("\n  " + name + " "));
        assertThat(out.toString()).contains("1 % of them traced").doesNotContain("%n", "%%");
    }

    private static String error(String... arguments) {
        StringWriter err = new StringWriter();
        int exitCode = Program.of(new BenchCommand()).run(new PrintWriter(err), new PrintWriter(err, true), arguments);
        assertThat(exitCode).isEqualTo(ExitCode.WRONG_USAGE);
        return err.toString();
    }

    private static Options parsed(String... arguments) {
        BenchCommand command = new BenchCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return command.options();
    }
}
