package io.trakkit.worker.consume;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.testing.PostgresProxy;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.Gate;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.Said;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.WorkerTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A stop ends the batch in hand, commits its offsets and leaves the group, so that others take over at once. */
@ExtendWith(OutputCaptureExtension.class)
class StopTest extends WorkerTest {

    /** It is given ten seconds where it runs; here the machine has other work, and a client left to itself takes thirty. */
    private static final Duration LONGEST = Duration.ofSeconds(25);

    @Test
    void theBatchInHandIsFinished(CapturedOutput output) {
        try (Gate gate = Gate.before(database, "trades")) {
            RunningWorker worker = RunningWorker.start(database);
            TestKafka.publish(buy("t-1", "AMZN", "1", "1", "09:00:00"));
            gate.awaitWaiting(1);

            CompletableFuture<Void> closing = stopping(worker);
            patiently().until(() -> !worker.bean(TradesConsumption.class).isReading());
            gate.open();
            assertThat(closing).succeedsWithin(LONGEST);
        }
        assertThat(readModel.numberOfTrades()).isEqualTo(1);
        assertThat(TestKafka.group("summary-worker").members()).isEmpty();
        assertThat(TestKafka.committed("summary-worker", Events.key("AMZN"))).hasValue(1);
        assertThat(Said.lines(output)).noneMatch(Said::isTrouble);
    }

    /** With a dead letter that cannot be relayed, a batch that cannot be committed, and nobody to say farewell to. */
    @Test
    void aWorkerThatCannotReachKafkaStopsToo() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.afterPropertiesSet();
        try (Gate gate = Gate.before(database, "trades")) {
            RunningWorker worker = RunningWorker.start(
                    database,
                    "spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                    "trakkit.worker.compare-every=5s");
            patiently().until(() -> worker.bean(TradesConsumption.class).isReading());
            publish(broker, buy("t-1", "AMZN", "1", "1", "09:00:00"));
            gate.awaitWaiting(1);
            broker.destroy();
            letterToRelay();
            gate.open();
            patiently().until(() -> readModel.numberOfTrades() == 1);

            assertThat(stopping(worker)).succeedsWithin(LONGEST);
        }
    }

    private static void publish(EmbeddedKafkaKraftBroker broker, TradeEvent event) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            TestKafka.answered(producer.send(new ProducerRecord<>(
                    Topics.TRADES, event.key().logKey().getBytes(UTF_8), new TradeEventCodec().encode(event))));
        }
    }

    private static CompletableFuture<Void> stopping(RunningWorker worker) {
        return CompletableFuture.runAsync(
                worker::close, command -> Thread.ofPlatform().start(command));
    }

    private void letterToRelay() {
        database.jdbc().sql("""
                        INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail,
                                                  record_headers, logged_at)
                        VALUES ('default', gen_random_uuid(), 1, 1, 'trakkit.trades', 'malformed', 'wrong',
                                '\\x00000000', '2026-01-01Z')
                        """).update();
    }

    @Test
    void aWorkerThatCannotReachAnythingStopsToo(CapturedOutput output) throws IOException {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.afterPropertiesSet();
        try (PostgresProxy proxy = PostgresProxy.before(database.jdbcUrl())) {
            RunningWorker worker = RunningWorker.start(
                    proxy.jdbcUrl(),
                    "spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                    "trakkit.worker.compare-every=5s");
            patiently().until(() -> worker.bean(TradesConsumption.class).isReading());
            // Whoever reads the next one has taken its partition over, for which there has to be a database.
            publish(broker, buy("t-0", "AMZN", "1", "1", "09:00:00"));
            patiently().until(() -> readModel.numberOfTrades() == 1);
            proxy.goAway();
            publish(broker, buy("t-1", "AMZN", "1", "1", "09:00:00"));
            patiently().until(() -> output.getAll().contains("A batch of 1 records failed, will retry in "));
            broker.destroy();

            assertThat(stopping(worker)).succeedsWithin(LONGEST);
        }
    }

    @Test
    void aWorkerThatCannotReachItsDatabaseStopsToo(CapturedOutput output) throws IOException {
        try (PostgresProxy proxy = PostgresProxy.before(database.jdbcUrl())) {
            RunningWorker worker = RunningWorker.start(
                    proxy.jdbcUrl(), "trakkit.worker.longest-retry-after=1m", "trakkit.worker.first-retry-after=1m");
            TestKafka.awaitSharedOut("summary-worker", 3);
            // Whoever reads this one has taken its partition over, for which there has to be a database.
            TestKafka.publish(buy("t-0", "AMZN", "1", "1", "09:00:00"));
            patiently().until(() -> readModel.numberOfTrades() == 1);
            proxy.goAway();
            TestKafka.publish(buy("t-1", "AMZN", "1", "1", "09:00:00"));
            patiently().until(() -> output.getAll().contains("A batch of 1 records failed, will retry in "));

            assertThat(stopping(worker)).succeedsWithin(LONGEST);
        }
        assertThat(TestKafka.group("summary-worker").members()).isEmpty();
        assertThat(output).doesNotContain("ERROR ");
    }
}
