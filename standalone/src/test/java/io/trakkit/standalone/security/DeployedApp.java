package io.trakkit.standalone.security;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.context.support.StandardServletEnvironment;

/** One of the apps, as it is deployed: configured by environment variables. */
record DeployedApp(ConfigurableApplicationContext context, URI address) implements AutoCloseable {

    /** @param environment in place of the variables of this process */
    static DeployedApp start(Class<?> app, String name, Map<String, String> environment) {
        Map<String, Object> variables = new HashMap<>(environment);
        variables.put("SPRING_CONFIG_NAME", name);
        variables.put("SERVER_PORT", "0");
        StandardServletEnvironment configured = new StandardServletEnvironment();
        configured
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(app)
                .environment(configured)
                .registerShutdownHook(false)
                .run();
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        return new DeployedApp(context, URI.create("https://localhost:" + port));
    }

    @Override
    public void close() {
        context.close();
    }
}
