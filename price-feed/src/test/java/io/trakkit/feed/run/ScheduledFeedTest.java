package io.trakkit.feed.run;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.SourceKind;
import io.trakkit.feed.testing.FeedApp;
import io.trakkit.feed.testing.MarketData;
import io.trakkit.prices.LivePrices;
import io.trakkit.store.prices.FeedReports;
import io.trakkit.store.prices.FeedReports.FeedReport;
import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** From the settings alone to a price in Redis, for each source: the schedule asks, and what came of it is counted. */
class ScheduledFeedTest {

    private static final Ticker T0 = new Ticker("T0");
    private static final String EVERY_SECOND = "--trakkit.feed.cron=* * * * * *";

    @Test
    void aServiceIsAskedOnScheduleAndWhatIsNoQuoteIsCounted() {
        try (MarketData service = new MarketData();
                FeedApp app = new FeedApp(service.settings(EVERY_SECOND, "--trakkit.feed.source=http"))) {
            app.hold(2);
            awaitPrice(app, "101.5", "http");
            patiently().until(() -> runs(app, "done") > 0);
            patiently().until(() -> report(app).outcome().equals("done"));
            assertThat(report(app).source()).isEqualTo("http");
            Instant done = report(app).doneAt().orElseThrow();
            assertThat(report(app).nextRunAt().orElseThrow())
                    .isBetween(done, report(app).ranAt().plusSeconds(1));
            assertThat(app.bean(MeterRegistry.class)
                            .get("trakkit.feed.faults")
                            .counter()
                            .count())
                    .isZero();

            service.behave((exchange, _) -> MarketData.send(
                    exchange,
                    200,
                    "{\"quotes\": [{\"symbol\": \"T0\", \"last\": -1, \"at\": \"2026-11-02T12:00:01Z\"}]}"));

            patiently()
                    .until(() -> app.bean(MeterRegistry.class)
                                    .get("trakkit.feed.faults")
                                    .counter()
                                    .count()
                            > 0);
            assertThat(priceOf(app)).hasToString("101.5");

            service.behave((exchange, _) -> MarketData.send(exchange, 500, "oops"));
            patiently().until(() -> runs(app, "source_failed") > 0);
            patiently().until(() -> report(app).outcome().equals("source_failed"));
            assertThat(report(app).doneAt().orElseThrow())
                    .isBetween(done, report(app).ranAt());
        }
    }

    @Test
    void aFileIsReadOnSchedule(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("prices.csv"), "date,ticker,price\n2026-01-02,T0,42.5\n");
        try (FeedApp app =
                new FeedApp(EVERY_SECOND, "--trakkit.feed.source=csv", "--trakkit.feed.csv.file=file:" + file)) {
            app.hold(1);
            awaitPrice(app, "42.5", "csv");
        }
    }

    /** Its rate is 0.90 from 2 January on; nobody holds anything. */
    @Test
    void aFileHasRatesBesidePrices(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("prices.csv"), "date,ticker,price\n2026-01-02,USDEUR=X,0.90\n");
        try (FeedApp app = new FeedApp(
                EVERY_SECOND,
                "--trakkit.feed.source=csv",
                "--trakkit.feed.csv.file=file:" + file,
                "--trakkit.feed.rates=USD/EUR=USDEUR=X,GBP/EUR=GBPEUR=X")) {
            patiently()
                    .until(
                            () -> app.http().get("/api/v1/fx-rate/USD/EUR/"),
                            answer -> answer.status() == 200
                                    && answer.text("rate").equals("0.9"));

            HttpAnswer answer = app.http().get("/api/v1/fx-rate/USD/EUR/");
            assertThat(answer.text("source")).isEqualTo("csv");
            assertThat(answer.text("time")).isEqualTo("2026-01-02T00:00:00.000000Z");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            USD/EUR              | trakkit.feed.rates must have the ticker of each pair, such as USD/EUR=USDEUR, not USD/EUR
            USD/USD=X            | trakkit.feed.rates: USD/USD=X must be two currencies, not USD twice
            USD/QQQ=X            | trakkit.feed.rates: USD/QQQ=X must be a currency of ISO 4217, such as USD, not "QQQ"
            USD/EUR=X, GBP/EUR=X | trakkit.feed.rates has the ticker X twice
            """)
    void whatIsNoRateStopsTheStart(String rates, String words) {
        assertThatThrownBy(() -> new FeedSettings(
                        SourceKind.CSV,
                        "0 * * * * *",
                        ZoneOffset.UTC,
                        List.of(rates.split(", ", -1)),
                        false,
                        Duration.ofDays(7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
    }

    @Test
    void aTopicIsReadOnSchedule() {
        EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, 1, "trakkit.prices")
                .brokerProperty("auto.create.topics.enable", "false");
        broker.afterPropertiesSet();
        try (FeedApp app = new FeedApp(
                        EVERY_SECOND,
                        "--trakkit.feed.source=kafka",
                        "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString());
                Producer<String, String> desk = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.getBrokersAsString()),
                        new StringSerializer(),
                        new StringSerializer())) {
            app.hold(1);
            var _ = desk.send(
                    new ProducerRecord<>(
                            "trakkit.prices",
                            "T0",
                            "{\"price\": \"7.25\", \"currency\": \"USD\", \"time\": \"2026-01-02T10:00:00Z\", \"source\": \"desk\"}"));
            desk.flush();
            awaitPrice(app, "7.25", "desk");
        } finally {
            broker.destroy();
        }
    }

    private static void awaitPrice(FeedApp app, String price, String source) {
        patiently().untilAsserted(() -> {
            assertThat(app.bean(LivePrices.class).of(List.of(T0)).values())
                    .singleElement()
                    .satisfies(known -> {
                        assertThat(known.isLive()).isTrue();
                        assertThat(known.quote().price()).hasToString(price);
                        assertThat(known.quote().source().value()).isEqualTo(source);
                    });
        });
    }

    private static Object priceOf(FeedApp app) {
        return app.bean(LivePrices.class)
                .of(List.of(T0))
                .values()
                .iterator()
                .next()
                .quote()
                .price();
    }

    private static FeedReport report(FeedApp app) {
        return new FeedReports(app.database.jdbc()).last().orElseThrow();
    }

    private static long runs(FeedApp app, String outcome) {
        return app.bean(MeterRegistry.class).find("trakkit.feed.runs").tag("outcome", outcome).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }
}
