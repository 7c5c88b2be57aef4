package io.trakkit.query;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The app that answers reads over HTTP from PostgreSQL. */
@SpringBootApplication
public class QueryApi {

    public static void main(String[] args) {
        // A config name of its own, since the three apps also share one class path in standalone.
        new SpringApplicationBuilder(QueryApi.class)
                .properties("spring.config.name=query-api")
                .run(args);
    }
}
