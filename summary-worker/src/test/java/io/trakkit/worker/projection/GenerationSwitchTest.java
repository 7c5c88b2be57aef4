package io.trakkit.worker.projection;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.testing.RandomBooks;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.projection.Generations;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import io.trakkit.worker.testing.Gate;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.TestKafka;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A read model that is wrong is built again whole, while trades come in and readers read. */
class GenerationSwitchTest extends ReplayTest {

    private static final String REBUILD = "{\"command\": \"rebuild\"}";
    private static final String DISCARD = "{\"command\": \"discard\"}";

    private final Seed seed = Seed.ofThisRun();
    private final List<TradeEvent> events = RandomBooks.events(
            seed, new UserId("u-1"), List.of(key("AAPL"), key("IBM"), key("^BSESN"), key("MSFT")), 4_000);

    @Test
    void theSwitchWaitsForTheBatchInHandALittleAtATime() {
        TestKafka.publish(buy("b1", "AAPL", "1", "1", "09:00:00"));
        awaitApplied();
        long replay = database.transactions().execute(_ -> {
            // As a batch does that takes its time.
            new Generations(database.jdbc()).holdLive();
            long started = operators.started(REBUILD);
            patiently().until(() -> progressOf(started).equals("switching, next attempt"));
            return started;
        });

        assertThat(operators.ended(replay).get("report").get("live_generation").asInt())
                .isEqualTo(2);
    }

    private String progressOf(long replay) {
        return operators.get(replay).get("progress").path("phase").asString("");
    }

    @Test
    void readersSeeTheOneOrTheOtherWhileAWrongReadModelIsReplacedAndNoVersionGoesBack() {
        TestKafka.publish(events.subList(0, 3_000));
        awaitApplied();
        database.jdbc()
                .sql("UPDATE trades SET user_id = 'u-9'"
                        + " WHERE ref_id IN (SELECT min(ref_id) FROM trades GROUP BY ticker)")
                .update();
        try (VersionWatch watch = new VersionWatch(database)) {
            long replay = operators.started(REBUILD);
            TestKafka.publish(events.subList(3_000, 3_500));
            JsonNode report = operators.ended(replay).get("report");
            assertThat(report.get("exit").asInt()).as("%s", report).isZero();
            assertThat(report.get("live_generation").asInt()).isEqualTo(2);
            assertThat(report.get("found_before").get("keys_drifted").asInt()).isEqualTo(4);
            TestKafka.publish(events.subList(3_500, 4_000));
            awaitApplied();
            assertThat(watch.problem()).isEmpty();
        }

        assertThat(state()).isEqualTo("1 former, 2 live");
        assertThat(new ReadModel(database, 2).summaries())
                .as("%s", seed)
                .isEqualTo(PlainBook.of(events).summaries());
        assertThat(operators.report(VERIFY).get("exit").asInt()).isZero();
    }

