package io.trakkit.worker;

import io.trakkit.access.AccessConfiguration;
import io.trakkit.wire.http.server.HttpConventions;
import java.util.Arrays;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** The app that applies the log to PostgreSQL and runs the migrations. */
@SpringBootApplication
@Import({AccessConfiguration.class, HttpConventions.class})
public class SummaryWorker {

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(CreateAdminKey.NAME)) {
            System.exit(CreateAdminKey.run(Arrays.asList(args).subList(1, args.length), System.out, System.err));
        }
        // A separate config name, because the apps share one class path in standalone.
        new SpringApplicationBuilder(SummaryWorker.class)
                .properties("spring.config.name=summary-worker")
                .run(args);
    }
}
