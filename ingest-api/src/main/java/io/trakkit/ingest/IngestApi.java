package io.trakkit.ingest;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The app that takes writes over HTTP and publishes them to Kafka. */
@SpringBootApplication
public class IngestApi {

    public static void main(String[] args) {
        // A config name of its own, since the three apps also share one class path in standalone.
        new SpringApplicationBuilder(IngestApi.class)
                .properties("spring.config.name=ingest-api")
                .run(args);
    }
}
