package io.trakkit.standalone;

import io.trakkit.standalone.embedded.EmbeddedDatabase;
import io.trakkit.standalone.embedded.EmbeddedServers;
import io.trakkit.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;

/** What version 1 of the fold left behind, brought into servers that are empty. See fold-1/README.md. */
final class FormerVersion {

    private static final String LAST_MIGRATION = "10";

    private final EmbeddedServers servers;

    /** Kafka's ids of the topics, as they were and as they are here. */
    private final Map<String, String> topicIds = new HashMap<>();

    private FormerVersion(EmbeddedServers servers) {
        this.servers = servers;
    }

    static void restore(EmbeddedServers servers) {
        FormerVersion former = new FormerVersion(servers);
        try {
            // The tables name the topics' ids, which only Kafka gives.
            former.createTopics();
            former.fillTopics();
            former.fillDatabase();
        } catch (IOException | SQLException | ExecutionException e) {
            throw new IllegalStateException("The former version's data cannot be restored", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As after a rebuild by version 1 that nobody has discarded. */
    static void keepAnEarlierReadModel(EmbeddedServers servers) throws SQLException {
        EmbeddedDatabase database = servers.database();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO generations (generation, fold_version, state) VALUES (2, 1, 'former')");
        }
    }

    private void createTopics() throws IOException, ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            for (String line : lines("records.jsonl.gz")) {
                JsonNode topic = Json.strict().readTree(line);
                if (topic.has("topic")) {
                    Map<String, String> config = new HashMap<>();
                    topic.required("config")
                            .properties()
                            .forEach(entry ->
                                    config.put(entry.getKey(), entry.getValue().asString()));
                    String name = topic.required("topic").asString();
                    int partitions = topic.required("partitions").asInt();
                    Uuid id = admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(config)))
                            .topicId(name)
                            .get();
                    topicIds.put(
                            topic.required("topic_id").asString(),
                            new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString());
                }
            }
        }
    }

    private void fillTopics() throws IOException, ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers(), "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            String topic = "";
            Map<Future<RecordMetadata>, Long> offsets = new HashMap<>();
            for (String line : lines("records.jsonl.gz")) {
                JsonNode json = Json.strict().readTree(line);
                if (json.has("topic")) {
                    topic = json.required("topic").asString();
                } else {
                    offsets.put(
                            producer.send(record(topic, json)),
                            json.required("offset").asLong());
                }
            }
            for (Map.Entry<Future<RecordMetadata>, Long> sent : offsets.entrySet()) {
                if (sent.getKey().get().offset() != sent.getValue()) {
                    throw new IllegalStateException(sent.getKey().get() + " should be at offset " + sent.getValue());
                }
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record(String topic, JsonNode json) {
        JsonNode value = json.required("value");
        var record = new ProducerRecord<byte[], byte[]>(
                topic,
                json.required("partition").asInt(),
                json.required("timestamp").asLong(),
                bytes(json.required("key").asString()),
                value.isNull() ? null : bytes(value.asString()));
        json.required("headers")
                .properties()
                .forEach(header -> record.headers()
                        .add(new RecordHeader(
                                header.getKey(), bytes(here(header.getValue().asString())))));
        return record;
    }

    private void fillDatabase() throws IOException, SQLException {
        EmbeddedDatabase database = servers.database();
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .target(LAST_MIGRATION)
                .load()
                .migrate();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            // Tables come in the order of the alphabet, not in that of their foreign keys.
            statement.execute("SET session_replication_role = replica");
            for (String table : tables(statement)) {
                statement.execute("DELETE FROM " + table);
            }
            List<String> lines = lines("database.sql.gz");
            int at = 0;
            while (at < lines.size()) {
                String sql = lines.get(at++);
                if (sql.startsWith("COPY ")) {
                    StringBuilder rows = new StringBuilder();
                    while (!lines.get(at).equals("\\.")) {
                        rows.append(here(lines.get(at++))).append('\n');
                    }
                    at++;
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(sql.replace(";", ""), new StringReader(rows.toString()));
                } else {
                    statement.execute(sql);
                }
            }
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    /** With the ids that the topics have here. */
    private String here(String text) {
        String result = text;
        for (Map.Entry<String, String> id : topicIds.entrySet()) {
            result = result.replace(id.getKey(), id.getValue());
        }
        return result;
    }

    private String bootstrapServers() {
        return servers.kafka().bootstrapServers();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream resource =
                        Objects.requireNonNull(FormerVersion.class.getResourceAsStream("/fold-1/" + name), name);
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
