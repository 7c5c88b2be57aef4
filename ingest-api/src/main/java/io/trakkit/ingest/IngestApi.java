package io.trakkit.ingest;

import io.trakkit.access.AccessConfiguration;
import io.trakkit.wire.http.server.HttpConventions;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;

/**
 * The app that takes writes over HTTP and publishes them to Kafka. Its beans have their full class names, because
 * other apps may share the context and have a controller of portfolios, too.
 */
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Import({AccessConfiguration.class, HttpConventions.class})
public class IngestApi {

    public static void main(String[] args) {
        // A separate config name, because the apps share one class path in standalone.
        new SpringApplicationBuilder(IngestApi.class)
                .properties("spring.config.name=ingest-api")
                .run(args);
    }
}
