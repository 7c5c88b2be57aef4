package io.trakkit.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Requests to one server over HTTP/1.1, one line each. Headers are names and values in turn. A request without an
 * answer within two minutes fails.
 */
public final class Http {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI address;

    public Http(int port) {
        this(URI.create("http://127.0.0.1:" + port));
    }

    public Http(URI address) {
        this.address = address;
    }

    public URI address() {
        return address;
    }

    /** @param path a path of the server, or a whole address such as a link of an earlier answer */
    public HttpAnswer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public HttpAnswer post(String path, String json, String... headers) {
        return sendJson("POST", path, json, headers);
    }

    public HttpAnswer put(String path, String json, String... headers) {
        return sendJson("PUT", path, json, headers);
    }

    public HttpAnswer patch(String path, String json, String... headers) {
        return sendJson("PATCH", path, json, headers);
    }

    public HttpAnswer send(String method, String path, BodyPublisher body, String... headers) {
        return new HttpAnswer(exchange(request(method, path, body, headers).build(), BodyHandlers.ofByteArray()));
    }

    /** Sends JSON and does not wait for the answer. */
    public CompletableFuture<HttpAnswer> later(String method, String path, String json, String... headers) {
        return CLIENT.sendAsync(withJson(method, path, json, headers), BodyHandlers.ofByteArray())
                .thenApply(HttpAnswer::new);
    }

    /** The lines of an endless answer, as they arrive. */
    public Stream<String> lines(String path, String... headers) {
        return exchange(request("GET", path, BodyPublishers.noBody(), headers).build(), BodyHandlers.ofLines())
                .body();
    }

    /** Headers with an API key or a JWT, and more of them, names and values in turn. */
    public static String[] bearer(String credential, String... more) {
        return Stream.concat(Stream.of("Authorization", "Bearer " + credential), Stream.of(more))
                .toArray(String[]::new);
    }

    /** Sends any other request to any server. */
    public static <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> body) {
        try {
            return CLIENT.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a text to a port of this host, one byte per character, and reads until the server closes the connection. */
    public static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpAnswer sendJson(String method, String path, String json, String... headers) {
        return new HttpAnswer(exchange(withJson(method, path, json, headers), BodyHandlers.ofByteArray()));
    }

    private HttpRequest withJson(String method, String path, String json, String... headers) {
        return request(method, path, BodyPublishers.ofString(json), headers)
                .header("Content-Type", "application/json")
                .build();
    }

    private HttpRequest.Builder request(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT).method(method, body);
        return headers.length == 0 ? request : request.headers(headers);
    }
}
