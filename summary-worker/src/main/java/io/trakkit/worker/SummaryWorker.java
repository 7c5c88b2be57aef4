package io.trakkit.worker;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The app that applies the log to PostgreSQL and runs the migrations. */
@SpringBootApplication
public class SummaryWorker {

    public static void main(String[] args) {
        // A config name of its own, since the three apps also share one class path in standalone.
        new SpringApplicationBuilder(SummaryWorker.class)
                .properties("spring.config.name=summary-worker")
                .run(args);
    }
}
