package io.trakkit.standalone;

import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.embedded.Durability;
import io.trakkit.standalone.security.CapturedLog;
import io.trakkit.testing.Http;
import io.trakkit.testing.JwtIssuer;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.admin.FirstKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Sends credentials of every kind to every app, in the right and in wrong places, and then looks for them wherever they could
 * have been written: the log at DEBUG, metrics, traces, problems, all tables and all topics.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsTest {

    @TempDir
    private static Path data;

    private CapturedLog log;
    private SpanReceiver receiver;
    private JwtIssuer issuer;
    private Server server;
    private Http http;
    private SecretTalk talk;
    private String admin = "";

    @BeforeAll
    void start() throws Exception {
        issuer = JwtIssuer.start();
        log = CapturedLog.open();
        receiver = SpanReceiver.start();
        List<String> settings = new ArrayList<>(receiver.settings(1));
        settings.add("--trakkit.access.mode=keys");
        settings.addAll(issuer.settings());
        settings.addAll(SharedServer.BUSY_MACHINE);
        server = Server.start(new Server.Options(0, data, false, Durability.KILLED_PROCESS, settings), () -> {});
        http = new Http(server.address());
        admin = server.context().getBean(FirstKey.class).create("a test");
        talk = new SecretTalk(http, admin);
        talk.sendAll(issuer);
    }

    @AfterAll
    void stop() {
        server.close();
        log.close();
        issuer.close();
        receiver.close();
    }

    @Test
    void noneIsInAProblem() {
        assertThat(talk.answers()).hasSizeGreaterThan(5_000);
        assertNoSecretIn("answers", talk.answers());
    }

    @Test
    void noneIsInTheLog() {
        assertThat(log.lines()).isNotEmpty();
        assertNoSecretIn("the log", log.lines());
    }

    @Test
    void noneIsInAMetric() {
        String metrics = http.get("/actuator/prometheus", bearer(admin)).text();
        assertThat(metrics).contains("trakkit_access_refused_total", "http_server_requests_seconds_count");
        assertNoSecretIn("metrics", metrics.lines().toList());
    }

    @Test
    void noneIsInATable() {
        var database = server.servers().database();
        JdbcClient jdbc = JdbcClient.create(
                new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password()));
        List<String> tables = jdbc.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                .query((row, _) -> row.getString(1))
                .list();
        assertThat(tables).contains("api_keys", "audit_log", "dead_letters", "trades", "events");
        for (String table : tables) {
            assertNoSecretIn(
                    table,
                    jdbc.sql("SELECT t::text FROM " + table + " t")
                            .query((row, _) -> row.getString(1))
                            .list());
        }
        assertThat(jdbc.sql("SELECT count(*) FROM audit_log")
                        .query(Integer.class)
                        .single())
                .isGreaterThan(1_000);
    }

    /** Each request is a span with its path, and some quote a credential. */
    @Test
    void noneIsInATrace() {
        patiently()
                .until(() -> receiver.spans().stream()
                        .anyMatch(span -> span.getName().equals("commit")));
        assertThat(receiver.spans()).hasSizeGreaterThan(1_000);
        List<String> traces = receiver.texts();
        assertThat(traces).anyMatch(text -> text.contains("_…"));
        assertNoSecretIn("traces", traces);
    }

    @Test
    void noneIsInATopic() {
        for (String topic :
                List.of(Topics.TRADES, Topics.PORTFOLIOS, Topics.DEAD_LETTERS, Topics.PRICES, Topics.CLIENTS)) {
            assertNoSecretIn(topic, records(topic));
        }
        assertThat(records(Topics.CLIENTS)).isNotEmpty();
        assertThat(records(Topics.TRADES)).isNotEmpty();
    }

    /** Keys, headers and values of all records. */
    private List<String> records(String topic) {
        List<String> texts = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", server.servers().kafka().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    texts.add(text(record.key()) + text(record.value()));
                    for (Header header : record.headers()) {
                        texts.add(header.key() + text(header.value()));
                    }
                }
            }
        }
        return texts;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    private void assertNoSecretIn(String where, List<String> texts) {
        for (String text : texts) {
            for (String secret : talk.secrets()) {
                assertThat(text.contains(secret)).as("%s: %s", where, text).isFalse();
            }
        }
    }
}
