package io.trakkit.standalone;

import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Waits until every app reports over HTTP that it is ready. The worker is ready when it has taken over every partition. */
final class Readiness {

    private static final String PATH = "/actuator/health/readiness";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int OK = 200;

    private Readiness() {}

    /**
     * Polls the readiness until all apps are ready.
     *
     * @param checkpoint runs between two polls; an exception from it ends the wait
     * @throws StartException if an app is not ready in time
     */
    static void await(URI address, Runnable checkpoint) {
        Instant limit = Instant.now().plus(LIMIT);
        HttpRequest question =
                HttpRequest.newBuilder(address.resolve(PATH)).timeout(LIMIT).build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (true) {
                HttpResponse<byte[]> answer = client.send(question, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() == OK) {
                    return;
                }
                checkpoint.run();
                if (FoldUpgrade.standsBy(Json.object(answer.body()))
                        && new FoldUpgrade(client, address).rebuild(checkpoint)) {
                    limit = Instant.now().plus(LIMIT);
                }
                if (Instant.now().isAfter(limit)) {
                    throw new StartException("Not ready after %d s: %s"
                            .formatted(LIMIT.toSeconds(), missing(Json.object(answer.body()))));
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException e) {
            throw new StartException("The apps do not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted", e);
        }
    }

    private static String missing(JsonNode health) {
        return health.path("components").properties().stream()
                .filter(component ->
                        !component.getValue().path("status").asString("").equals("UP"))
                .map(component ->
                        component.getKey() + " " + component.getValue().path("details"))
                .collect(Collectors.joining(", "));
    }
}
