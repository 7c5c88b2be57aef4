package io.trakkit.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trakkit.cli.http.AccessOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slices that are on their way at the same time, against a server that answers when the test lets it. */
class SlicePostsTest {

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final Map<Long, CompletableFuture<Void>> held = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Void>> arrived = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<Long> results = new ArrayList<>();
    private HttpServer server;

    SlicePostsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        held.values().forEach(answer -> answer.complete(null));
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        long line = Long.parseLong(exchange.getRequestHeaders().getFirst("Trakkit-First-Line"));
        events.add("posted " + line);
        arrived(line).complete(null);
        if (line > 1 && refusals.getAndDecrement() > 0) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            send(exchange, 429, "{\"detail\": \"At most 1 bulk request runs at once\"}");
            return;
        }
        held(line).join();
        events.add("answered " + line);
        send(
                exchange,
                200,
                "{\"line\":%d,\"ref_id\":\"r\",\"status\":200,\"state\":\"applied\"}\n{\"records\":1,\"complete\":true}\n"
                        .formatted(line));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private CompletableFuture<Void> held(long line) {
        return held.computeIfAbsent(line, _ -> CompletableFuture.completedFuture(null));
    }

    private CompletableFuture<Void> arrived(long line) {
        return arrived.computeIfAbsent(line, _ -> new CompletableFuture<>());
    }

    private void hold(long line) {
        held.put(line, new CompletableFuture<>());
    }

    private static FileSlice slice(long line, String refId) {
        FileSlice slice = new FileSlice(line);
        slice.add(
                line, line, "{\"volume\":1,\"ref_id\":\"%s\"}".formatted(refId).getBytes(StandardCharsets.UTF_8));
        return slice;
    }

    private BulkClient client() {
        return new BulkClient(
                new AccessOptions()
                        .connect("http://127.0.0.1:" + server.getAddress().getPort(), "TRAKKIT_URL", Optional.empty()),
                Map.of(),
                Optional.empty(),
                Duration.ofMinutes(1));
    }

    private SlicePosts posts(BulkClient client) {
        return new SlicePosts(client, (slice, lines) -> {
            assertThat(lines).hasSize(1);
            results.add(slice.firstLine());
        });
    }

    @Test
    void twoSlicesOverlapAndTheirResultsComeInTheOrderOfTheFile() throws Exception {
        hold(2);
        hold(3);
        try (BulkClient client = client();
                SlicePosts posts = posts(client)) {
            posts.post(slice(1, "a"), 0);
            posts.post(slice(2, "b"), 0);
            posts.post(slice(3, "c"), 0);
            arrived(2).get(1, TimeUnit.MINUTES);
            arrived(3).get(1, TimeUnit.MINUTES);
            held(3).complete(null);
            held(2).complete(null);
            posts.post(slice(4, "d"), 0);
            posts.finish();
        }

        assertThat(results).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void theFirstSliceGoesAlone() {
        try (BulkClient client = client();
                SlicePosts posts = posts(client)) {
            posts.post(slice(1, "a"), 0);
            posts.post(slice(2, "b"), 0);
            posts.finish();
        }

        assertThat(events).startsWith("posted 1", "answered 1", "posted 2");
    }

    @Test
    void slicesWithOneRefIdDoNotOverlap() {
        try (BulkClient client = client();
                SlicePosts posts = posts(client)) {
            posts.post(slice(1, "a"), 0);
            posts.post(slice(2, "b"), 0);
            posts.post(slice(3, "b"), 0);
            posts.finish();
        }

        assertThat(events)
                .containsExactly("posted 1", "answered 1", "posted 2", "answered 2", "posted 3", "answered 3");
    }

    @Test
    void aServerThatTakesOnlyOneAtATimeGetsOneAtATime() throws Exception {
        hold(2);
        try (BulkClient client = client();
                SlicePosts posts = posts(client)) {
            posts.post(slice(1, "a"), 0);
            posts.post(slice(2, "b"), 0);
            arrived(2).get(1, TimeUnit.MINUTES);
            refusals.set(1);
            posts.post(slice(3, "c"), 0);
            arrived(3).get(1, TimeUnit.MINUTES);
            held(2).complete(null);
            posts.finish();

            assertThat(client.mostAtOnce()).isEqualTo(1);
        }
        assertThat(results).containsExactly(1L, 2L, 3L);
    }
}
