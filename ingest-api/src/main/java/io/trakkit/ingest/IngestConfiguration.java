package io.trakkit.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.verdict.VerdictPoller;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the features share. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    /** The clock of the context, whichever app brings it. */
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Database ingestDatabase(DataSource dataSource) {
        return new Database(dataSource);
    }

    @Bean
    VerdictPoller ingestVerdictPoller(Database database, MeterRegistry meters) {
        return new VerdictPoller(database, meters);
    }
}
