package io.trakkit.ingest.inbound;

import static io.trakkit.ingest.inbound.Publisher.answered;
import static io.trakkit.ingest.inbound.Publisher.statuses;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.access.limits.LimitsOfClients;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.ingest.publish.InboundLog;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.log.LogPosition;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.event.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Clients publish to their inbound topics and read verdicts. */
@Import(InboundTest.Limits.class)
@TestPropertySource(properties = "trakkit.ingest.inbound.enabled=true")
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext // Its consumer would take partitions from the apps of other tests.
class InboundTest extends IngestTest {

    private static final Instant AT = Instant.parse("2026-11-01T00:00:00Z");
    private static final ClientLimits SLOW = new ClientLimits(1_000_000, 1_000_000, 100, 10, 10, 1_000_000);
    private static final String SLOW_PREFIX = "slow-";

    @Autowired
    private @Nullable InboundConsumer consumer;

    @Autowired
    private @Nullable InboundLog inboundLog;

    @Autowired
    private @Nullable InboundHealth health;

    @TestConfiguration(proxyBeanMethods = false)
    static class Limits {

        @Bean
        @Primary
        LimitsOfClients limitsByName() {
            return client -> Optional.of(client.value().startsWith(SLOW_PREFIX) ? SLOW : Publisher.MANY);
        }
    }

    @Test
    void eachRecordGetsTheVerdictOfABulkLine() {
        Publisher one = Publisher.create("one-");
        Publisher other = Publisher.create("other-");
        one.write(List.of(
                one.record("a"),
                one.record("a"),
                one.record("a").replace("\"volume\": 10", "\"volume\": 11"),
                one.record("b").replace("\"volume\": 10", "\"volume\": -1"),
                one.record("c").replace("{\"ref_id\"", "{\"client_id\": \"" + other.client() + "\", \"ref_id\""),
                trade(other.portfolio(), "d"),
                "no JSON",
                one.record("e").replace("\"ref_id\": \"e\",", ""),
                one.record("f") + " ".repeat(70_000),
                one.record("g")));

        List<JsonNode> verdicts = one.awaitVerdicts(10);

        assertThat(statuses(verdicts)).containsExactly(202, 200, 409, 400, 400, 400, 400, 400, 413, 202);
        assertThat(verdicts.getFirst().toString())
                .isEqualTo("{\"partition\":0,\"offset\":0,\"ref_id\":\"a\",\"status\":202}");
        assertThat(pointer(verdicts.get(3))).isEqualTo("/volume");
        assertThat(pointer(verdicts.get(4))).isEqualTo("/client_id");
        assertThat(pointer(verdicts.get(5))).isEqualTo("/portfolio");
        assertThat(pointer(verdicts.get(7))).isEqualTo("/ref_id");
        assertThat(one.trades())
                .extracting(event -> event.trade().refId().value())
                .containsExactlyInAnyOrder("a", "g");
        assertThat(other.trades()).isEmpty();
    }

    @Test
    void aRecordWithATypeIsAnActivity() {
        Publisher publisher = Publisher.create("activities-");
        String dividend =
                activity(publisher.portfolio(), "d", "\"type\": \"dividend\", \"ticker\": \"X\", \"total\": 5");
        publisher.write(List.of(
                publisher.record("a"),
                dividend,
                dividend,
                dividend.replace("\"total\": 5", "\"total\": 6"),
                publisher.record("d"),
                dividend.replace("\"d\"", "\"e\"").replace("dividend", "gift")));

        List<JsonNode> verdicts = publisher.awaitVerdicts(6);

        assertThat(statuses(verdicts)).containsExactly(202, 202, 200, 409, 409, 400);
        assertThat(verdicts.get(3).toString())
                .contains("already belongs to a dividend of X", "this record says total 6");
        assertThat(verdicts.get(4).toString()).contains("this record says a trade of 10 GODREJIND");
        assertThat(pointer(verdicts.get(5))).isEqualTo("/type");
    }

