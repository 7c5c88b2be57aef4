package io.trakkit.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** The apps in one Spring context, on servers that run already. */
final class Apps implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Apps.class);

    static {
        // logback.xml configures logging before Spring starts. Spring would also install this bridge for Tomcat's log.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private final ConfigurableApplicationContext context;
    private final URI address;

    private Apps(ConfigurableApplicationContext context, URI address) {
        this.context = context;
        this.address = address;
    }

    /** The servers that the apps use. */
    record Backends(String jdbcUrl, String user, String password, String bootstrapServers, Redis redis) {}

    /** The Redis with the latest prices. */
    record Redis(String host, int port, String password) {}

    /**
     * Starts the apps and waits until all are ready. If one fails, all are stopped.
     *
     * @param port the HTTP port; 0 for any free one
     * @param web a folder for Tomcat, which would otherwise create a temporary one at each start
     * @param more further settings of the apps, as on a command line
     * @param checkpoint runs while waiting; an exception from it ends the start
     * @throws StartException if the apps do not start
     */
    static Apps start(int port, Path web, Backends backends, List<String> more, Runnable checkpoint) {
        List<String> settings = new ArrayList<>(settings(port, web, backends));
        settings.addAll(more);
        ConfigurableApplicationContext context = startContext(port, web, settings);
        try {
            URI address = URI.create("http://%s:%d".formatted(HttpPort.HOST, portOf(context)));
            Readiness.await(address, context.getBean(HealthEndpoint.class), checkpoint);
            return new Apps(context, address);
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    private static ConfigurableApplicationContext startContext(int port, Path web, List<String> settings) {
        try {
            Files.createDirectories(web.resolve("work"));
            Files.createDirectories(web.resolve("empty"));
            return new SpringApplicationBuilder(AllApps.class)
                    // Two apps can have classes with the same name.
                    .beanNameGenerator(FullyQualifiedAnnotationBeanNameGenerator.INSTANCE)
                    .registerShutdownHook(false)
                    .logStartupInfo(false)
                    .run(settings.toArray(String[]::new));
        } catch (PortInUseException e) {
            throw HttpPort.taken(port, e);
        } catch (IOException | RuntimeException e) {
            LOG.debug("The apps do not start", e);
            throw new StartException("The apps do not start: " + rootOf(e), e);
        }
    }

    /** The settings as command-line arguments, which have priority over the environment. */
    private static List<String> settings(int port, Path web, Backends backends) {
        return List.of(
                "--spring.config.name=standalone",
                "--server.address=" + HttpPort.HOST,
                "--server.port=" + port,
                "--trakkit.standalone.web-folder=" + web.toAbsolutePath(),
                "--spring.datasource.url=" + backends.jdbcUrl(),
                "--spring.datasource.username=" + backends.user(),
                "--spring.datasource.password=" + backends.password(),
                "--spring.kafka.bootstrap-servers=" + backends.bootstrapServers(),
                "--spring.data.redis.host=" + backends.redis().host(),
                "--spring.data.redis.port=" + backends.redis().port(),
                "--spring.data.redis.password=" + backends.redis().password());
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static int portOf(ConfigurableApplicationContext context) {
        if (context instanceof WebServerApplicationContext web && web.getWebServer() != null) {
            return web.getWebServer().getPort();
        }
        throw new IllegalStateException("The apps serve HTTP");
    }

    /** The address of the apps, without a slash at the end. */
    URI address() {
        return address;
    }

    ApplicationContext context() {
        return context;
    }

    /** Stops the apps after they have finished their current work. */
    @Override
    public void close() {
        context.close();
    }
}
