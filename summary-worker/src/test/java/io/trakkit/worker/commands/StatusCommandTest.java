package io.trakkit.worker.commands;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.cli.Trakkit;
import io.trakkit.log.LogContradictionException;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.wire.json.Json;
import io.trakkit.worker.log.ConsumerHalt;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code status} against a worker that runs. */
class StatusCommandTest {

    private record Printed(int exitCode, String out, String err) {}

    @Test
    void oneScreenShowsWhetherAllIsWell() {
        TestKafka.emptyTopics();
        try (TestDatabase database = TestDatabase.create();
                RunningWorker worker = RunningWorker.start(
                        database,
                        "spring.main.web-application-type=servlet",
                        "server.port=0",
                        "trakkit.status.stalled-after=1s")) {
            String url = new Http(worker.port()).address().toString();
            Events.insertPortfolio(database);
            TestKafka.publish(Events.buy("t-1", "AMZN", "1", "1", "09:00:00"));
            TestKafka.publish(Events.amend(Events.buy("unknown", "AMZN", "1", "1", "09:00:00"), "2"));

            patiently().untilAsserted(() -> {
                Printed printed = status(url);
                assertThat(printed.out())
                        .containsPattern("(?m)^trakkit is OK at 20[0-9T:-]+Z$")
                        .containsPattern("(?m)^PostgreSQL    OK      answered in [0-9]+ ms$")
                        .containsPattern("(?m)^Kafka         OK      answered in [0-9]+ ms$")
                        .containsPattern("(?m)^this worker   OK$")
                        .containsPattern("(?m)^partitions    12: 12 OK$")
                        .containsPattern("(?m)^lag           nothing waits$")
                        .containsPattern("(?m)^throughput    [0-9.]+ records/s applied, [0-9.]+/s written to the log")
                        .containsPattern("(?m)^dead letters  1 open \\(1 unknown_trade\\)$")
                        .containsPattern("(?m)^replay        none$")
                        .doesNotContain("PARTITION");
                assertThat(printed.exitCode()).as(printed.err()).isZero();
            });
            assertThat(status(url).out().lines().count()).as("one screen").isLessThan(24);
            assertThat(status(url, "--all").out())
                    .containsPattern("PARTITION +APPLIED +END +LAG +SECONDS +STATUS\n0 +[0-9]+ +");
            assertThat(Json.strict()
                            .readTree(status(url, "--json").out().getBytes(StandardCharsets.UTF_8))
                            .get("status")
                            .asString())
                    .isEqualTo("OK");

            worker.bean(ConsumerHalt.class).raise(new LogContradictionException("raised by a test"));
            TestKafka.publish(Events.buy("t-2", "AMZN", "1", "1", "09:00:00"));
            int partition = TestKafka.partitionOf(Events.key("AMZN"));

            patiently()
                    .untilAsserted(() -> assertThat(status(url).out())
                            .startsWith("trakkit is STALLED at ")
                            .containsPattern("(?m)^  - Partition " + partition
                                    + " is stalled: 1 record waits, and none has been applied since ")
                            .containsPattern("(?m)^partitions    12: .*1 STALLED")
                            .containsPattern("(?m)^lag           1 record, the oldest for [0-9.]+ s$")
                            .containsPattern("(?m)^" + partition + " +2 +3 +1 +[0-9.]+ +STALLED$"));
            assertThat(status(url).exitCode()).isEqualTo(3);
        }
    }

    @Test
    void withoutAnAnswerItFails() {
        Printed printed = status("http://127.0.0.1:1");

        assertThat(printed.exitCode()).isEqualTo(1);
        assertThat(printed.err())
                .startsWith("trakkit: Nothing answers at http://127.0.0.1:1. Is trakkit running there?");
    }

    @Test
    void theHelpDefinesTheWords() {
        StringWriter out = new StringWriter();

        assertThat(Trakkit.program().run(new PrintWriter(out), new PrintWriter(out), "status", "--help"))
                .isZero();
        assertThat(out.toString())
                .contains("trakkit.status.warn-after", "trakkit.status.stalled-after", "--json", "--all")
                .contains("3   something is WARN, STALLED or DOWN");
    }

    private static Printed status(String url, String... more) {
        List<String> arguments = new ArrayList<>(List.of("status", "--url", url));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Trakkit.program()
                .run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
        return new Printed(exitCode, out.toString(), err.toString());
    }
}
