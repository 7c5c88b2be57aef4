package io.trakkit.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {

    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private URI app;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean chunked = exchange.getRequestURI().getPath().endsWith("0");
            exchange.sendResponseHeaders(body.length == 0 ? 200 : 202, chunked ? 0 : 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        app = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        threads.close();
    }

    @Test
    void eachRequestIsSentOnce() throws Exception {
        Load.Outcome outcome = new Load(app, 4)
                .closed(
                        50,
                        (connection, number) -> connection
                                .exchange(HttpConnection.get(app, "/" + number))
                                .text()
                                .equals("hello"));

        assertThat(outcome.failed()).isZero();
        assertThat(outcome.latencies().count()).isEqualTo(50);
        assertThat(asked).hasSize(50);
    }

    @Test
    void aBodyIsPosted() throws Exception {
        try (HttpConnection connection = HttpConnection.to(app)) {
            assertThat(connection.exchange(HttpConnection.post(app, "/", "{}")).status())
                    .isEqualTo(202);
        }
    }

    /** One connection, ten requests due at once a millisecond apart, the first of which takes long. */
    @Test
    void aRequestThatHadToWaitForAConnectionHasWaitedSinceItWasDue() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        CountDownLatch never = new CountDownLatch(1);

        Load.Outcome outcome = new Load(app, 1).open(1_000, 0.01, (connection, number) -> {
            // By then all the others have long been due.
            assertThat(first.getAndSet(false) && never.await(200, TimeUnit.MILLISECONDS))
                    .isFalse();
            return connection.exchange(HttpConnection.get(app, "/")).status() == 200;
        });

        assertThat(outcome.latencies().count()).isEqualTo(10);
        // All of them waited nearly as long as the first.
        assertThat(outcome.latencies().millis(1)).isGreaterThan(150);
    }
}
