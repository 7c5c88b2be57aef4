package io.trakkit.cli.http;

import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.TerminalText;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.wire.http.problem.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A running trakkit at a URL, and the HTTP client for it, which sends the key of the caller. */
public final class Server implements AutoCloseable {

    private static final String ACT_FOR = "X-Trakkit-Client";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final Set<String> OF_OPERATORS = Set.of("ops", "admin");
    private static final Pattern SCOPE = Pattern.compile("scope=\"([a-z]+)\"");

    private final URI base;
    private final String variable;
    private final Optional<Credential> credential;
    private final Optional<ClientId> actFor;

    /** It follows no redirect, so that the key reaches no other server. */
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * @param url the value of {@code --url}
     * @param variable the environment variable with the same meaning
     * @param actFor the client for which a key of the platform acts
     * @param insecure whether a key may be sent in plain text to another machine
     * @throws CommandException if it is not a URL, or the key would be sent in plain text
     */
    Server(String url, String variable, Optional<Credential> credential, Optional<ClientId> actFor, boolean insecure) {
        this.base = parse(url);
        this.variable = variable;
        this.credential = credential;
        this.actFor = actFor;
        if (credential.isPresent() && !insecure && !"https".equals(base.getScheme()) && !isLoopback(base.getHost())) {
            throw CommandException.wrongUsage(
                    "The key was not sent: %s is another machine without TLS, where others could read it. Use https://, or --insecure on a network that you trust"
                            .formatted(base.getHost()));
        }
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

    /** By the name or address itself: what another name resolves to may change before the request is sent. */
    private static boolean isLoopback(String host) {
        try {
            return host.equals("localhost")
                    || InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    public HttpClient client() {
        return client;
    }

    /** A request to a path, with the key of the caller. */
    public HttpRequest.Builder request(String path, Map<String, String> parameters) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path, parameters));
        credential.ifPresent(key -> key.addTo(request));
        actFor.ifPresent(owner -> request.header(ACT_FOR, owner.value()));
        return request;
    }

    private URI address(String path, Map<String, String> parameters) {
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

    /**
     * What a refusal means and what to do about it.
     *
     * @param problem the body of the answer; anything else is allowed
     */
    public String explain(HttpResponse<?> response, JsonNode problem) {
        String detail = TerminalText.line(problem.path("detail").asString("The status is " + response.statusCode()));
        return switch (response.statusCode()) {
            case UNAUTHENTICATED -> unauthenticated(detail);
            case FORBIDDEN -> forbidden(response, problem, detail);
            default -> detail;
        };
    }

    private String unauthenticated(String detail) {
        return credential
                .map(key -> "%s. It comes from %s; './trakkit keys create' makes another one"
                        .formatted(detail, key.source()))
                .orElse("%s://%s needs a key: set %s to a file of mode 600 that holds it, or set %s"
                        .formatted(
                                base.getScheme(),
                                base.getAuthority(),
                                Credential.FILE_VARIABLE,
                                Credential.KEY_VARIABLE));
    }

    private static String forbidden(HttpResponse<?> response, JsonNode problem, String detail) {
        if (problem.path("type")
                .asString("")
                .equals(Problem.INSUFFICIENT_SCOPE.type().toString())) {
            Matcher scope = SCOPE.matcher(
                    response.headers().firstValue("WWW-Authenticate").orElse(""));
            return scope.find()
                    ? detail + ": use a key that has it; "
                            + (OF_OPERATORS.contains(scope.group(1))
                                    ? "'./trakkit keys create --scope " + scope.group(1) + "' makes one"
                                    : "with a key of the platform, name the client with --client")
                    : detail;
        }
        return detail.endsWith("name the client in the header " + ACT_FOR)
                ? "This key belongs to the platform: name the client with --client"
                : detail;
    }

    @Override
    public void close() {
        client.close();
    }
}