    /** What this instance published lost its ref_id to what another one did. */
    @Test
    void aRepeatOfWhatAnotherInstancePublishedIsNoConflict() {
        Publisher publisher = Publisher.create("elsewhere-");
        TestLog.Mark mark = trades.mark();
        publisher.write(List.of(publisher.record("a").replace("\"volume\": 10", "\"volume\": 11")));
        LogPosition lost = awaitWritten(mark).position();
        worker.apply(bought(publisher, "a", "10", "100"), lost.partition().at(lost.offset() - 1));

        publisher.write(List.of(publisher.record("a"), publisher.record("a")));

        assertThat(statuses(publisher.awaitVerdicts(3))).containsExactly(202, 202, 200);
    }

    private static TradeEvent.Created bought(Publisher publisher, String refId, String volume, String price) {
        Trade trade = new Trade(
                new RefId(refId),
                publisher.portfolio().user(),
                publisher.portfolio().id(),
                Side.BUY,
                SecurityType.STOCK,
                new Ticker("GODREJIND"),
                Volume.of(volume),
                Price.of(price),
                TradeStatus.SUCCESS,
                AT);
        return new TradeEvent.Created(UUID.randomUUID(), publisher.client(), AT, trade, true);
    }

    private static String pointer(JsonNode verdict) {
        return verdict.get("errors").get(0).get("pointer").asString();
    }

    @Test
    void aSuspendedClientsRecordsAreRefusedUntilItIsResumed() {
        Publisher publisher = Publisher.createWithoutTopics("suspended-");
        Publisher.save(publisher.client(), true);
        publisher.createTopics();
        publisher.write(List.of(publisher.record("a")));
        assertThat(statuses(publisher.awaitVerdicts(1))).containsExactly(403);

        Publisher.save(publisher.client(), false);

        patiently().untilAsserted(() -> {
            publisher.write(List.of(publisher.record("b")));
            assertThat(statuses(publisher.verdicts())).contains(202);
        });
    }

    @Test
    void theLimitOfOneClientDoesNotDelayAnother() {
        Publisher slow = Publisher.create(SLOW_PREFIX);
        Publisher quick = Publisher.create("quick-");
        int records = 1_000;
        slow.write(IntStream.range(0, records)
                .mapToObj(number -> slow.record("s-" + number))
                .toList());
        slow.awaitVerdicts(1);

        quick.write(List.of(quick.record("q")));
        assertThat(statuses(quick.awaitVerdicts(1))).containsExactly(202);
        assertThat(slow.verdicts()).hasSizeLessThan(records);

        assertThat(statuses(slow.awaitVerdicts(records))).hasSize(records).containsOnly(202);
    }

    /** They were refused as fast as they could be read, and took the only thread of the consumer from the others. */
    @Test
    void theLimitOfASuspendedClientHoldsForItsRefusedRecords() {
        Publisher suspended = Publisher.createWithoutTopics(SLOW_PREFIX);
        Publisher.save(suspended.client(), true);
        suspended.createTopics();
        Publisher quick = Publisher.create("quick-");
        int records = 1_000;
        suspended.write(IntStream.range(0, records)
                .mapToObj(number -> suspended.record("s-" + number))
                .toList());
        suspended.awaitVerdicts(1);

        quick.write(List.of(quick.record("q")));
        assertThat(statuses(quick.awaitVerdicts(1))).containsExactly(202);
        assertThat(suspended.verdicts()).hasSizeLessThan(records);

        assertThat(statuses(suspended.awaitVerdicts(records))).hasSize(records).containsOnly(403);
        assertThat(suspended.trades()).isEmpty();
    }

    @Test
    void aClientWithoutATopicOfOutcomesWaitsAndHoldsUpNobody() {
        Publisher waiting = Publisher.createWithoutTopics("waiting-");
        waiting.createTopic(Topics.INBOUND + waiting.client());
        waiting.write(List.of(waiting.record("a")));
        Publisher other = Publisher.create("beside-");
        other.write(List.of(other.record("a")));

        assertThat(statuses(other.awaitVerdicts(1))).containsExactly(202);
        assertThat(waiting.trades()).isEmpty();

        waiting.createTopic(Topics.OUTCOMES + waiting.client());
        assertThat(statuses(waiting.awaitVerdicts(1))).containsExactly(202);
    }

