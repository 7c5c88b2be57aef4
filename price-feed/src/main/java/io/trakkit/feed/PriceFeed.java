package io.trakkit.feed;

import io.trakkit.access.AccessConfiguration;
import io.trakkit.prices.LivePricesConfiguration;
import io.trakkit.wire.http.server.HttpConventions;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;

/**
 * The app that brings prices into Redis and the history. Its beans have their full class names, because other apps
 * may share the context.
 */
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Import({AccessConfiguration.class, HttpConventions.class, LivePricesConfiguration.class})
public class PriceFeed {

    public static void main(String[] args) {
        // A separate config name, because the apps share one class path in standalone.
        new SpringApplicationBuilder(PriceFeed.class)
                .properties("spring.config.name=price-feed")
                .run(args);
    }
}
