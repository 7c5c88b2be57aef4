package io.trakkit.worker.deadletters;

import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The operators' calls about dead letters, on a worker as it is deployed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterHttpTest {

    private static final String LETTERS = "/api/v1/ops/dead-letters/";

    private final TestDatabase database = TestDatabase.create();
    private final RunningWorker worker;
    private final Http http;

    DeadLetterHttpTest() {
        TestKafka.emptyTopics();
        // Between the tests outcomes are taken back in the table alone; the topic must not bring them back.
        worker = RunningWorker.start(
                database,
                "spring.main.web-application-type=servlet",
                "server.port=0",
                "trakkit.worker.compare-every=1h");
        http = new Http(worker.port());
    }

    @BeforeAll
    void publish() {
        ProducerRecord<byte[], byte[]> junk =
                new ProducerRecord<>(Topics.TRADES, 3, "a key".getBytes(UTF_8), new byte[] {'j', (byte) 0xff});
        junk.headers().add("by", "somebody".getBytes(UTF_8)).add("nothing", null);
        TestKafka.publish(junk);
        TestKafka.publish(
                Events.buy("r-1", "AMZN", "1", "10", "09:00:00"),
                Events.buy("r-2", "AMZN", "1", "10", "09:00:01"),
                Events.buy("r-3", "IBM", "1", "10", "09:00:02"));
        patiently()
                .untilAsserted(
                        () -> assertThat(new ReadModel(database).deadLetters()).hasSize(4));
    }

    /** Everything is open again, and no outbox has anything to do: these tests are about what is noted. */
    @BeforeEach
    void reopen() {
        patiently()
                .until(() -> database.jdbc()
                                .sql("SELECT count(*) FROM dead_letters WHERE NOT outcome_relayed OR NOT relayed")
                                .query(Integer.class)
                                .single()
                        == 0);
        database.jdbc()
                .sql("DELETE FROM dead_letters WHERE record_headers::text LIKE '%' || encode('redriven', 'hex') || '%'")
                .update();
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

    @ParameterizedTest
    @CsvSource({
        "'', 4",
        "reason=malformed, 1",
        "reason=unknown_portfolio&ticker=amzn, 2",
        "portfolio_id=1, 3",
        "portfolio_id=2, 0",
        "from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z, 0",
        "outcome=all, 4",
        "outcome=discarded, 0",
        "client_id=default, 4"
    })
    void theListIsNarrowedByWhatIsAskedFor(String query, int letters) {
        assertThat(list(query)).hasSize(letters);
    }

    @Test
    void theListIsWalkedByItsNextParts() {
        List<String> ids = new ArrayList<>();
        String next = "";
        while (next != null) {
            HttpAnswer page = http.get(LETTERS + "?limit=3" + (next.isEmpty() ? "" : "&after=" + next));
            page.json()
                    .get("results")
                    .forEach(letter -> ids.add(letter.get("id").asString()));
            next = page.json().get("next").isNull()
                    ? null
                    : page.json().get("next").asString();
        }
        assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void oneIsShownWithItsBytesHeadersAndOrigin() {
        JsonNode letter = http.get("/api/v1/ops/dead-letters/3:0").json();
        assertThat(letter.at("/letter/id").asString()).isEqualTo(TestKafka.topicId(Topics.TRADES) + ":3:0");
        assertThat(letter.at("/letter/reason").asString()).isEqualTo("malformed");
        assertThat(letter.at("/letter/reason_in_words").asString()).contains("not a JSON object");
        assertThat(letter.at("/letter/outcome").isNull()).isTrue();
        assertThat(letter.at("/origin/topic").asString()).isEqualTo("trakkit.trades");
        assertThat(letter.at("/origin/offset").asLong()).isZero();
        assertThat(letter.at("/key/text").asString()).isEqualTo("a key");
        assertThat(letter.at("/value/text").isNull()).isTrue();
        assertThat(Base64.getDecoder().decode(letter.at("/value/base64").asString()))
                .containsExactly('j', 0xff);
        assertThat(letter.at("/headers/0/value/text").asString()).isEqualTo("somebody");
        assertThat(letter.at("/headers/1/name").asString()).isEqualTo("nothing");
        assertThat(letter.at("/headers/1/value").isNull()).isTrue();
        assertThat(letter.at("/in_log").asBoolean()).isTrue();
    }

    @Test
    void whoHasDiscardedAndWhenAndWhyIsKept() {
        HttpAnswer answer =
                http.post(LETTERS + "discard", "{\"ids\": [\"3:0\"], \"by\": \"ann\", \"note\": \"a test\"}");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().get("discarded").asInt()).isEqualTo(1);
        assertThat(answer.json().get("held_up_by").isNull()).isTrue();

        patiently()
                .until(() -> http.get(LETTERS + "3:0")
                        .json()
                        .at("/letter/outcome/in_log")
                        .asBoolean());
        JsonNode outcome = http.get(LETTERS + "3:0").json().at("/letter/outcome");
        assertThat(outcome.get("by").asString()).isEqualTo("ann");
        assertThat(outcome.get("note").asString()).isEqualTo("a test");
        assertThat(outcome.get("at").asString()).startsWith("20").hasSize(27);
    }

    @Test
    void allOfAReasonAreRedriven() {
        HttpAnswer answer = http.post(LETTERS + "redrive/", "{\"reason\": \"unknown_portfolio\", \"by\": \"ann\"}");
        assertThat(answer.json().get("redriven").asInt()).isEqualTo(3);
        assertThat(list("outcome=redriven")).hasSize(3);
        // There still is no such portfolio.
        patiently()
                .untilAsserted(
                        () -> assertThat(list("reason=unknown_portfolio")).hasSize(3));
    }

    @Test
    void aSecondDecisionIsAConflictThatNamesTheFirst() {
        String body = "{\"ids\": [\"3:0\"], \"by\": \"ann\", \"note\": \"a test\"}";
        http.post(LETTERS + "discard", body);
        HttpAnswer again = http.post(LETTERS + "discard", body);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail())
                .contains("was already discarded by ann at 20")
                .endsWith("nothing was changed");
        assertThat(again.json().get("by").asString()).isEqualTo("ann");
    }

    @Test
    void aLetterThatIsNotThereIsNotFoundAndNothingIsChanged() {
        String absent = new UUID(1, 2) + ":3:0";
        HttpAnswer answer = http.post(LETTERS + "redrive", "{\"ids\": [\"3:0\", \"" + absent + "\"], \"by\": \"ann\"}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.detail()).isEqualTo("No dead letter has the id " + absent);
        assertThat(list("outcome=redriven")).isEmpty();
        assertThat(http.get(LETTERS + absent).status()).isEqualTo(404);
        assertThat(http.get(LETTERS + "3:99").status()).isEqualTo(404);
    }

    @Test
    void aShortIdOfSeveralLettersIsAConflictThatNamesThem() {
        database.jdbc().sql("""
                        INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail,
                                                  record_headers, logged_at, relayed)
                        SELECT client_id, '00000000-0000-0000-0000-000000000009', partition, log_offset, topic, reason,
                               detail, record_headers, logged_at, true
                        FROM dead_letters WHERE partition = 3 AND log_offset = 0
                        """).update();
        HttpAnswer answer = http.get(LETTERS + "3:0");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).contains("00000000-0000-0000-0000-000000000009:3:0 or ");
        database.jdbc()
                .sql("DELETE FROM dead_letters WHERE topic_id = '00000000-0000-0000-0000-000000000009'")
                .update();
    }

    @Test
    void thousandsOfIdsFitIntoOneRequest() {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            ids.append(i == 0 ? "" : ",")
                    .append("\"")
                    .append(new UUID(1, i))
                    .append(":3:1000000")
                    .append("\"");
        }
        HttpAnswer answer = http.post(LETTERS + "redrive", "{\"by\": \"ann\", \"ids\": [" + ids + "]}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.detail()).endsWith("and 9995 more");
        assertThat(http.post(LETTERS + "redrive", "{\"by\": \"ann\", \"ids\": [" + ids + ",\"3:0\"]}")
                        .detail())
                .contains("ids must be an array of 1 to 10000 ids");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=0             | limit must be
            limit=1001          | limit must be
            after=x             | after must be the next of an earlier answer
            reason=nonsense     | reason must be
            outcome=nonsense    | outcome must be open
            from=yesterday      | from must be a time
            client_id=nobody    | client_id must be an existing client, not "nobody"
            colour=red          | colour is not a known parameter
            """)
    void aWrongParameterIsNamed(String query, String detail) {
        HttpAnswer answer = http.get(LETTERS + "?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                       | by is missing
            {"by": "ann"}                                            | ids must be the only selection: give exactly one
            {"by": "ann", "all": false}                              | ids must be the only selection: give exactly one
            {"by": "ann", "all": true, "ids": ["3:0"]}               | ids must be the only selection
            {"by": "ann", "all": true, "ticker": "IBM"}              | ids must be the only selection
            {"by": "ann", "ids": []}                                 | ids must be an array of 1 to 10000 ids
            {"by": "ann", "ids": ["x"]}                              | ids must be topicId:partition:offset
            {"by": "", "all": true}                                  | by must have 1 to 255 characters
            {"by": "ann", "all": true, "note": ""}                   | note must have 1 to 1000 characters
            {"by": "ann", "all": true, "colour": "red"}              | colour is not a known field
            {"by": "ann", "portfolio_id": 0}                         | portfolio_id must be
            {"by": "ann", "client_id": "nobody"}                     | client_id must be an existing client, not "nobody"
            """)
    void aWrongFieldIsNamedAndNothingIsChanged(String body, String detail) {
        HttpAnswer answer = http.post(LETTERS + "redrive", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains(detail);
        assertThat(list("outcome=redriven")).isEmpty();
    }

    @Test
    void toDiscardANoteIsNeeded() {
        HttpAnswer answer = http.post(LETTERS + "discard", "{\"by\": \"ann\", \"all\": true}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("note is missing");
    }

    @Test
    void theMetricsCountTheOpenOnes() {
        patiently().untilAsserted(() -> assertThat(open("unknown_portfolio")).isEqualTo(3));
        // Each is asked for by itself, and what was open in an earlier test is forgotten a moment later.
        patiently().untilAsserted(() -> assertThat(open("malformed")).isEqualTo(1));
        assertThat(open("internal_error")).isZero();
        http.post(LETTERS + "discard", "{\"ids\": [\"3:0\"], \"by\": \"ann\", \"note\": \"a test\"}");
        patiently().untilAsserted(() -> assertThat(open("malformed")).isZero());
    }

    private double open(String reason) {
        return worker.bean(MeterRegistry.class)
                .get("trakkit.worker.dead.letters.open")
                .tag("reason", reason)
                .gauge()
                .value();
    }

    private List<JsonNode> list(String query) {
        return http.get(LETTERS + "?" + query)
                .json()
                .get("results")
                .valueStream()
                .toList();
    }
}
