package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.testing.FreePorts;
import io.trakkit.testing.Http;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/**
 * A real nginx with the configuration of {@code deploy/gateway}, in front of one server that stands in for all apps. Only
 * addresses and folders differ: what names a container, its port or its {@code /tmp} there.
 */
final class Gateway implements AutoCloseable {

    private static final Path DEPLOYED = Path.of("..", "deploy", "gateway");

    private final Path folder;
    private final Process nginx;
    private final int port;
    private final int operatorsPort;

    private Gateway(Path folder, Process nginx, int port, int operatorsPort) {
        this.folder = folder;
        this.nginx = nginx;
        this.port = port;
        this.operatorsPort = operatorsPort;
    }

    /** @param app where all upstreams lead; nothing has to listen there */
    static Gateway before(URI app) throws IOException {
        Path folder = Files.createTempDirectory("trakkit-gateway-");
        int port = FreePorts.next();
        int operatorsPort = FreePorts.next();
        Files.copy(DEPLOYED.resolve("problems.conf"), folder.resolve("problems.conf"));
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(
                configuration,
                Files.readString(DEPLOYED.resolve("nginx.conf"))
                        .replaceAll("server [a-z-]+:[0-9]+ resolve;", "server 127.0.0.1:" + app.getPort() + ";")
                        .replaceAll("resolver [^;]*;", "")
                        .replace("listen 8080;", "listen 127.0.0.1:" + port + ";")
                        .replace("listen 8083;", "listen 127.0.0.1:" + operatorsPort + ";")
                        .replace("/tmp/", folder + "/")
                        .replace("/dev/stdout", folder.resolve("access.log").toString())
                        .replace("/dev/stderr", folder.resolve("error.log").toString()));
        Process nginx = new ProcessBuilder(
                        "nginx", "-p", folder.toString(), "-c", configuration.toString(), "-g", "daemon off;")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        Gateway gateway = new Gateway(folder, nginx, port, operatorsPort);
        patiently().until(() -> gateway.http().get("/gateway/health").status() == 200);
        return gateway;
    }

    Http http() {
        return new Http(URI.create("http://127.0.0.1:" + port));
    }

    Http operatorsHttp() {
        return new Http(URI.create("http://127.0.0.1:" + operatorsPort));
    }

    /** The whole answer, header and body, to a request as it is written, which an HTTP client might refuse to send. */
    String raw(String request) throws IOException {
        return Http.raw(port, request);
    }

    /** All that it has written to its logs. */
    String logs() throws IOException {
        return Files.readString(folder.resolve("access.log"))
                + Files.readString(folder.resolve("error.log"))
                + Files.readString(folder.resolve("nginx.log"));
    }

    @Override
    public void close() throws IOException {
        nginx.destroy();
        patiently().until(() -> !nginx.isAlive());
        FileSystemUtils.deleteRecursively(folder);
    }
}
