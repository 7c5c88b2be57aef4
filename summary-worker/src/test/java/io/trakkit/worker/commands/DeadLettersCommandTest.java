package io.trakkit.worker.commands;

import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.cli.Trakkit;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.json.Json;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The operators' commands against a worker that runs, in the order in which an operator would give them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeadLettersCommandTest {

    private final TestDatabase database = TestDatabase.create();
    private final RunningWorker worker;
    private final String url;

    private record Printed(int exitCode, String out, String err) {}

    DeadLettersCommandTest() {
        TestKafka.emptyTopics();
        worker = RunningWorker.start(database, "spring.main.web-application-type=servlet", "server.port=0");
        url = new Http(worker.port()).address().toString();
    }

    @BeforeAll
    void publish() {
        TestKafka.publish(new ProducerRecord<>(Topics.TRADES, 3, null, "\u001b[31mred\u202e herring".getBytes(UTF_8)));
        TestKafka.publish(Events.buy("r-1", "AMZN", "1", "10", "09:00:00"));
        TestKafka.publish(Events.buy("r-2", "AMZN", "2", "10", "09:00:01"));
        awaitLetters(3);
    }

    @AfterAll
    void stop() {
        worker.close();
        database.close();
    }

    @Test
    @Order(1)
    void theListIsATable() {
        Printed printed = run("dead-letters", "list");
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        assertThat(printed.out().lines().toList())
                .hasSize(4)
                .first()
                .asString()
                .matches("ID +LOGGED AT +REASON +ABOUT +REF_ID +DETAIL");
        assertThat(run("dead-letters", "list", "--reason", "unknown_portfolio").out())
                .containsPattern(
                        "(?m)^[0-9]+:1 +20[0-9T:-]+Z +unknown_portfolio +1:AMZN +r-2 +Portfolio 1 does not exist$");
        assertThat(run("dead-letters", "list", "--ticker", "IBM").out()).isEqualTo("No dead letters found.\n");
        assertThat(run("dead-letters", "list", "--limit", "2").out())
                .endsWith("… and more; raise --limit to list them\n");
    }

    @Test
    @Order(2)
    void oneIsShownAndItsBytesDoNotSteerTheTerminal() {
        Printed printed = run("dead-letters", "show", "3:0");
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        assertThat(printed.out())
                .contains("origin       trakkit.trades, partition 3, offset 0\n")
                .contains("reason       malformed: The value is missing, is not a JSON object")
                .contains("outcome      open\n")
                .contains("key          (none)\n")
                .endsWith("value:\n\\u001b[31mred\\u202e herring\n");
    }

    @Test
    @Order(3)
    void aDryRunChangesNothing() {
        Printed printed = run("dead-letters", "redrive", "--reason", "unknown_portfolio", "--dry-run");
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        assertThat(printed.out()).endsWith("2 dead letters would be redriven; nothing was changed.\n");
        assertThat(json("dead-letters", "discard", "3:0", "--note", "a test", "--dry-run", "--json")
                        .path("results"))
                .hasSize(1);
        assertThat(json("dead-letters", "list", "--json").path("results")).hasSize(3);
    }

    @Test
    @Order(4)
    void whatWasRefusedForWantOfAPortfolioIsRedrivenWhenItIsThere() {
        Events.insertPortfolio(database);
        Printed printed = run("dead-letters", "redrive", "--reason", "unknown_portfolio", "--by", "ann");
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        assertThat(printed.out()).isEqualTo("2 dead letters redriven.\n");
        patiently()
                .untilAsserted(
                        () -> assertThat(new ReadModel(database).summaries()).containsKey(Events.key("AMZN")));
        assertThat(run("dead-letters", "list", "--outcome", "redriven").out())
                .contains("(redriven by ann) Portfolio 1 does not exist");
    }

    @Test
    @Order(5)
    void whatIsDiscardedIsKeptWithItsNote() {
        Printed printed = run("dead-letters", "discard", "3:0", "--note", "somebody's test");
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        assertThat(printed.out()).isEqualTo("1 dead letter discarded.\n");
        assertThat(run("dead-letters", "show", "3:0").out())
                .contains("outcome      discarded by " + System.getProperty("user.name") + " at 20")
                .contains("note         somebody's test\n");
        Printed again = run("dead-letters", "discard", "3:0", "--note", "again");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).startsWith("trakkit: Dead letter ").endsWith("nothing was changed\n");
        assertThat(run("dead-letters", "discard", "3:0", "--note", "again", "--dry-run")
                        .exitCode())
                .isEqualTo(1);
        assertThat(run("dead-letters", "redrive", "3:0", "--dry-run").exitCode())
                .isZero();
    }

    @ParameterizedTest
    @Order(6)
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                                                    | 2 | Give a command
            dead-letters                                          | 2 | Give a command: list, show, redrive or discard
            dead-letters fetch                                    | 2 | Unknown command 'fetch'
            dead-letters list --colour red                        | 2 | Unknown option '--colour'
            dead-letters list --limit 0                           | 2 | --limit must be 1 or more, not 0
            dead-letters list --reason nonsense                   | 2 | reason must be
            dead-letters redrive                                  | 2 | Give exactly one of: ids, filters, --all
            dead-letters redrive 3:0 --all                        | 2 | Give exactly one of: ids, filters, --all
            dead-letters discard --all                            | 2 | --note is required
            dead-letters show                                     | 2 | ID is missing
            dead-letters show nonsense                            | 2 | must be topicId:partition:offset
            dead-letters show 9:9                                 | 1 | No dead letter has the id 9:9
            dead-letters list --url nonsense                      | 2 | --url must be a URL such as
            dead-letters list --url http://127.0.0.1:1            | 1 | Nothing answers at http://127.0.0.1:1
            """)
    void whatGoesWrongIsSaidInALineAndByTheExitCode(String arguments, int exitCode, String reason) {
        Printed printed = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(printed.exitCode()).isEqualTo(exitCode);
        assertThat(printed.err()).startsWith("trakkit: ").contains(reason);
        assertThat(printed.out()).isEmpty();
    }

    @Test
    @Order(7)
    void eachCommandTellsOfItsOptions() {
        Printed printed = run("dead-letters", "redrive", "--help");
        assertThat(printed.exitCode()).isZero();
        assertThat(printed.out())
                .startsWith("Usage: ./trakkit dead-letters redrive")
                .contains("--dry-run");
    }

    private void awaitLetters(int letters) {
        patiently()
                .untilAsserted(
                        () -> assertThat(new ReadModel(database).deadLetters()).hasSize(letters));
    }

    private JsonNode json(String... arguments) {
        return Json.strict().readTree(run(arguments).out());
    }

    private Printed run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (all.size() > 1 && !all.contains("--url") && !all.contains("fetch")) {
            all.addAll(List.of("--url", url));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Trakkit.program().run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Printed(exitCode, out.toString(), err.toString());
    }
}
