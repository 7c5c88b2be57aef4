package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.standalone.deployment.Observability;
import io.trakkit.testing.FreePorts;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** A real Prometheus with the alert rules of {@code deploy/observability}, which scrapes one server each second. */
final class Prometheus implements AutoCloseable {

    private final Path folder;
    private final Process process;
    private final Http http;

    private Prometheus(Path folder, Process process, Http http) {
        this.folder = folder;
        this.process = process;
        this.http = http;
    }

    /** @param key the key that it sends; empty for none */
    static Prometheus scraping(URI server, String key) throws IOException {
        Path folder = Files.createTempDirectory("trakkit-prometheus-");
        Files.writeString(folder.resolve("metrics.key"), key);
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: trakkit
                    metrics_path: /actuator/prometheus
                    %s
                    static_configs:
                      - targets: ["%s"]
                """.formatted(
                        Observability.FOLDER.resolve("alerts.yml"),
                        key.isEmpty() ? "" : "authorization: {credentials_file: metrics.key}",
                        server.getAuthority()));
        int port = FreePorts.next();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(folder, process, new Http(port));
        patiently().until(() -> prometheus.http.get("/-/ready").status() == 200);
        return prometheus;
    }

    /** The data of the answer to a call of its API. */
    JsonNode get(String path) {
        HttpAnswer answer = http.get("/api/v1/" + path);
        if (answer.status() != 200) {
            throw new AssertionError(path + ": " + answer.text());
        }
        return answer.json().required("data");
    }

    /** The result of an expression now. */
    JsonNode query(String expression) {
        return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .required("result");
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        patiently().until(() -> !process.isAlive());
        FileSystemUtils.deleteRecursively(folder);
    }
}
