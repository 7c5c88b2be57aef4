package io.trakkit.ingest.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.IngestApi;
import io.trakkit.ingest.testing.AppTest;
import io.trakkit.ingest.testing.BusyMachine;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.actions.PublishedActions;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.Waiting;
import io.trakkit.wire.event.CorporateActionCodec;
import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two instances of the app, and no worker: nothing of what one publishes is recorded before the other is asked. */
class ActionRaceTest extends IngestTest {

    private static final String ACTIONS = "/api/v1/corporate-action/";
    private static final int ROUNDS = 100;

    private static ConfigurableApplicationContext second;
    private static Http other;

    private final TestLog topic = new TestLog(Topics.CORPORATE_ACTIONS, Servers.kafka());
    private final CorporateActionCodec codec = new CorporateActionCodec();

    @BeforeAll
    static void startAnother() {
        List<String> settings = Stream.concat(
                        Stream.of(
                                "--spring.config.name=ingest-api",
                                "--server.port=0",
                                "--spring.kafka.bootstrap-servers=" + Servers.kafka(),
                                "--spring.datasource.url=" + Servers.database().jdbcUrl(),
                                "--spring.datasource.username=" + TestDatabase.USER,
                                "--spring.datasource.password="),
                        BusyMachine.arguments())
                .toList();
        second = new SpringApplicationBuilder(IngestApi.class, AppTest.Clocks.class)
                .run(settings.toArray(String[]::new));
        other = new Http(second.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
        Waiting.patiently().until(() -> other.get("/actuator/health/readiness").status() == 200);
    }

    @AfterAll
    static void stopTheOther() {
        second.close();
    }

    private static String newId() {
        return "race-" + UUID.randomUUID();
    }

    private static String split(String id, int numerator) {
        return """
                {"action_id": "%s", "ticker": "ACME", "type": "split", "numerator": %d, "denominator": 1,
                 "ex_date": "2026-10-20"}
                """.formatted(id, numerator);
    }

    /** The answers to two requests that are sent at the same time. */
    private static List<HttpAnswer> atOnce(Supplier<HttpAnswer> one, Supplier<HttpAnswer> another) {
        CyclicBarrier start = new CyclicBarrier(2);
        return Stream.of(one, another)
                .map(request -> CompletableFuture.supplyAsync(
                        () -> {
                            await(start);
                            return request.get();
                        },
                        Thread::startVirtualThread))
                // Both are to run before the first is waited for.
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the topic says of each action since the mark, in the order of its records. */
    private Map<String, List<CorporateAction>> published(TestLog.Mark mark) {
        return topic.since(mark).stream()
                .map(written -> codec.decode(written.record().value()))
                .collect(Collectors.groupingBy(action -> action.id().value()));
    }

    private static CorporateAction version(long version, CorporateAction action) {
        return new CorporateAction(
                action.client(),
                action.id(),
                action.ticker(),
                action.terms(),
                action.exDate(),
                action.effectiveAt(),
                action.currency(),
                action.rates(),
                action.withdrawn(),
                version,
                action.createdAt(),
                action.updatedAt());
    }

    @Test
    void ofTwoCorrectionsAtOnceNeitherUndoesTheOther() {
        TestLog.Mark mark = topic.mark();
        List<String> ids = Stream.generate(ActionRaceTest::newId).limit(ROUNDS).toList();

        for (String id : ids) {
            assertThat(caller().post(ACTIONS, split(id, 2)).status()).isEqualTo(201);
            List<HttpAnswer> answers = atOnce(
                    () -> caller().patch(ACTIONS + id + "/", "{\"numerator\": 3}"),
                    () -> other.patch(ACTIONS + id + "/", "{\"ex_date\": \"2026-10-21\"}"));
            assertThat(answers).extracting(HttpAnswer::status).containsOnly(200);
            assertThat(answers).extracting(answer -> answer.text("version")).containsExactlyInAnyOrder("2", "3");
        }

        Map<String, List<CorporateAction>> published = published(mark);
        for (String id : ids) {
            List<CorporateAction> versions = published.getOrDefault(id, List.of());
            assertThat(versions).extracting(CorporateAction::version).containsExactly(1L, 2L, 3L);
            CorporateAction last = versions.getLast();
            assertThat(last.terms().ratio()).map(Object::toString).contains("3:1");
            assertThat(last.exDate()).map(Object::toString).contains("2026-10-21");
        }
    }

    @Test
    void ofTwoActionsOfOneIdAtOnceOneIsAConflict() {
        TestLog.Mark mark = topic.mark();
        Map<String, String> accepted = new HashMap<>();

        for (int round = 0; round < ROUNDS; round++) {
            String id = newId();
            List<HttpAnswer> answers =
                    atOnce(() -> caller().post(ACTIONS, split(id, 2)), () -> other.post(ACTIONS, split(id, 3)));
            assertThat(answers).extracting(HttpAnswer::status).containsExactlyInAnyOrder(201, 409);
            accepted.put(id, answers.getFirst().status() == 201 ? "2:1" : "3:1");
        }

        Map<String, List<CorporateAction>> published = published(mark);
        accepted.forEach((id, ratio) -> assertThat(published.get(id))
                .singleElement()
                .extracting(action -> action.terms().ratio().orElseThrow().toString())
                .isEqualTo(ratio));
    }

    @Test
    void ofTwoWithdrawalsAtOnceOneIsAConflict() {
        String id = newId();
        assertThat(caller().post(ACTIONS, split(id, 2)).status()).isEqualTo(201);

        List<HttpAnswer> answers = atOnce(
                () -> caller().patch(ACTIONS + id + "/", "{\"status\": \"withdrawn\"}"),
                () -> other.patch(ACTIONS + id + "/", "{\"status\": \"withdrawn\"}"));

        assertThat(answers).extracting(HttpAnswer::status).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void anInstanceKnowsAtOnceWhatTheOtherHasPublished() {
        String id = newId();
        TestLog.Mark mark = topic.mark();
        assertThat(caller().post(ACTIONS, split(id, 2)).status()).isEqualTo(201);

        HttpAnswer repeat = other.post(ACTIONS, split(id, 2));
        HttpAnswer correction = other.patch(ACTIONS + id + "/", "{\"numerator\": 3}");

        assertThat(repeat.status()).as(repeat.text()).isEqualTo(200);
        assertThat(correction.status()).as(correction.text()).isEqualTo(200);
        assertThat(published(mark).get(id)).hasSize(2);
    }

    /** What is recorded may be newer: an instance of an earlier version does not say what it publishes. */
    @Test
    void aNewerVersionThatIsRecordedCounts() {
        String id = newId();
        TestLog.Mark mark = topic.mark();
        caller().post(ACTIONS, split(id, 2));
        CorporateAction first = published(mark).getOrDefault(id, List.of()).getFirst();
        worker.record(version(5, first), first.effectiveAt());

        HttpAnswer correction = other.patch(ACTIONS + id + "/", "{\"numerator\": 3}");

        assertThat(correction.text("version")).isEqualTo("6");
    }

    @Test
    void whileAnotherChangeTakesLongACorrectionIsToBeSentAgain() {
        String id = newId();
        String free = newId();
        caller().post(ACTIONS, split(id, 2));
        caller().post(ACTIONS, split(free, 2));

        Servers.database().transactions().executeWithoutResult(_ -> {
            new PublishedActions(Servers.database().jdbc())
                    .lock(ClientId.DEFAULT, new RefId(id), Duration.ofSeconds(10));

            HttpAnswer refused = other.patch(ACTIONS + id + "/", "{\"numerator\": 3}");
            HttpAnswer corrected = other.patch(ACTIONS + free + "/", "{\"numerator\": 3}");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(refused.detail())
                    .isEqualTo(
                            "The corporate action was not recorded: too many are being recorded at once. Retry in 2 s");
            assertThat(corrected.status()).isEqualTo(200);
        });
        assertThat(other.patch(ACTIONS + id + "/", "{\"numerator\": 3}").text("version"))
                .isEqualTo("2");
    }
}
