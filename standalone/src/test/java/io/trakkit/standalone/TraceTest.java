package io.trakkit.standalone;

import static io.trakkit.standalone.SpanReceiver.attribute;
import static io.trakkit.standalone.SpanReceiver.id;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.proto.trace.v1.Span;
import io.trakkit.standalone.embedded.Durability;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.event.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a post to the commit in one trace, as a collector receives it. Callers decide what is traced. */
@ExtendWith(SharedServer.class)
class TraceTest {

    private static final String CALLER = "00f067aa0ba902b7";

    private static SpanReceiver receiver;
    private static Server traced;
    private static Http http;
    private static String portfolio;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        receiver = SpanReceiver.start();
        traced = Server.start(
                new Server.Options(0, data, false, Durability.KILLED_PROCESS, receiver.settings(0)), () -> {});
        http = new Http(traced.address());
        portfolio = http.post("/api/v1/portfolio/", "{\"user_id\": \"ada\", \"name\": \"main\"}")
                .json()
                .required("id")
                .asString();
    }

    @AfterAll
    static void stop() {
        traced.close();
        receiver.close();
    }

    @Test
    void oneTradeIsOneTraceFromItsPostToTheCommit() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        HttpAnswer posted =
                http.post("/api/v1/trade/", trade("a-1"), "traceparent", "00-" + trace + "-" + CALLER + "-01");

        assertThat(posted.status()).isEqualTo(202);
        Span post = receiver.await(trace, "http post /api/v1/trade");
        Span publish = receiver.await(trace, "publish trakkit.trades");
        Span apply = receiver.await(trace, "apply trakkit.trades");
        Span commit = receiver.await(trace, "commit");
        assertThat(post.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(id(post.getParentSpanId().toByteArray())).isEqualTo(CALLER);
        assertThat(attribute(post, "trakkit.client")).isEqualTo("default");
        assertThat(publish.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_PRODUCER);
        assertThat(publish.getParentSpanId()).isEqualTo(post.getSpanId());
        assertThat(apply.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CONSUMER);
        assertThat(apply.getParentSpanId()).isEqualTo(publish.getSpanId());
        assertThat(commit.getParentSpanId()).isEqualTo(apply.getSpanId());
        assertThat(commit.getStartTimeUnixNano()).isBetween(apply.getStartTimeUnixNano(), apply.getEndTimeUnixNano());

        ConsumerRecord<byte[], byte[]> record = recordOf("a-1");
        assertThat(header(record))
                .isEqualTo("00-" + trace + "-" + id(publish.getSpanId().toByteArray()) + "-01");
        assertThat(attribute(apply, "messaging.kafka.offset")).isEqualTo(Long.toString(record.offset()));
        assertThat(attribute(apply, "messaging.destination.partition.id"))
                .isEqualTo(Integer.toString(record.partition()));
    }

    /** A batch has records of many traces, so the transaction has its own trace, and links in both directions. */
    @Test
    void theTransactionOfABatchLinksToItsRecords() {
        String trace = "5bf92f3577b34da6a3ce929d0e0e4736";

        http.post("/api/v1/trade/", trade("b-1"), "traceparent", "00-" + trace + "-" + CALLER + "-01");

        Span publish = receiver.await(trace, "publish trakkit.trades");
        Span apply = receiver.await(trace, "apply trakkit.trades");
        assertThat(apply.getLinksList()).hasSize(1);
        Span.Link link = apply.getLinks(0);
        String other = id(link.getTraceId().toByteArray());
        assertThat(other).isNotEqualTo(trace);
        Span batch = receiver.await(other, "apply batch");
        assertThat(batch.getSpanId()).isEqualTo(link.getSpanId());
        assertThat(batch.getParentSpanId()).isEmpty();
        assertThat(batch.getLinksList()).extracting(Span.Link::getSpanId).contains(publish.getSpanId());
        assertThat(receiver.await(other, "commit").getParentSpanId()).isEqualTo(batch.getSpanId());
    }

    @Test
    void recordsOfABulkRequestShareTheSpansOfTheirBatch() {
        String trace = "6bf92f3577b34da6a3ce929d0e0e4736";
        String records = IntStream.range(0, 50).mapToObj(i -> trade("c-" + i)).collect(Collectors.joining("\n"));

        HttpAnswer posted = http.post(
                "/api/v1/trade/bulk/",
                records,
                "Content-Type",
                "application/x-ndjson",
                "Prefer",
                "wait=60",
                "traceparent",
                "00-" + trace + "-" + CALLER + "-01");

        assertThat(posted.status()).isEqualTo(200);
        Span post = receiver.await(trace, "http post /api/v1/trade/bulk");
        patiently()
                .untilAsserted(() -> assertThat(receiver.spans().stream()
                                .filter(span ->
                                        id(span.getTraceId().toByteArray()).equals(trace)
                                                && span.getName().equals("apply trakkit.trades"))
                                .mapToLong(span -> Long.parseLong(attribute(span, "messaging.batch.message_count")))
                                .sum())
                        .isEqualTo(50));
        assertThat(receiver.await(trace, "apply trakkit.trades").getParentSpanId())
                .isEqualTo(post.getSpanId());
    }

    @Test
    void aTraceThatIsNotSampledHasNoSpans() {
        String unsampled = "7bf92f3577b34da6a3ce929d0e0e4736";
        String sampled = "8bf92f3577b34da6a3ce929d0e0e4736";

        http.post("/api/v1/trade/", trade("d-1"), "traceparent", "00-" + unsampled + "-" + CALLER + "-00");
        http.post("/api/v1/trade/", trade("d-2"), "traceparent", "00-" + sampled + "-" + CALLER + "-01");

        receiver.await(sampled, "commit");
        assertThat(receiver.spans())
                .extracting(span -> id(span.getTraceId().toByteArray()))
                .doesNotContain(unsampled);
        assertThat(header(recordOf("d-1"))).startsWith("00-" + unsampled).endsWith("-00");
    }

    @Test
    void withoutAnEndpointThereIsNoTracing(Server shared) {
        assertThat(shared.context().getBeansOfType(OpenTelemetry.class)).isEmpty();
        assertThat(shared.context().getBeansOfType(io.micrometer.tracing.Tracer.class))
                .isEmpty();
        assertThat(traced.context().getBeansOfType(OpenTelemetry.class)).hasSize(1);
    }

    @Test
    void oneRequestInAHundredIsTracedByDefault(Server shared) {
        assertThat(shared.context().getEnvironment().getProperty("management.tracing.sampling.probability"))
                .isEqualTo("0.01");
    }

    private static String trade(String refId) {
        return "{\"ref_id\": \"" + refId + "\", \"user_id\": \"ada\", \"portfolio\": " + portfolio
                + ", \"trade_type\": 1, \"security_type\": \"stock\", \"ticker\": \"ACME\", \"volume\": 1, \"amount\": 1,"
                + " \"status\": \"success\"}";
    }

    private static String header(ConsumerRecord<?, ?> record) {
        return new String(
                Objects.requireNonNull(record.headers().lastHeader("traceparent"))
                        .value(),
                StandardCharsets.US_ASCII);
    }

    private static ConsumerRecord<byte[], byte[]> recordOf(String refId) {
        return patiently()
                .until(
                        () -> records().stream()
                                .filter(record ->
                                        new String(record.value(), StandardCharsets.UTF_8).contains('"' + refId + '"'))
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
    }

    private static List<ConsumerRecord<byte[], byte[]>> records() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", traced.servers().kafka().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, Topics.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.TRADES, partition))
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
}