    @Test
    void theFormerReadModelIsCaughtUpAndLiveAgainAfterARollbackAndGoneAfterADiscard() {
        TestKafka.publish(events.subList(0, 1_000));
        awaitApplied();
        operators.report(REBUILD);
        TestKafka.publish(events.subList(1_000, 2_000));
        awaitApplied();

        assertThat(operators.report(REBUILD).get("summary").asString()).startsWith("Generation 1 is still kept");
        JsonNode rollback = operators.report("{\"command\": \"rollback\"}");

        assertThat(rollback.get("live_generation").asInt()).isEqualTo(1);
        assertThat(state()).isEqualTo("1 live, 2 former");
        assertThat(new ReadModel(database, 1).summaries())
                .as("%s", seed)
                .isEqualTo(PlainBook.of(events.subList(0, 2_000)).summaries());
        TestKafka.publish(events.subList(2_000, 2_500));
        awaitApplied();
        assertThat(operators.report(DISCARD).get("exit").asInt()).isZero();
        assertThat(state()).isEqualTo("1 live");
        assertThat(database.jdbc()
                        .sql("SELECT count(*) FROM trades WHERE generation = 2")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(operators
                        .report("{\"command\": \"rollback\"}")
                        .get("summary")
                        .asString())
                .isEqualTo("No former generation is kept, so there is nothing to roll back to");
    }

    @Test
    void aRebuildThatWasInterruptedGoesOnWhereItWas() {
        TestKafka.publish(events);
        awaitApplied();
        try (Gate gate = Gate.before(database, "checkpoints")) {
            long replay = operators.started(REBUILD);
            gate.awaitAnyWaiting();
            assertThat(operators.post("", VERIFY).status()).isEqualTo(409);
            assertThat(operators.post(replay + "/cancel/", "").status()).isEqualTo(202);
            gate.open();
            assertThat(operators.ended(replay).get("state").asString()).isEqualTo("cancelled");
        }
        assertThat(state()).isEqualTo("1 live, 2 building");
        assertThat(operators.report(VERIFY).get("exit").asInt()).isZero();

        JsonNode report = operators.report(REBUILD);

        assertThat(report.get("summary").asString()).startsWith("Generation 2 is resumed and rebuilt and live");
        assertThat(new ReadModel(database, 2).summaries())
                .as("%s", seed)
                .isEqualTo(PlainBook.of(events).summaries());
    }

    @Test
    void aReplayWhoseProcessDiedIsInterruptedAndCanBeDiscarded() {
        TestKafka.publish(events);
        awaitApplied();
        long replay;
        try (Gate gate = Gate.before(database, "checkpoints")) {
            replay = operators.started(REBUILD);
            gate.awaitAnyWaiting();
            // As if the process had died: all its sessions end.
            database.jdbc()
                    .sql(
                            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND application_name = 'the worker'")
                    .query(Integer.class)
                    .single();
        }
        assertThat(operators.ended(replay).get("state").asString()).isIn("failed", "cancelled", "interrupted");

        assertThat(operators.report(DISCARD).get("exit").asInt()).isZero();
        assertThat(state()).isEqualTo("1 live");
        assertThat(operators.report(VERIFY).get("exit").asInt()).isZero();
    }

    @Test
    void aReadModelThatAnotherVersionOfTheFoldHasMadeIsReplacedAndItsWorkersAreNeededToGoBack() {
        TestKafka.publish(events.subList(0, 1_000));
        awaitApplied();
        database.jdbc().sql("UPDATE generations SET fold_version = 1").update();
        database.jdbc()
                .sql("UPDATE summaries SET cost = cost + 1, realised = realised - 1")
                .update();

        assertThat(operators.report(VERIFY).get("summary").asString())
                .isEqualTo("Generation 1 was made by fold version 1, and this worker has fold version 2: run this on a"
                        + " worker with fold version 1");
        assertThat(operators.report(REBUILD).get("live_generation").asInt()).isEqualTo(2);

        TestKafka.publish(events.subList(1_000, 1_500));
        awaitApplied();
        assertThat(new ReadModel(database, 2).summaries())
                .as("%s", seed)
                .isEqualTo(PlainBook.of(events.subList(0, 1_500)).summaries());
        assertThat(operators
                        .report("{\"command\": \"rollback\"}")
                        .get("summary")
                        .asString())
                .endsWith("run this on a worker with fold version 1");
    }

    /** Each table of the former read model is emptied a part at a time: what was done before the end stays done. */
    @Test
    void aDiscardThatWasInterruptedGoesOnWhereItWas() {
        TestKafka.publish(events.subList(0, 500));
        awaitApplied();
        operators.report(REBUILD);
        database.jdbc().sql("""
                        CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN RAISE EXCEPTION ''the process has died''; END'
                        """).update();
        database.jdbc()
                .sql("CREATE TRIGGER crash BEFORE DELETE ON summaries EXECUTE FUNCTION crash()")
                .update();
        assertThat(operators.report(DISCARD).get("summary").asString()).contains("the process has died");
        assertThat(state()).isEqualTo("1 partial, 2 live");
        assertThat(rows("trades", 1)).isZero();
        assertThat(rows("summaries", 1)).isEqualTo(4);
        assertThat(operators.report("{\"command\": \"rollback\"}").get("exit").asInt())
                .isEqualTo(1);

        database.jdbc().sql("DROP TRIGGER crash ON summaries").update();
        assertThat(operators.report(DISCARD).get("summary").asString()).isEqualTo("Generation 1 is discarded");

        assertThat(state()).isEqualTo("2 live");
        assertThat(rows("summaries", 1)).isZero();
        assertThat(operators.report(VERIFY).get("exit").asInt()).isZero();
    }

    private int rows(String table, int generation) {
        return database.jdbc()
                .sql("SELECT count(*) FROM " + table + " WHERE generation = ?")
                .param(generation)
                .query(Integer.class)
                .single();
    }

    private String state() {
        return String.join(
                ", ",
                database.jdbc()
                        .sql("SELECT generation || ' ' || state FROM generations ORDER BY generation")
                        .query((row, _) -> row.getString(1))
                        .list());
    }

    private static PositionKey key(String ticker) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker(ticker));
    }

    /** A reader that polls the summaries, in single statements as query-api does. */
    private static final class VersionWatch implements AutoCloseable {

        private final AtomicBoolean ended = new AtomicBoolean();
        private final CompletableFuture<String> problem;

        VersionWatch(TestDatabase database) {
            problem = CompletableFuture.supplyAsync(() -> watch(database), Thread::startVirtualThread);
        }

        private String watch(TestDatabase database) {
            Map<String, Long> seen = new HashMap<>();
            while (!ended.get()) {
                Map<String, Long> now = new HashMap<>();
                database.jdbc()
                        .sql("SELECT ticker, version FROM summaries WHERE generation ="
                                + " (SELECT generation FROM generations WHERE state = 'live')")
                        .query(row -> {
                            now.put(row.getString("ticker"), row.getLong("version"));
                        });
                if (!now.keySet().containsAll(seen.keySet())) {
                    return "Gone: " + seen + " " + now;
                }
                if (seen.entrySet().stream()
                        .anyMatch(before -> now.getOrDefault(before.getKey(), 0L) < before.getValue())) {
                    return "Back: " + seen + " " + now;
                }
                seen = now;
            }
            return "";
        }

        String problem() {
            ended.set(true);
            return problem.join();
        }

        @Override
        public void close() {
            ended.set(true);
        }
    }
}
