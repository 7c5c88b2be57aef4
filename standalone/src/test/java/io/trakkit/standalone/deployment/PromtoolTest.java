package io.trakkit.standalone.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.embedded.ExitStatus;
import io.trakkit.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The alert rules, judged by Prometheus' own tool. Needs promtool: {@code ./trakkit test -Pprometheus}. */
@Tag("prometheus")
class PromtoolTest {

    private record Result(int exitCode, String output) {}

    @Test
    void theRulesAreValid() throws IOException {
        Result checked = promtool("check", "rules", "alerts.yml");

        assertThat(checked.exitCode()).as(checked.output()).isZero();
        assertThat(checked.output())
                .contains("SUCCESS: " + Observability.alerts().size() + " rules found");
    }

    @Test
    void eachRuleDoesWhatItsCasesSay() throws IOException {
        Result tested = promtool("test", "rules", "alerts.test.yml");

        assertThat(tested.exitCode()).as(tested.output()).isZero();
        assertThat(tested.output()).contains("SUCCESS");
    }

    /** By syntax: the rules and the key are where the container has them. */
    @Test
    void theConfigurationIsValid() throws IOException {
        Result checked = promtool("check", "config", "--syntax-only", "prometheus.yml");

        assertThat(checked.exitCode()).as(checked.output()).isZero();
    }

    private static Result promtool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(Observability.FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(ExitStatus.of(process, Waiting.LIMIT), output);
    }
}
