package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.ingest.IngestApi;
import io.trakkit.query.QueryApi;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole way of a trade that a client publishes to its topic: an ingest-api that reads it, the worker, query-api. */
@ExtendWith(SharedServer.class)
class DirectPublisherTest {

    private final Server server;
    private final Http admin;
    private final String client = "direct-" + UUID.randomUUID().toString().substring(0, 8);

    DirectPublisherTest(Server server) {
        this.server = server;
        admin = new Http(server.address());
    }

    @Test
    void aPublishedTradeIsAppliedShownAndAmendedLikeAPostedOne() throws Exception {
        assertThat(admin.post("/api/v1/admin/clients/", "{\"id\": \"%s\", \"name\": \"x\"}".formatted(client))
                        .status())
                .isEqualTo(201);
        createTopics();
        var database = server.servers().database();
        var redis = server.servers().redis();
        var backends = new Apps.Backends(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                server.servers().kafka().bootstrapServers(),
                new Apps.Redis(redis.host(), redis.port(), redis.password()));
        try (RunningApp ingest = RunningApp.start(
                        IngestApi.class, "ingest-api", backends, "--trakkit.ingest.inbound.enabled=true");
                RunningApp query = RunningApp.start(QueryApi.class, "query-api", backends)) {
            String[] bearer = {"Authorization", "Bearer " + newKey()};
            long portfolio = newPortfolio(ingest.http(), bearer);
            for (int i = 1; i <= 3; i++) {
                publish(trade("d-" + i, portfolio));
            }
            patiently()
                    .untilAsserted(() -> assertThat(query.http()
                                    .get("/api/v1/portfolio-summary/?user_id=u", bearer)
                                    .json()
                                    .at("/results/0/volume")
                                    .asInt())
                            .isEqualTo(3));

            // It was published by a transaction: its end is not taken for a record that is still to be applied.
            HttpAnswer amended = ingest.http().patch("/api/v1/trade/d-3/", "{\"volume\": 7}", bearer);

            assertThat(amended.status()).as(amended.text()).isEqualTo(202);
            HttpAnswer missing = ingest.http().patch("/api/v1/trade/d-4/", "{\"volume\": 7}", bearer);
            assertThat(missing.status()).as(missing.text()).isEqualTo(404);
            patiently()
                    .untilAsserted(() -> assertThat(query.http()
                                    .get("/api/v1/trade/d-3/", bearer)
                                    .text("volume"))
                            .isEqualTo("7"));
        }
    }

    private void createTopics() throws InterruptedException, ExecutionException {
        try (Admin kafka = Admin.create(kafka())) {
            kafka.createTopics(List.of(
                            new NewTopic("trakkit.inbound." + client, 1, (short) 1),
                            new NewTopic("trakkit.outcomes." + client, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", server.servers().kafka().bootstrapServers());
    }

    private void publish(String json) throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("trakkit.inbound." + client, json.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private String newKey() {
        HttpAnswer created = admin.post(
                "/api/v1/admin/keys/", "{\"client\": \"%s\", \"scopes\": [\"read\", \"write\"]}".formatted(client));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.text("key");
    }

    private static long newPortfolio(Http ingest, String... bearer) {
        HttpAnswer created = patiently()
                .until(
                        () -> ingest.post("/api/v1/portfolio/", "{\"user_id\": \"u\", \"name\": \"main\"}", bearer),
                        answer -> answer.status() == 201);
        return created.json().get("id").asLong();
    }

    private static String trade(String refId, long portfolio) {
        return """
                {"ref_id": "%s", "user_id": "u", "portfolio": %d, "trade_type": 1, "security_type": "stock",
                 "ticker": "ACME", "volume": 1, "amount": "2.50", "status": "success"}""".formatted(refId, portfolio);
    }
}
