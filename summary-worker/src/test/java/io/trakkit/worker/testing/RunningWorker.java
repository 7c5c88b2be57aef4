package io.trakkit.worker.testing;

import static io.trakkit.testing.Waiting.patiently;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.worker.SummaryWorker;
import io.trakkit.worker.consume.ConsumerHealth;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** The app as it is deployed, on the servers of the tests, with shorter waits. Without HTTP unless asked for. */
public final class RunningWorker implements AutoCloseable {

    private static final Map<String, String> DEFAULTS = Map.of(
            "spring.config.name", "summary-worker",
            "spring.main.web-application-type", "none",
            // Topics come and go in these tests, and Kafka's clients wonder aloud.
            "logging.level.org.apache.kafka", "off",
            "spring.kafka.consumer.properties.metadata.max.age.ms", "1000",
            "trakkit.worker.first-retry-after", "20ms",
            "trakkit.worker.longest-retry-after", "200ms",
            "trakkit.worker.compare-every", "250ms",
            "trakkit.worker.relay-every", "50ms",
            "trakkit.worker.lag-every", "50ms");

    private final ConfigurableApplicationContext context;

    private RunningWorker(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts a worker; settings as on a command line, without the dashes. */
    public static RunningWorker start(TestDatabase database, String... settings) {
        return start(database.jdbcUrl(), settings);
    }

    public static RunningWorker start(String jdbcUrl, String... settings) {
        return new RunningWorker(new SpringApplicationBuilder(SummaryWorker.class).run(arguments(jdbcUrl, settings)));
    }

    /** The command line of a worker. */
    static String[] arguments(String jdbcUrl, String... settings) {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        all.put("spring.datasource.url", jdbcUrl);
        all.put("spring.datasource.username", TestDatabase.USER);
        all.put("spring.datasource.password", "");
        all.put("spring.kafka.bootstrap-servers", TestKafka.bootstrapServers());
        for (String setting : settings) {
            int end = setting.indexOf('=');
            all.put(setting.substring(0, end), setting.substring(end + 1));
        }
        return all.entrySet().stream().map(setting -> "--" + setting).toArray(String[]::new);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The sum of a metric that counts. */
    public double counted(String metric) {
        return bean(MeterRegistry.class).get(metric).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Waits until the worker reads and applies. */
    public void awaitUp() {
        patiently().until(() -> bean(ConsumerHealth.class).health().getStatus().equals(Status.UP));
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** As at SIGTERM. */
    @Override
    public void close() {
        context.close();
    }
}
