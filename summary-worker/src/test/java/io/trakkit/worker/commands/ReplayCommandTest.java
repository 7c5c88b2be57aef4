package io.trakkit.worker.commands;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.cli.Trakkit;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.json.Json;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The commands as an operator gives them to a worker that runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestDatabase database;
    private RunningWorker worker;

    @BeforeAll
    void startWithTwoTrades() {
        TestKafka.emptyTopics();
        database = TestDatabase.create();
        Events.insertPortfolio(database);
        worker = RunningWorker.start(database, "spring.main.web-application-type=servlet", "server.port=0");
        TestKafka.publish(buy("b1", "AAPL", "10", "100", "09:00:00"), buy("b2", "IBM", "7", "50", "09:00:00"));
        ReadModel readModel = new ReadModel(database);
        patiently().until(() -> readModel.numberOfTrades() == 2);
    }

    @AfterAll
    void stop() {
        worker.close();
        database.close();
    }

    @BeforeEach
    void forget() {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
    }

    @Test
    void planSaysWhatWouldBeReadAndChangesNothing() {
        assertThat(replay("plan")).isZero();

        assertThat(out.toString())
                .matches(
                        "(?s)A replay of every key would read at most 2 records, in (less than a|about [0-9]+) seconds?\n.*")
                .contains("touches: nothing that readers see")
                .contains("reads trakkit.trades (id ")
                .contains("generation 1: live, fold version 2");
    }

    @Test
    void driftIsShownWithBothValuesAndAnExitCodeOfItsOwn() {
        database.jdbc()
                .sql("UPDATE summaries SET held = 9 WHERE ticker = 'IBM'")
                .update();
        try {
            assertThat(replay("verify")).isEqualTo(3);

            assertThat(out.toString())
                    .startsWith("DRIFT in 1 key: 2 keys, 2 trades and 0 dead letters compared\ndigest ")
                    .contains("portfolio 1, ticker IBM\n  live      held 9, cost 350,")
                    .contains("\n  rebuilt   held 7, cost 350,")
                    .contains("\n  parts at  trade_created b2 at partition ");
        } finally {
            database.jdbc()
                    .sql("UPDATE summaries SET held = 7 WHERE ticker = 'IBM'")
                    .update();
        }
    }

    @Test
    void jsonIsForPrograms() {
        assertThat(replay("verify", "--ticker", "AAPL", "--by", "nora", "--json"))
                .isZero();

        JsonNode replay = Json.strict().readTree(out.toString());
        assertThat(replay.get("state").asString()).isEqualTo("done");
        assertThat(replay.get("requested_by").asString()).isEqualTo("nora");
        assertThat(replay.get("report").get("keys_compared").asInt()).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void everyCommandCanBeTriedDry() {
        Stream.of("verify", "journal", "rebuild", "rollback", "discard").forEach(command -> {
            assertThat(replay(command, "--dry-run")).as(command).isZero();
            assertThat(out.toString())
                    .as(command)
                    .contains("'" + command + "' of every key would read at most 2 records");
        });
        assertThat(replay("rewind", "--to-beginning", "--dry-run")).isZero();
        assertThat(out.toString())
                .contains("'rewind' would have 2 records read again; all of them are repeats and change nothing");
        assertThat(replay("status")).isZero();
        assertThat(out.toString()).contains("generation 1: live, fold version 2\n");
    }

    @Test
    void whatCannotBeDoneSaysWhyAndWhatMakesNoSenseIsWrongUsage() {
        assertThat(replay("rollback")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("No former generation is kept, so there is nothing to roll back to\n");
        assertThat(replay("rewind")).isEqualTo(2);
        assertThat(replay("verify", "--from-time", "yesterday")).isEqualTo(2);
        assertThat(replay("verify", "--portfolio", "0")).isEqualTo(2);
        assertThat(replay("status", "999")).isEqualTo(1);
        assertThat(err.toString()).contains("No replay has the id 999");
        assertThat(replay("cancel", "999")).isEqualTo(1);
        assertThat(replay("verify", "--help")).isZero();
    }

    private int replay(String... arguments) {
        String[] all = Stream.of(
                        Stream.of("replay"),
                        Stream.of(arguments),
                        Stream.of(arguments).anyMatch("--help"::equals)
                                ? Stream.<String>empty()
                                : Stream.of("--url", "http://localhost:" + worker.port()))
                .flatMap(part -> part)
                .toArray(String[]::new);
        return Trakkit.program().run(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }
}
