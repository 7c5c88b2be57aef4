package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of server-sent events, which notes what it is told. */
final class EventStream implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpResponse<InputStream> response;
    private final List<Event> events = new ArrayList<>();
    private int heartbeats;
    private boolean over;

    /**
     * An event.
     *
     * @param id that of the stream so far
     * @param receivedAt by {@link System#nanoTime}
     */
    record Event(String name, String id, JsonNode data, long receivedAt) {

        boolean isOf(String ticker) {
            return name.equals("summary") && data.get("ticker").stringValue().equals(ticker);
        }

        /** The returns, with that field of them having that value. */
        boolean isReturnsWith(String pointer, String value) {
            return name.equals("returns") && data.at(pointer).asString().equals(value);
        }
    }

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        Thread.ofVirtual().start(this::read);
    }

    /** Connects, as a client does that has seen the events up to one if headers say so. */
    static EventStream open(int port, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new EventStream(Http.exchange(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String name = "";
            String id = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.startsWith(":")) {
                    note(null);
                } else if (line.isEmpty() && !name.isEmpty()) {
                    note(new Event(name, id, JSON.readTree(data), System.nanoTime()));
                    name = "";
                }
            }
        } catch (IOException e) {
            // Closed by one of the two.
        } finally {
            end();
        }
    }

    private synchronized void note(@Nullable Event event) {
        if (event == null) {
            heartbeats++;
        } else {
            events.add(event);
        }
    }

    private synchronized void end() {
        over = true;
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    synchronized int heartbeats() {
        return heartbeats;
    }

    synchronized boolean isOver() {
        return over;
    }

    /** The names of all events so far, and of what: {@code summary ACME}. */
    List<String> told() {
        return events().stream()
                .map(event -> event.name().equals("summary")
                        ? "summary " + event.data().get("ticker").stringValue()
                        : event.name())
                .toList();
    }

    /** Waits for an event, and gives it. */
    Event await(Predicate<Event> wanted) {
        patiently().untilAsserted(() -> assertThat(events()).as("what was told").anyMatch(wanted));
        return events().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits for the returns that end the telling of the present. */
    Event awaitPresent() {
        return await(event -> event.name().equals("returns"));
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
