package io.trakkit.query;

import io.trakkit.access.AccessConfiguration;
import io.trakkit.prices.LivePricesConfiguration;
import io.trakkit.wire.http.server.HttpConventions;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;

/**
 * The app that answers reads over HTTP from PostgreSQL, with the prices in Redis. Its beans have their full class names,
 * because other apps may share the context and have a controller of trades, too.
 */
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Import({AccessConfiguration.class, HttpConventions.class, LivePricesConfiguration.class})
public class QueryApi {

    public static void main(String[] args) {
        // A separate config name, because the apps share one class path in standalone.
        new SpringApplicationBuilder(QueryApi.class)
                .properties(
                        "spring.config.name=query-api",
                        "spring.datasource.hikari.maximum-pool-size=" + QueryConfiguration.CONNECTIONS)
                .run(args);
    }
}
