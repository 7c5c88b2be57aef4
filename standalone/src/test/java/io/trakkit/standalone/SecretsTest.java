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
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
 * have been written: the log at DEBUG, metrics, traces, answers, all tables and all topics.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsTest {

    private static final String INBOUND = Topics.INBOUND + "acme";
    private static final String OUTCOMES = Topics.OUTCOMES + "acme";

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
        settings.add("--trakkit.ingest.inbound.enabled=true");
        settings.addAll(issuer.settings());
        settings.addAll(SharedServer.BUSY_MACHINE);
        server = Server.start(new Server.Options(0, data, false, Durability.KILLED_PROCESS, settings), () -> {});
        http = new Http(server.address());
        admin = server.context().getBean(FirstKey.class).create("a test");
        talk = new SecretTalk(http, admin);
        talk.sendAll(issuer);
        publish();
    }

    /** Credentials in the records that a client publishes itself, and in their headers. */
    private void publish() throws Exception {
        List<String> values = talk.records();
        Map<String, Object> kafka = kafka();
        try (Admin topics = Admin.create(kafka)) {
            topics.createTopics(List.of(new NewTopic(INBOUND, 1, (short) 1), new NewTopic(OUTCOMES, 1, (short) 1)))
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String value : values) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(INBOUND, value.getBytes(UTF_8));
                record.headers().add("traceparent", value.getBytes(UTF_8)).add("X-Api-Key", value.getBytes(UTF_8));
                producer.send(record).get();
            }
        }
        patiently().untilAsserted(() -> assertThat(values(OUTCOMES)).hasSize(values.size()));
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", server.servers().kafka().bootstrapServers());
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
        assertThat(talk.answers()).hasSizeGreaterThan(8_000);
        assertThat(talk.statuses())
                .as("or what was refused by a limit was not looked at")
                .doesNotContain(429);
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

    /** Of all that the broker has, its own included; what a client writes into its topic is its own. */
    @Test
    void noneIsInATopic() {
        Set<String> topics = new TreeSet<>(topics());
        assertThat(topics)
                .contains(
                        Topics.TRADES,
                        Topics.PORTFOLIOS,
                        Topics.DEAD_LETTERS,
                        Topics.CLIENTS,
                        Topics.CORPORATE_ACTIONS,
                        INBOUND,
                        OUTCOMES,
                        "__consumer_offsets");
        topics.remove(INBOUND);
        for (String topic : topics) {
            assertNoSecretIn(topic, records(topic));
        }
        for (String written : List.of(Topics.TRADES, Topics.CLIENTS, Topics.CORPORATE_ACTIONS, OUTCOMES)) {
            assertThat(records(written)).as(written).isNotEmpty();
        }
        assertThat(values(OUTCOMES)).anyMatch(verdict -> verdict.contains("\"status\":400"));
    }

    private Set<String> topics() {
        try (var consumer = new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.listTopics().keySet();
        }
    }

    private List<String> values(String topic) {
        return read(topic).stream().map(record -> text(record.value())).toList();
    }

    /** Keys, headers and values of all records. */
    private List<String> records(String topic) {
        List<String> texts = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : read(topic)) {
            texts.add(text(record.key()) + text(record.value()));
            for (Header header : record.headers()) {
                texts.add(header.key() + text(header.value()));
            }
        }
        return texts;
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
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
