package io.trakkit.cli.http;

import io.trakkit.cli.program.CommandException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** A running trakkit at a URL, and the HTTP client for it. */
public final class Server implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final URI base;
    private final String variable;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * @param url the value of {@code --url}
     * @param variable the environment variable with the same meaning
     * @throws CommandException if it is not a URL
     */
    public Server(String url, String variable) {
        this.base = parse(url);
        this.variable = variable;
    }

    private static URI parse(String url) {
        try {
            URI parsed = URI.create(url.endsWith("/") ? url : url + "/");
            if (parsed.getHost() != null && String.valueOf(parsed.getScheme()).matches("https?")) {
                return parsed;
            }
        } catch (IllegalArgumentException _) {
            // Reported below.
        }
        throw CommandException.wrongUsage("--url must be a URL such as http://127.0.0.1:8080, not '" + url + "'");
    }

    public HttpClient client() {
        return client;
    }

    /** The address of a path, with parameters. */
    public URI address(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return base.resolve(query.isEmpty() ? path : path + "?" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The message if nothing listens at the address. */
    public CommandException nothingAnswers() {
        return CommandException.failed(
                "Nothing answers at %s://%s. Is trakkit running there? Set --url or %s to its address"
                        .formatted(base.getScheme(), base.getAuthority(), variable));
    }

    @Override
    public void close() {
        client.close();
    }
}
