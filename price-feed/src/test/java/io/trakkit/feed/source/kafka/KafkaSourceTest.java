package io.trakkit.feed.source.kafka;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.SourceException;
import io.trakkit.feed.testing.FeedApp;
import io.trakkit.wire.event.QuoteCodec;
import io.trakkit.wire.event.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

class KafkaSourceTest {

    private static final Ticker AAPL = new Ticker("AAPL");
    private static final Ticker MSFT = new Ticker("MSFT");
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
    private static final EmbeddedKafkaBroker BROKER =
            new EmbeddedKafkaKraftBroker(1, 1).brokerProperty("auto.create.topics.enable", "false");

    @BeforeAll
    static void start() {
        BROKER.afterPropertiesSet();
    }

    @AfterAll
    static void stop() {
        BROKER.destroy();
    }

    private static KafkaSource source() {
        return new KafkaSource(
                Map.of("bootstrap.servers", BROKER.getBrokersAsString(), "group.instance.id", "taken"),
                FeedApp.DEFAULTS);
    }

    @Test
    void theLatestQuoteOfEachTickerIsReadAlsoOfOneThatIsHeldLater() throws Exception {
        delete();
        try (KafkaSource early = source()) {
            assertThatThrownBy(() -> early.poll(Set.of(AAPL)))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("trakkit.prices");
        }
        recreate();
        try (KafkaSource source = source()) {
            Quote older = FeedApp.quote("AAPL", "188", NOON.minusSeconds(2));
            Quote newer = FeedApp.quote("AAPL", "189", NOON);
            Quote other = FeedApp.quote("MSFT", "410", NOON);
            publish(newer);
            publish(older);
            publish(other);
            publish("aapl", "{}".getBytes(StandardCharsets.UTF_8));
            publish("AAPL", "<html>".getBytes(StandardCharsets.UTF_8));
            publish(null, "{}".getBytes(StandardCharsets.UTF_8));
            publish("GOOG", null);

            Polled first = patiently()
                    .until(
                            () -> source.poll(Set.of(AAPL)),
                            polled -> !polled.quotes().isEmpty());
            assertThat(first.quotes()).as("the older one is for the history").containsExactly(newer, older);
            assertThat(first.faults()).hasSize(3);
            assertThat(source.poll(Set.of(AAPL)).quotes()).as("not safe yet").containsExactly(newer, older);
            taken(first);
            assertThat(source.poll(Set.of(AAPL)).quotes()).isEmpty();
            assertThat(source.poll(Set.of(AAPL, MSFT)).quotes()).containsExactly(other);
        }
    }

    /** The topic is read again after each start: what was adjusted when it was published includes no later split. */
    @Test
    void anAdjustedPriceIncludesTheSplitsUpToItsPublication() throws Exception {
        recreate();
        String raw =
                "{\"price\": 100, \"currency\": \"CHF\", \"time\": \"2025-05-31T20:00:00Z\", \"source\": \"desk\"}";
        String adjusted = raw.replace("}", ", \"adjusted\": true}");
        Instant published = Instant.parse("2025-07-01T00:00:00Z");
        for (Map.Entry<String, String> one :
                Map.of("AAPL", adjusted, "MSFT", raw).entrySet()) {
            publish(new ProducerRecord<>(
                    Topics.PRICES,
                    0,
                    published.toEpochMilli(),
                    one.getKey(),
                    one.getValue().getBytes(StandardCharsets.UTF_8)));
        }

        try (KafkaSource source = source()) {
            List<Quote> quotes =
                    patiently().until(() -> source.poll(Set.of(AAPL, MSFT)).quotes(), found -> found.size() == 2);

            assertThat(quotes)
                    .extracting(Quote::ticker, quote -> quote.currency().value(), Quote::adjustedAt)
                    .containsExactlyInAnyOrder(
                            tuple(AAPL, "CHF", Optional.of(published)), tuple(MSFT, "CHF", Optional.empty()));
        }
    }

