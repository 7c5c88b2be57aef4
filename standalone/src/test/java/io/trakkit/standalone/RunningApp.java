package io.trakkit.standalone;

import io.trakkit.testing.Http;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One app in a context and on a port of its own, as it is deployed, which needs keys. */
record RunningApp(ConfigurableApplicationContext context) implements AutoCloseable {

    /**
     * @param name the name of its configuration
     * @param settings further settings, as on a command line
     */
    static RunningApp start(Class<?> app, String name, Apps.Backends backends, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--trakkit.access.mode=keys",
                "--spring.flyway.enabled=false",
                "--spring.datasource.url=" + backends.jdbcUrl(),
                "--spring.datasource.username=" + backends.user(),
                "--spring.datasource.password=" + backends.password(),
                "--spring.kafka.bootstrap-servers=" + backends.bootstrapServers(),
                "--spring.data.redis.host=" + backends.redis().host(),
                "--spring.data.redis.port=" + backends.redis().port(),
                "--spring.data.redis.password=" + backends.redis().password()));
        all.addAll(List.of(settings));
        return new RunningApp(new SpringApplicationBuilder(app)
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .properties("spring.config.name=" + name)
                .run(all.toArray(String[]::new)));
    }

    Http http() {
        return new Http(
                URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")));
    }

    @Override
    public void close() {
        context.close();
    }
}
