package io.trakkit.standalone;

import io.trakkit.standalone.embedded.Durability;
import io.trakkit.testing.JwtIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/**
 * Gives tests the one {@link Server} that they share, started when the first asks for it and stopped after the last, and the
 * {@link JwtIssuer} that it trusts.
 */
final class SharedServer implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedServer.class);

    /** By default a caller is told within seconds that Kafka is away, which on a busy machine it can seem to be. */
    static final List<String> BUSY_MACHINE = List.of(
            "--trakkit.ingest.log.max-block=30s",
            "--trakkit.ingest.log.request-timeout=30s",
            "--trakkit.ingest.log.delivery-timeout=40s");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Server.class || type == JwtIssuer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
        return parameter.getParameter().getType() == Server.class ? running.server() : running.issuer();
    }

    private record Running(Path data, Server server, JwtIssuer issuer) implements AutoCloseable {

        static Running start() {
            try {
                Path data = Files.createTempDirectory("trakkit-test-");
                JwtIssuer issuer = JwtIssuer.start();
                List<String> settings = new ArrayList<>(BUSY_MACHINE);
                settings.addAll(issuer.settings());
                return new Running(
                        data,
                        Server.start(new Server.Options(0, data, false, Durability.KILLED_PROCESS, settings), () -> {}),
                        issuer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            issuer.close();
            FileSystemUtils.deleteRecursively(data);
        }
    }
}
