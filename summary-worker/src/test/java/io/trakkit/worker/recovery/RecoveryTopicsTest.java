package io.trakkit.worker.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.log.TopicGuard;
import io.trakkit.store.portfolios.PortfolioOwners;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import io.trakkit.store.progress.RecoveryOffsets;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.ClientCodec;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.TestKafka;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is published while the topics are read. */
class RecoveryTopicsTest {

    private static final ClientId LATE = new ClientId("late");
    private static final ClientCodec CLIENTS = new ClientCodec();

    private final TestDatabase database = TestDatabase.create();
    private final Queue<Runnable> beforeReading = new ArrayDeque<>();

    RecoveryTopicsTest() {
        TestKafka.emptyTopics();
        TestKafka.createTopic(Topics.CLIENTS, 1);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void aPortfolioIsNotRestoredBeforeItsClient() {
        RecoveryTopics topics = new RecoveryTopics(
                new TopicGuard(TestKafka::admin, Duration.ofSeconds(30)),
                new RecoveryOffsets(database.jdbc()),
                new TopicRestorer(database.jdbc()),
                database.transactions(),
                this::consumer);
        TestKafka.publish(portfolio(1, ClientId.DEFAULT));
        beforeReading.add(() -> {
            ClientAccount account = new ClientAccount(
                    LATE,
                    "Late",
                    new CurrencyCode("EUR"),
                    false,
                    ClientLimits.DEFAULT,
                    List.of(),
                    Events.NOW,
                    Events.NOW);
            TestKafka.publish(new ProducerRecord<>(Topics.CLIENTS, CLIENTS.key(LATE), CLIENTS.encode(account)));
            TestKafka.publish(portfolio(2, LATE));
        });

        topics.bringUpToDate(List.of());

        assertThat(currency(1, ClientId.DEFAULT)).contains("USD");
        assertThat(currency(2, LATE)).isEmpty();

        topics.bringUpToDate(List.of());

        assertThat(currency(2, LATE)).contains("EUR");
    }

    private Consumer<byte[], byte[]> consumer() {
        Runnable happens = beforeReading.poll();
        if (happens != null) {
            happens.run();
        }
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private Optional<String> currency(long id, ClientId client) {
        PortfolioKey key = new PortfolioKey(client, new PortfolioId(id));
        return Optional.ofNullable(
                        new PortfolioOwners(database.jdbc()).of(List.of(key)).get(key))
                .map(owned -> owned.rules().currency().value());
    }

    private static Portfolio portfolio(long id, ClientId client) {
        return new Portfolio(
                client,
                new PortfolioId(id),
                new UserId("u-1"),
                new PortfolioName("Savings"),
                Optional.empty(),
                false,
                Events.NOW,
                Events.NOW);
    }
}