    /** Once only the first reason was logged: an operator who had created the client did not hear of the topic. */
    @Test
    void eachReasonOfAWaitIsLoggedAndShownUntilItIsGone(CapturedOutput output) {
        ClientId client = new ClientId("reasons-" + UUID.randomUUID());
        Publisher publisher = new Publisher(client, newPortfolio());
        publisher.createTopic(Topics.INBOUND + client);
        publisher.write(List.of("no JSON"));
        String noClient = "There is no client " + client + " yet";
        patiently().untilAsserted(() -> assertThat(publisher.waiting(health())).startsWith(noClient));
        HttpAnswer shown = caller().get("/actuator/health");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.text())
                .contains("\"ingestInbound\":{\"status\":\"WAITING\"}")
                .doesNotContain("" + client);
        String metrics = caller().get("/actuator/prometheus").text();
        assertThat(metrics.lines())
                .anyMatch(line -> line.matches("trakkit_ingest_inbound_waiting(\\{.*})? [1-9].*"))
                .anyMatch(line -> line.matches("trakkit_ingest_inbound_reading(\\{.*})? 1\\.0"));

        Publisher.save(client, false);

        String noTopic = "The topic " + Topics.OUTCOMES + client + " does not exist";
        patiently().untilAsserted(() -> assertThat(publisher.waiting(health())).startsWith(noTopic));

