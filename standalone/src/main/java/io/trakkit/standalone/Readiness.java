package io.trakkit.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;

/** Waits until every app reports over HTTP that it is ready. The worker is ready when it has taken over every partition. */
final class Readiness {

    private static final String GROUP = "readiness";
    private static final String PATH = "/actuator/health/" + GROUP;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int OK = 200;

    private Readiness() {}

    /**
     * Polls the readiness until all apps are ready.
     *
     * @param health says why they are not; over HTTP only operators hear it
     * @param checkpoint runs between two polls; an exception from it ends the wait
     * @throws StartException if an app is not ready in time
     */
    static void await(URI address, HealthEndpoint health, Runnable checkpoint) {
        Instant limit = Instant.now().plus(LIMIT);
        HttpRequest question =
                HttpRequest.newBuilder(address.resolve(PATH)).timeout(LIMIT).build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (true) {
                HttpResponse<Void> answer = client.send(question, HttpResponse.BodyHandlers.discarding());
                if (answer.statusCode() == OK) {
                    return;
                }
                checkpoint.run();
                Map<String, Map<String, Object>> down = down(health);
                if (FoldUpgrade.standsBy(down) && new FoldUpgrade(client, address).rebuild(checkpoint)) {
                    limit = Instant.now().plus(LIMIT);
                }
                if (Instant.now().isAfter(limit)) {
                    throw new StartException("Not ready after %d s: %s".formatted(LIMIT.toSeconds(), missing(down)));
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

    /** The components that are not up, and their details. */
    private static Map<String, Map<String, Object>> down(HealthEndpoint health) {
        Map<String, Map<String, Object>> down = new TreeMap<>();
        if (health.healthForPath(GROUP) instanceof CompositeHealthDescriptor group && group.getComponents() != null) {
            group.getComponents().forEach((name, component) -> {
                if (!component.getStatus().equals(Status.UP)) {
                    down.put(name, details(component));
                }
            });
        }
        return down;
    }

    private static Map<String, Object> details(HealthDescriptor component) {
        return component instanceof IndicatedHealthDescriptor indicated && indicated.getDetails() != null
                ? indicated.getDetails()
                : Map.of();
    }

    private static String missing(Map<String, Map<String, Object>> down) {
        return down.entrySet().stream()
                .map(component -> component.getKey() + " " + component.getValue())
                .collect(Collectors.joining(", "));
    }
}
