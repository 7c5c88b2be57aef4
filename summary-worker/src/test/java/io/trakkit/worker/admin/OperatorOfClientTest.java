package io.trakkit.worker.admin;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.TwoClients.ALPHA;
import static io.trakkit.worker.testing.TwoClients.BETA;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.AnonymousAnswer;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.worker.log.ConsumerHalt;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.TwoClients;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Operators who may see one client: those with a key of it, and those of the platform who act for it. Alpha has two dead letters,
 * beta has three; no trade has a portfolio.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorOfClientTest {

    private static final String KEYS = "/api/v1/admin/keys/";
    private static final String DEAD_LETTERS = "/api/v1/ops/dead-letters/";
    private static final String REPLAYS = "/api/v1/ops/replay/";
    private static final String[] SETTINGS = {
        "spring.main.web-application-type=servlet",
        "server.port=0",
        "trakkit.access.mode=keys",
        // A decision of one test is taken back in the table alone; the topic must not bring it back.
        "trakkit.worker.compare-every=1h"
    };

    private final TestDatabase database = TestDatabase.create();
    private final RunningWorker worker;
    private final Http http;
    private final String admin;
    private String ofAlpha = "";

    OperatorOfClientTest() {
        TestKafka.emptyTopics();
        worker = RunningWorker.start(database, SETTINGS);
        http = new Http(worker.port());
        admin = worker.bean(FirstKey.class).create("a test");
    }

    @BeforeAll
    void twoClientsWithDeadLetters() {
        worker.awaitUp();
        for (ClientId client : List.of(ALPHA, BETA)) {
            assertThat(http.post(
                                    "/api/v1/admin/clients/",
                                    "{\"id\": \"%s\", \"name\": \"x\"}".formatted(client),
                                    with(admin))
                            .status())
                    .isEqualTo(201);
        }
        ofAlpha = http.post(KEYS, "{\"client\": \"alpha\", \"scopes\": [\"ops\"]}", with(admin))
                .text("key");
        TestKafka.publish(
                TwoClients.of(ALPHA, Events.buy("r-1", "AMZN", "1", "10", "09:00:00")),
                TwoClients.of(BETA, Events.buy("r-1", "AMZN", "1", "10", "09:00:00")),
                TwoClients.of(ALPHA, Events.buy("r-2", "AMZN", "1", "10", "09:00:00")),
                TwoClients.of(BETA, Events.buy("r-2", "AMZN", "1", "10", "09:00:00")),
                TwoClients.of(BETA, Events.buy("r-3", "AMZN", "1", "10", "09:00:00")));
        patiently().untilAsserted(() -> assertThat(deadLetters("", with(admin))).hasSize(5));
    }

    /** Takes the decisions back in the table, once the relay has nothing more to publish. */
    @AfterEach
    void reopen() {
        patiently()
                .until(() -> database.jdbc()
                                .sql("SELECT count(*) FROM dead_letters WHERE NOT outcome_relayed")
                                .query(Integer.class)
                                .single()
                        == 0);
        database.jdbc().sql("""
                        UPDATE dead_letters
                        SET outcome = NULL, outcome_by = NULL, outcome_at = NULL, outcome_note = NULL
                        """).update();
    }

    @AfterAll
    void stop() {
        worker.close();
        database.close();
    }

    @Test
    void bothKindsSeeTheDeadLettersOfTheClientOnly() {
        for (String[] operator : List.of(with(ofAlpha), actingForAlpha())) {
            List<String> own = deadLetters("", operator);
            assertThat(own).hasSize(2);
            assertThat(deadLetters("?client_id=alpha", operator)).isEqualTo(own);
            assertThat(deadLetters("?portfolio_id=11", operator)).isEmpty();
            assertThat(http.get(DEAD_LETTERS + own.getFirst(), operator).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aPlatformThatActsForNobodyChoosesAClientByItsParameter() {
        assertThat(deadLetters("?client_id=beta", with(admin))).hasSize(3);
        assertThat(deadLetters("?client_id=alpha", with(admin))).hasSize(2);
    }

    @Test
    void anotherClientIsAnsweredAsAnAbsentOne() {
        for (String[] operator : List.of(with(ofAlpha), actingForAlpha())) {
            HttpAnswer foreign = http.get(DEAD_LETTERS + "?client_id=beta", operator);
            assertThat(foreign.status()).isEqualTo(400);
            assertAlike(foreign, "beta", http.get(DEAD_LETTERS + "?client_id=nobody", operator), "nobody");

            HttpAnswer discarded = discard("\"client_id\": \"beta\"", operator);
            assertThat(discarded.status()).isEqualTo(400);
            assertThat(discarded.pointers()).containsExactly("/client_id");
            assertAlike(discarded, "beta", discard("\"client_id\": \"nobody\"", operator), "nobody");
        }
    }

    @Test
    void aDeadLetterOfAnotherClientIsAnsweredAsAnAbsentOne() {
        String foreign = deadLetters("?client_id=beta", with(admin)).getFirst();
        String absent = foreign.replaceAll("[0-9]+$", "999999");
        for (String[] operator : List.of(with(ofAlpha), actingForAlpha())) {
            for (String shortened : List.of("", "^[^:]+:")) {
                String foreignId = shortened.isEmpty() ? foreign : foreign.replaceFirst(shortened, "");
                String absentId = shortened.isEmpty() ? absent : absent.replaceFirst(shortened, "");
                HttpAnswer shown = http.get(DEAD_LETTERS + foreignId, operator);
                assertThat(shown.status()).as(foreignId).isEqualTo(404);
                assertAlike(shown, foreignId, http.get(DEAD_LETTERS + absentId, operator), absentId);
                for (String what : List.of("redrive", "discard")) {
                    HttpAnswer decided = decide(what, foreignId, operator);
                    assertThat(decided.status()).as(what + ' ' + foreignId).isEqualTo(404);
                    assertAlike(decided, foreignId, decide(what, absentId, operator), absentId);
                }
            }
        }
        assertThat(database.jdbc()
                        .sql("SELECT count(*) FROM dead_letters WHERE outcome IS NOT NULL")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private HttpAnswer decide(String what, String id, String... operator) {
        return http.post(
                DEAD_LETTERS + what, "{\"ids\": [\"%s\"], \"by\": \"ann\", \"note\": \"x\"}".formatted(id), operator);
    }

    /** In status, text and headers. */
    private static void assertAlike(HttpAnswer foreign, String foreignId, HttpAnswer absent, String absentId) {
        assertThat(AnonymousAnswer.of(foreign, List.of(foreignId)))
                .isEqualTo(AnonymousAnswer.of(absent, List.of(absentId)));
    }

    @Test
    void allOfThemMeansAllOfTheClient() {
        for (String[] operator : List.of(with(ofAlpha), actingForAlpha())) {
            HttpAnswer discarded = discard("\"all\": true", operator);
            assertThat(discarded.status()).as(discarded.text()).isEqualTo(200);
            assertThat(database.jdbc()
                            .sql("SELECT client_id FROM dead_letters WHERE outcome = 'discarded'")
                            .query(String.class)
                            .list())
                    .containsExactly("alpha", "alpha");
            reopen();
        }
    }

    /** Of two workers, one has stopped with an alarm, and the other one waits for the right to publish. */
    @Test
    void aDecisionTellsAnOperatorOfAClientNothingOfOthers() {
        try (RunningWorker stopped = RunningWorker.start(database, SETTINGS)) {
            stopped.awaitUp();
            // It has read the decisions of the other tests.
            reopen();
            stopped.bean(ConsumerHalt.class).raise(new IllegalStateException("partition 3 ends before offset 17"));
            Http there = new Http(stopped.port());
            database.transactions().executeWithoutResult(_ -> {
                database.jdbc()
                        .sql("SELECT pg_advisory_xact_lock('dead_letters'::regclass::oid::integer, 1)")
                        .query((_, _) -> "")
                        .list();
                HttpAnswer ofBeta = discard(there, "\"client_id\": \"beta\"", with(admin));
                assertThat(ofBeta.json().path("pending").asInt()).isEqualTo(3);
                assertThat(ofBeta.text("held_up_by")).contains("partition 3 ends before offset 17");

                for (String[] operator : List.of(with(ofAlpha), actingForAlpha())) {
                    for (String decision : List.of("discard", "redrive")) {
                        HttpAnswer own = there.post(
                                DEAD_LETTERS + decision,
                                "{\"reason\": \"unknown_portfolio\", \"by\": \"ann\", \"note\": \"x\"}",
                                operator);
                        assertThat(own.status()).as(own.text()).isEqualTo(200);
                        assertThat(own.json().path("pending").asInt()).isEqualTo(2);
                        assertThat(own.text("held_up_by"))
                                .isEqualTo("The worker does not publish decisions at present;"
                                        + " ask an operator of the platform");
                    }
                }
            });
        }
    }

    @Test
    void replaysAreForThePlatform() {
        for (String command : List.of("plan", "verify", "journal", "rebuild")) {
            assertThat(replay(command, "", with(ofAlpha)).status()).as(command).isEqualTo(403);
        }
        assertThat(http.get(REPLAYS, with(ofAlpha)).status()).isEqualTo(403);
        assertThat(http.get(REPLAYS + "1", with(ofAlpha)).status()).isEqualTo(403);
    }

    @Test
    void aPlatformThatActsForAClientVerifiesAndSeesThatClientOnly() {
        // Six digits, which are part of no other number in an answer.
        database.jdbc()
                .sql("ALTER TABLE replays ALTER COLUMN replay_id RESTART WITH 100001")
                .update();
        long ofAll = finished(replay("verify", "", with(admin)));
        long ofBeta = finished(replay("verify", ", \"client_id\": \"beta\"", with(admin)));

        HttpAnswer started = replay("verify", "", actingForAlpha());
        long own = finished(started);

        assertThat(started.text()).contains("alpha").doesNotContain("beta");
        assertThat(replays(actingForAlpha())).contains(own).doesNotContain(ofAll, ofBeta);
        assertThat(http.get(REPLAYS + own, actingForAlpha()).status()).isEqualTo(200);
        String absent = "999999";
        for (long other : List.of(ofAll, ofBeta)) {
            HttpAnswer shown = http.get(REPLAYS + other, actingForAlpha());
            assertThat(shown.status()).isEqualTo(404);
            assertAlike(shown, "" + other, http.get(REPLAYS + absent, actingForAlpha()), absent);
            HttpAnswer cancelled = http.post(REPLAYS + other + "/cancel", "", actingForAlpha());
            assertThat(cancelled.status()).isEqualTo(404);
            assertAlike(cancelled, "" + other, http.post(REPLAYS + absent + "/cancel", "", actingForAlpha()), absent);
        }
        assertThat(replay("verify", ", \"client_id\": \"beta\"", actingForAlpha())
                        .pointers())
                .containsExactly("/client_id");
        assertThat(replay("rebuild", "", actingForAlpha()).pointers()).containsExactly("/command");
        assertThat(replays(with(admin))).contains(ofAll, ofBeta, own);
    }

    @Test
    void replaysOfOthersDoNotHideThoseOfAClient() {
        long own = finished(replay("verify", "", actingForAlpha()));
        database.jdbc().sql("""
                        INSERT INTO replays (command, options, requested_by, started_at, ended_at, state, progress, report)
                        SELECT 'verify', CASE WHEN n % 2 = 0 THEN '{}' ELSE '{"client_id":"beta"}' END, 'ann', now(), now(),
                            'done', '{}', '{}'
                        FROM generate_series(1, 30) AS n
                        """).update();

        assertThat(replays(actingForAlpha())).contains(own);
        assertThat(replays(with(admin))).hasSize(20).doesNotContain(own);
    }

    @Test
    void aKeyThatIsBoundToAUserIsNoOperator() {
        HttpAnswer refused = http.post(
                KEYS, "{\"client\": \"alpha\", \"scopes\": [\"read\", \"ops\"], \"user_id\": \"u\"}", with(admin));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers()).containsExactly("/user_id");

        // One that was created before this rule.
        ApiKey former = ApiKey.generate(new SecureRandom());
        new ApiKeys(database.jdbc())
                .save(new IssuedKey(
                        former.id(),
                        former.hash(),
                        Optional.of(ALPHA),
                        Set.of(Scope.READ, Scope.OPS),
                        Optional.of(new UserId("u")),
                        "",
                        Instant.parse("2026-11-01T10:00:00Z"),
                        Optional.empty(),
                        Optional.empty(),
                        false));
        HttpAnswer answer = http.get(DEAD_LETTERS, with(former.reveal()));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate")).contains("scope=\"ops\"");
    }

    @Test
    void theAuditLogSaysWhatAnOperatorDecided() {
        String key = platformOperator();
        String one = deadLetters("?client_id=beta", with(admin)).getFirst();

        discard("\"ids\": [\"%s\"]".formatted(one), with(key));
        discard("\"client_id\": \"beta\", \"ticker\": \"NONE\"", with(key));
        http.post(DEAD_LETTERS + "redrive", "{\"all\": 1}", with(key));

        JsonNode audit = audit(key, 6);
        assertThat(audited(audit.get(4))).isEqualTo("dead-letters.discard 200 beta " + one);
        assertThat(audit.get(4).path("detail").asString())
                .isEqualTo("{\"by\":\"ann\",\"note\":\"x\",\"ids\":[\"%s\"]}".formatted(one));
        assertThat(audited(audit.get(2))).isEqualTo("dead-letters.discard 200 beta ");
        assertThat(audit.get(2).path("detail").asString())
                .isEqualTo("{\"client_id\":\"beta\",\"ticker\":\"NONE\",\"by\":\"ann\",\"note\":\"x\"}");
        assertThat(audited(audit.get(0))).isEqualTo("dead-letters.redrive 400 - ");
    }

    @Test
    void aPlatformThatLooksAtADeadLetterIsAudited() {
        String key = platformOperator();
        String ofBeta = deadLetters("?client_id=beta", with(key)).getFirst();
        String shortened = ofBeta.substring(ofBeta.indexOf(':') + 1);

        assertThat(http.get(DEAD_LETTERS + shortened, with(key)).status()).isEqualTo(200);
        assertThat(http.get(DEAD_LETTERS + "0:999999", with(key)).status()).isEqualTo(404);

        JsonNode audit = audit(key, 2);
        assertThat(audit).hasSize(2);
        assertThat(audited(audit.get(1))).isEqualTo("dead-letters.show 200 beta " + ofBeta);
        assertThat(audited(audit.get(0))).isEqualTo("dead-letters.show 404 - 0:999999");
    }

    @Test
    void aClientThatLooksAtItsOwnDeadLetterIsNotAudited() {
        String key = http.post(KEYS, "{\"client\": \"alpha\", \"scopes\": [\"ops\"]}", with(admin))
                .text("key");
        String own = deadLetters("", with(key)).getFirst();

        assertThat(http.get(DEAD_LETTERS + own, with(key)).status()).isEqualTo(200);
        discard("\"ticker\": \"NONE\"", with(key));

        JsonNode audit = audit(key, 2);
        assertThat(audit.valueStream().map(OperatorOfClientTest::audited))
                .containsExactly("dead-letters.discard 200 alpha ", "dead-letters.discard begun alpha ");
    }

    @Test
    void theAuditLogSaysWhatAReplayWas() {
        String key = platformOperator();

        long id = finished(replay("verify", ", \"client_id\": \"beta\"", with(key)));
        http.post(REPLAYS + id + "/cancel", "", with(key));

        JsonNode audit = audit(key, 4);
        assertThat(audited(audit.get(2))).isEqualTo("replay.start 202 beta " + id);
        assertThat(audit.get(2).path("detail").asString()).isEqualTo("{\"command\":\"verify\",\"client_id\":\"beta\"}");
        assertThat(audited(audit.get(0))).isEqualTo("replay.cancel 409 beta " + id);
        assertThat(audit.get(0).path("detail").asString())
                .startsWith("verify {")
                .contains("\"beta\"");
    }

    private String platformOperator() {
        return http.post(KEYS, "{\"scopes\": [\"ops\"]}", with(admin)).text("key");
    }

    private static String audited(JsonNode entry) {
        return "%s %s %s %s"
                .formatted(
                        entry.path("action").asString(),
                        entry.path("outcome").asString(),
                        entry.path("client").isNull()
                                ? "-"
                                : entry.path("client").asString(),
                        entry.path("subject").asString());
    }

    /** The entries of a key, the newest first. The last one is written after its answer. */
    private JsonNode audit(String key, int entries) {
        String path = "/api/v1/admin/audit/?key=" + key.substring(4, 20);
        return patiently()
                .until(() -> http.get(path, with(admin)).json().path("results"), found -> found.size() >= entries);
    }

    private long finished(HttpAnswer started) {
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        long id = started.json().get("id").asLong();
        patiently()
                .until(() -> !http.get(REPLAYS + id, with(admin)).text("state").equals("running"));
        return id;
    }

    private List<Long> replays(String... operator) {
        return http.get(REPLAYS, operator)
                .json()
                .path("replays")
                .valueStream()
                .map(replay -> replay.path("id").asLong())
                .toList();
    }

    private HttpAnswer replay(String command, String more, String... operator) {
        return http.post(REPLAYS, "{\"command\": \"%s\"%s}".formatted(command, more), operator);
    }

    private HttpAnswer discard(String which, String... operator) {
        return discard(http, which, operator);
    }

    private static HttpAnswer discard(Http http, String which, String... operator) {
        return http.post(DEAD_LETTERS + "discard", "{%s, \"by\": \"ann\", \"note\": \"x\"}".formatted(which), operator);
    }

    private List<String> deadLetters(String query, String... operator) {
        HttpAnswer answer = http.get(DEAD_LETTERS + query, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.results("id");
    }

    private String[] actingForAlpha() {
        return Stream.concat(Stream.of(with(admin)), Stream.of("X-Trakkit-Client", "alpha"))
                .toArray(String[]::new);
    }

    private static String[] with(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }
}
