package io.trakkit.standalone;

import io.trakkit.ingest.IngestApi;
import io.trakkit.query.QueryApi;
import io.trakkit.worker.SummaryWorker;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** The three apps in one context and on one port. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({IngestApi.class, SummaryWorker.class, QueryApi.class})
public class Standalone {

    public static void main(String[] args) {
        new SpringApplicationBuilder(Standalone.class)
                .properties("spring.config.name=standalone")
                .run(args);
    }
}
