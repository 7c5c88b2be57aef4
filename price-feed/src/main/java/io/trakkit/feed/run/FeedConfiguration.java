package io.trakkit.feed.run;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.feed.fx.FedRates;
import io.trakkit.feed.intake.QuoteIntake;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.PriceSource;
import io.trakkit.feed.source.SourceKind;
import io.trakkit.feed.source.csv.CsvSettings;
import io.trakkit.feed.source.csv.CsvSource;
import io.trakkit.feed.source.http.HttpSettings;
import io.trakkit.feed.source.http.HttpSource;
import io.trakkit.feed.source.kafka.KafkaSource;
import io.trakkit.log.ClientConfigs;
import io.trakkit.store.prices.FeedReports;
import io.trakkit.store.prices.FxRates;
import io.trakkit.store.prices.HeldTickers;
import io.trakkit.store.prices.PriceHistory;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Creates the schedule and the source. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({FeedSettings.class, HttpSettings.class, CsvSettings.class})
class FeedConfiguration {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    @Bean
    FeedSchedule feedSchedule(
            FeedSettings settings,
            PriceSources sources,
            QuoteIntake intake,
            QuoteRules rules,
            PriceHistory history,
            HikariDataSource feedPool,
            Clock clock,
            MeterRegistry meters) {
        JdbcTemplate template = new JdbcTemplate(feedPool);
        template.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds());
        JdbcClient jdbc = JdbcClient.create(template);
        return new FeedSchedule(
                settings,
                new FeedRuns(
                        new FeedLeadership(feedPool, FeedSchedule.SILENCE),
                        new HeldTickers(jdbc),
                        sources.open(settings.source()),
                        intake,
                        new FedRates(settings.rateTickers(), new FxRates(jdbc), rules, clock),
                        new HistoryThinning(history, settings.exactHistory(), clock),
                        clock,
                        meters),
                new FeedReporter(new FeedReports(jdbc), settings, clock));
    }

    @Bean
    PriceSources priceSources(
            FeedSettings feed,
            HttpSettings http,
            CsvSettings csv,
            KafkaProperties kafka,
            KafkaConnectionDetails connection,
            QuoteRules rules,
            Clock clock) {
        QuoteDefaults defaults = new QuoteDefaults(rules.currency(), feed.adjusted());
        return kind -> switch (kind) {
            case NONE -> _ -> Polled.NOTHING;
            case HTTP -> new HttpSource(http, defaults, clock);
            case CSV -> new CsvSource(csv, defaults, clock);
            case KAFKA ->
                new KafkaSource(
                        ClientConfigs.connection(kafka.buildConsumerProperties(), connection.getConsumer()), defaults);
        };
    }

    /** Opens the source that the settings name. */
    @FunctionalInterface
    interface PriceSources {
        PriceSource open(SourceKind kind);
    }
}