    /** At the same offset as where the old one ended, there is nothing new to read; before it, there is. */
    @Test
    void aTopicThatWasMadeAnewOrGrownIsReadFromItsBeginning() throws Exception {
        Quote first = FeedApp.quote("AAPL", "188", NOON.minusSeconds(2));
        Quote second = FeedApp.quote("AAPL", "189", NOON.minusSeconds(1));
        Quote third = FeedApp.quote("MSFT", "410", NOON);
        recreate();
        try (KafkaSource source = source()) {
            publish(first);
            taken(source.poll(Set.of(AAPL)));

            recreate();
            publish(second);
            patiently()
                    .untilAsserted(
                            () -> assertThat(source.poll(Set.of(AAPL)).quotes()).containsExactly(second));

            try (Admin admin = admin()) {
                admin.createPartitions(Map.of(Topics.PRICES, NewPartitions.increaseTo(2)))
                        .all()
                        .get();
            }
            patiently().untilAsserted(() -> {
                publish(1, third);
                assertThat(source.poll(Set.of(MSFT)).quotes()).containsExactly(third);
            });
        }
    }

    /** Nobody says any more what it costs; whoever has taken the price keeps it, and it grows old. */
    @Test
    void aDeletedPriceIsNotGivenToThoseWhoComeLater() throws Exception {
        recreate();
        publish(FeedApp.quote("AAPL", "188", NOON));
        publish("AAPL", null);
        try (KafkaSource source = source()) {
            assertThat(source.poll(Set.of(AAPL)).quotes()).isEmpty();

            Quote later = FeedApp.quote("AAPL", "189", NOON.plusSeconds(1));
            publish(later);
            assertThat(source.poll(Set.of(AAPL)).quotes()).containsExactly(later);
        }
    }

    /** Between two runs many quotes may come; the history has each, and a refused one is said again only as the latest. */
    @Test
    void everyQuoteIsGivenUntilItWasJudgedAndTheLatestUntilItWasTaken() throws Exception {
        recreate();
        List<Quote> quotes = List.of(
                FeedApp.quote("AAPL", "188", NOON.minusSeconds(20)),
                FeedApp.quote("AAPL", "189", NOON),
                FeedApp.quote("AAPL", "187", NOON.minusSeconds(30)));
        for (Quote quote : quotes) {
            publish(quote);
        }
        try (KafkaSource source = source()) {
            Polled first = source.poll(Set.of(AAPL));
            assertThat(first.quotes()).containsExactlyElementsOf(quotes);

            first.whenDecided().run();
            Polled second = source.poll(Set.of(AAPL));
            assertThat(second.quotes()).containsExactly(quotes.get(1));

            taken(second);
            assertThat(source.poll(Set.of(AAPL)).quotes()).isEmpty();

            Quote backfill = FeedApp.quote("AAPL", "170", NOON.minus(Duration.ofDays(400)));
            publish(backfill);
            assertThat(source.poll(Set.of(AAPL)).quotes()).containsExactly(backfill);
        }
    }

    private static void taken(Polled polled) {
        polled.whenDecided().run();
        polled.whenTaken().run();
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", BROKER.getBrokersAsString()));
    }

    private static void delete() throws Exception {
        try (Admin admin = admin()) {
            if (admin.listTopics().names().get().contains(Topics.PRICES)) {
                admin.deleteTopics(List.of(Topics.PRICES)).all().get();
                patiently().until(() -> !admin.listTopics().names().get().contains(Topics.PRICES));
            }
        }
    }

    /** Empty, and another one than before. */
    private static void recreate() throws Exception {
        delete();
        try (Admin admin = admin()) {
            patiently().until(() -> {
                admin.createTopics(List.of(new NewTopic(Topics.PRICES, 1, (short) 1)))
                        .all()
                        .get();
                return true;
            });
        }
    }

    private static void publish(int partition, Quote quote) throws ExecutionException, InterruptedException {
        publish(new ProducerRecord<>(Topics.PRICES, partition, quote.ticker().value(), QuoteCodec.encode(quote)));
    }

    private static void publish(Quote quote) throws ExecutionException, InterruptedException {
        publish(quote.ticker().value(), QuoteCodec.encode(quote));
    }

    private static void publish(@Nullable String key, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        publish(new ProducerRecord<>(Topics.PRICES, key, value));
    }

    private static void publish(ProducerRecord<String, byte[]> published)
            throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", BROKER.getBrokersAsString()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(published).get();
        }
    }
}
