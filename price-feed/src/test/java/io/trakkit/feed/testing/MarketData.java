package io.trakkit.feed.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A market data service on the loopback interface that behaves as the test wants it to. */
public final class MarketData implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Behaviour behaviour = MarketData::quoteAll;

    /** How it answers. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(HttpExchange exchange, List<String> tickers) throws IOException;
    }

    public MarketData() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                String query = exchange.getRequestURI().getRawQuery();
                String tickers = URLDecoder.decode(query.substring(query.indexOf('=') + 1), StandardCharsets.UTF_8);
                behaviour.answer(exchange, Arrays.asList(tickers.split(",")));
            }
        });
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/quotes?symbols={tickers}";
    }

    /** The settings by which price-feed asks it. */
    public String[] settings(String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of(
                "--trakkit.feed.http.url=" + url(),
                "--trakkit.feed.http.quotes=/quotes",
                "--trakkit.feed.http.ticker=/symbol",
                "--trakkit.feed.http.price=/last",
                "--trakkit.feed.http.time=/at",
                "--trakkit.feed.http.timeout=60s"));
        return settings.toArray(String[]::new);
    }

    public void behave(Behaviour wanted) {
        behaviour = wanted;
    }

    /** How many requests came since this was last asked. */
    public int takeRequests() {
        return requests.getAndSet(0);
    }

    /** Every ticker at 101.5, at noon. */
    public static void quoteAll(HttpExchange exchange, List<String> tickers) throws IOException {
        send(
                exchange,
                200,
                tickers.stream()
                        .map(ticker -> "{\"symbol\": \"%s\", \"last\": 101.5, \"at\": \"2026-11-02T12:00:00Z\"}"
                                .formatted(ticker))
                        .collect(Collectors.joining(",", "{\"quotes\": [", "]}")));
    }

    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