        publisher.createTopic(Topics.OUTCOMES + client);
        assertThat(statuses(publisher.awaitVerdicts(1))).containsExactly(400);
        patiently().untilAsserted(() -> assertThat(publisher.waiting(health())).isEmpty());
        String said = "Cannot process the records of " + Topics.INBOUND + client + "-0 from offset 0 on, will retry: ";
        assertThat(output.getAll().lines().filter(line -> line.contains(said)).toList())
                .as("each reason once")
                .satisfiesExactly(
                        line -> assertThat(line).contains(said + noClient),
                        line -> assertThat(line).contains(said + noTopic));
    }

    /** The verdict has the key of its record, so a key of a megabyte once held its partition for ever. */
    @Test
    void aRecordWithAKeyThatIsTooLargeIsRefusedWithoutItAndTheNextIsTaken() {
        Publisher publisher = Publisher.create("large-");
        publisher.write(new byte[1_000_000], List.of(publisher.record("a")));
        publisher.write(new byte[RecordChecker.MAX_KEY_BYTES + 1], List.of(publisher.record("b")));
        publisher.write(new byte[RecordChecker.MAX_KEY_BYTES], List.of(publisher.record("c")));

        assertThat(statuses(publisher.awaitVerdicts(3))).containsExactly(413, 413, 202);
        assertThat(publisher.verdicts().getFirst().at("/errors/0/detail").asString())
                .isEqualTo("The key of the record is larger than 1024 bytes");
        assertThat(publisher.verdictRecords())
                .extracting(record -> record.key() == null)
                .containsExactly(true, true, false);
    }

    /** Kafka limits the compressed size, so a record can be much larger than any that arrives as it is. */
    @Test
    void recordsWithoutKeyOrValueAndOneThatUnpacksToMegabytesAreDecidedLikeAnyOther() {
        Publisher publisher = Publisher.create("packed-");
        publisher.writeCompressed(Arrays.asList(
                null, publisher.record("a"), publisher.record("b") + " ".repeat(20_000_000), publisher.record("c")));

        List<JsonNode> verdicts = publisher.awaitVerdicts(4);

        assertThat(statuses(verdicts)).containsExactly(400, 202, 413, 202);
        assertThat(verdicts.getFirst().at("/errors/0/detail").asString()).isEqualTo("The record has no value");
        assertThat(publisher.verdictRecords()).allMatch(record -> record.key() == null);
    }

    /** The verdicts go first: an event before one that fails would be aborted, and every reader of the log would wait for it. */
    @Test
    void nothingIsInTheLogIfAVerdictCannotBeWritten() {
        Publisher publisher = Publisher.create("verdicts-");
        TradeEvent.Created event = bought(publisher, "a", "1", "1");

        assertThatThrownBy(() -> Objects.requireNonNull(inboundLog)
                        .publish(
                                List.of(new InboundLog.TracedEvent(event, TraceParent.of(""))),
                                List.of(new ProducerRecord<>(
                                        publisher.outcomes().topic(), new byte[2_000_000])),
                                Map.of(publisher.outcomes(), new OffsetAndMetadata(1)),
                                outsideOfTheGroup()))
                .isInstanceOf(LogUnavailableException.class);

        assertThat(publisher.trades("read_uncommitted")).isEmpty();
    }

    /** 200 records of 200 portfolios: each look-up waits 2 ms, and after 100 ms others have their turn. */
    @Test
    void lookUpsOfOneClientEndItsTurnAfterAWhile() {
        Publisher publisher = Publisher.create("lookups-");
        consumer().stop();
        int records = 200;
        publisher.write(IntStream.range(0, records)
                .mapToObj(number -> publisher
                        .record("r-" + number)
                        .replace(
                                "\"portfolio\": " + publisher.portfolio().id(),
                                "\"portfolio\": " + (1_000_000_000 + number)))
                .toList());
        consumer().start();

        assertThat(statuses(publisher.awaitVerdicts(records))).hasSize(records).containsOnly(400);
        assertThat(transactions(publisher.outcomes(), records)).isGreaterThanOrEqualTo(4);
    }

    /** Each transaction leaves a marker after its records. */
    private static long transactions(TopicPartition partition, int records) {
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Servers.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L) - records;
        }
    }

    @Test
    void stopsAndStartsLoseAndRepeatNothing() {
        Publisher publisher = Publisher.create("stopped-");
        List<String> refIds = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            List<String> some = IntStream.range(0, 200)
                    .mapToObj(number -> "r-" + refIds.size() + "-" + number)
                    .toList();
            refIds.addAll(some);
            publisher.write(some.stream().map(publisher::record).toList());
            consumer().stop();
            consumer().start();
        }

        assertThat(publisher.awaitVerdicts(refIds.size()))
                .extracting(verdict -> verdict.get("ref_id").asString())
                .containsExactlyElementsOf(refIds);
        assertThat(publisher.trades())
                .extracting(event -> event.trade().refId().value())
                .containsExactlyInAnyOrderElementsOf(refIds);
    }

    @Test
    void whatAKilledInstanceLeftOpenIsDoneOnce() {
        Publisher publisher = Publisher.create("killed-");
        publisher.write(List.of(publisher.record("a")));
        publisher.awaitVerdicts(1);
        consumer().stop();
        publisher.write(List.of(publisher.record("b")));
        try (KafkaProducer<byte[], byte[]> killed = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Servers.kafka(),
                        "transactional.id",
                        "killed-" + UUID.randomUUID(),
                        "transaction.timeout.ms",
                        "2000"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            killed.initTransactions();
            killed.beginTransaction();
            answered(killed.send(new ProducerRecord<>(
                    Topics.OUTCOMES + publisher.client(), "{\"status\": 999}".getBytes(StandardCharsets.UTF_8))));
            killed.sendOffsetsToTransaction(
                    Map.of(new TopicPartition(Topics.INBOUND + publisher.client(), 0), new OffsetAndMetadata(2)),
                    outsideOfTheGroup());
            consumer().start();
            killed.close(Duration.ZERO);
        }

        assertThat(statuses(publisher.awaitVerdicts(2))).containsExactly(202, 202);
        publisher.write(List.of(publisher.record("c")));
        assertThat(statuses(publisher.awaitVerdicts(3))).containsExactly(202, 202, 202);
        assertThat(publisher.trades())
                .extracting(event -> event.trade().refId().value())
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    /** The metadata of a consumer that is no member, which Kafka takes while the group has none. */
    private static ConsumerGroupMetadata outsideOfTheGroup() {
        try (KafkaConsumer<byte[], byte[]> other = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Servers.kafka(), "group.id", "trakkit-inbound"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return other.groupMetadata();
        }
    }

    private InboundHealth health() {
        return Objects.requireNonNull(health);
    }

    private InboundConsumer consumer() {
        return Objects.requireNonNull(consumer);
    }
}
