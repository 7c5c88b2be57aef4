package io.trakkit.store.postgres;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** An app that names a database does not start without the user and the password for it: neither has a default. */
final class RequiredCredentials implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String PREFIX = "spring.datasource.";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment settings = context.getEnvironment();
        if (!settings.containsProperty(PREFIX + "url")) {
            return;
        }
        List<String> missing = Stream.of("username", "password")
                .filter(name -> !settings.containsProperty(PREFIX + name))
                .map(name -> "SPRING_DATASOURCE_" + name.toUpperCase(Locale.ROOT))
                .toList();
        if (!missing.isEmpty()) {
            throw new MissingException("PostgreSQL needs a user and a password: set " + String.join(" and ", missing));
        }
    }

    /** The settings are missing. */
    static final class MissingException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }

    /** Prints what to set, instead of a stack trace. */
    static final class Analyzer extends AbstractFailureAnalyzer<MissingException> {

        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, MissingException cause) {
            return new FailureAnalysis(
                    String.valueOf(cause.getMessage()),
                    "Set them in the environment, or as spring.datasource.username and spring.datasource.password.",
                    cause);
        }
    }
}
