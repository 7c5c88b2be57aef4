package io.trakkit.worker;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Texts;
import io.trakkit.log.TopicGuard;
import io.trakkit.worker.admin.FirstKey;
import io.trakkit.worker.log.LogProducer;
import io.trakkit.worker.log.WorkerSettings;
import io.trakkit.worker.recovery.RecoveryTopics;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The command {@code create-admin-key [--label TEXT]}: creates a key of the platform with the scopes ops and admin, and prints
 * nothing but the key. It has the settings of the worker, which may be running or not.
 */
final class CreateAdminKey {

    static final String NAME = "create-admin-key";

    private static final int MAX_LABEL = 100;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private CreateAdminKey() {}

    /** @return the exit code */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        List<String> settings = new ArrayList<>();
        String label;
        try {
            label = Texts.printable(takeLabel(arguments, settings), MAX_LABEL);
        } catch (InvalidValueException e) {
            err.println("--label " + e.getMessage());
            return WRONG_USAGE;
        }
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "spring.config.name=summary-worker",
                        "logging.threshold.console=off",
                        // The settings of the worker name a part that only the worker has.
                        "management.endpoint.health.validate-group-membership=false")
                .run(settings.toArray(String[]::new))) {
            String key = context.getBean(FirstKey.class).create(label);
            out.println(key);
            return 0;
        } catch (RuntimeException e) {
            err.println("No key was created: "
                    + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            return FAILED;
        }
    }

    /** What is no label is a setting, such as {@code --spring.datasource.url=…}. */
    private static String takeLabel(List<String> arguments, List<String> settings) {
        String label = NAME;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.startsWith("--label=")) {
                label = argument.substring("--label=".length());
            } else if (argument.equals("--label")) {
                label = rest.hasNext() ? rest.next() : "";
            } else {
                settings.add(argument);
            }
        }
        return label;
    }

    /** The part of the worker that the command needs. Without a stereotype, so that the worker does not find it. */
    @EnableAutoConfiguration
    @EnableConfigurationProperties(WorkerSettings.class)
    static class App {

        private final WorkerConfiguration worker = new WorkerConfiguration();

        @Bean
        @ConfigurationProperties("spring.datasource.hikari")
        HikariDataSource workerPool(DataSourceProperties settings) {
            return worker.workerPool(settings);
        }

        @Bean
        JdbcClient workerJdbc(HikariDataSource workerPool) {
            return worker.workerJdbc(workerPool);
        }

        @Bean
        PlatformTransactionManager workerTransactions(HikariDataSource workerPool) {
            return worker.workerTransactions(workerPool);
        }

        @Bean
        Admin workerAdmin(KafkaProperties kafka, KafkaConnectionDetails connection) {
            return worker.workerAdmin(kafka, connection);
        }

        @Bean(destroyMethod = "")
        TopicGuard workerTopics(Admin workerAdmin) {
            return worker.workerTopics(workerAdmin);
        }

        @Bean
        RecoveryTopics workerRecoveryTopics(
                TopicGuard workerTopics,
                JdbcClient workerJdbc,
                PlatformTransactionManager workerTransactions,
                KafkaProperties kafka,
                KafkaConnectionDetails connection,
                WorkerSettings settings) {
            return worker.workerRecoveryTopics(
                    workerTopics, workerJdbc, workerTransactions, kafka, connection, settings);
        }

        @Bean
        LogProducer workerProducer(KafkaProperties kafka, KafkaConnectionDetails connection) {
            return worker.workerProducer(kafka, connection);
        }

        @Bean
        FirstKey firstKey(
                TopicGuard workerTopics,
                LogProducer workerProducer,
                WorkerSettings settings,
                RecoveryTopics workerRecoveryTopics,
                JdbcClient workerJdbc,
                PlatformTransactionManager workerTransactions) {
            return FirstKey.of(
                    workerTopics, workerProducer, settings, workerRecoveryTopics, workerJdbc, workerTransactions);
        }
    }
}
