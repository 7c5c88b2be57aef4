package io.trakkit.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.trakkit.cli.Trakkit;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.portfolio.ClientId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a key is sent, and what a person reads if it is refused. */
class ServerTest {

    private final String key = ApiKey.generate(new SecureRandom()).reveal();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080",
                "http://127.1.2.3",
                "http://[::1]:8080",
                "http://localhost",
                "https://trakkit.example.com"
            })
    void aKeyIsSentToThisMachineAndOverTls(String url) {
        try (Server server = server(url, false)) {
            assertThat(header(server, "Authorization")).contains("Bearer " + key);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.168.1.10:8080",
                "http://trakkit.example.com",
                "http://localhost.example.com",
                "http://127.0.0.1.example.com",
                "http://[2001:db8::1]"
            })
    void aKeyIsNotSentToAnotherMachineInPlainText(String url) {
        assertThatThrownBy(() -> server(url, false))
                .hasMessageStartingWith("The key was not sent: ")
                .hasMessageEndingWith("Use https://, or --insecure on a network that you trust");
        try (Server server = server(url, true)) {
            assertThat(header(server, "Authorization")).contains("Bearer " + key);
        }
    }

    @Test
    void withoutAKeyAnyUrlMayBeUsed() {
        try (Server server =
                new Server("http://trakkit.example.com", "TRAKKIT_URL", Optional.empty(), Optional.empty(), false)) {
            assertThat(header(server, "Authorization")).isEmpty();
            assertThat(header(server, "X-Trakkit-Client")).isEmpty();
        }
    }

    @Test
    void aKeyOfThePlatformNamesTheClient() {
        try (Server server = new Server(
                "http://127.0.0.1", "TRAKKIT_URL", Optional.empty(), Optional.of(new ClientId("acme")), false)) {
            assertThat(header(server, "X-Trakkit-Client")).contains("acme");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | unauthenticated    | The API key was revoked | trakkit: The API key was revoked. It comes from the file KEY; './trakkit keys create' makes another one
            403 | insufficient-scope | The key does not have the scope admin | trakkit: The key does not have the scope admin: use a key that has it; './trakkit keys create --scope admin' makes one
            403 | client-suspended   | The client is suspended; an administrator of the platform can resume it | trakkit: The client is suspended; an administrator of the platform can resume it
            403 | forbidden          | This key belongs to the platform; name the client in the header X-Trakkit-Client | trakkit: This key belongs to the platform: name the client with --client
            403 | forbidden          | A request without a key acts for the client default; the header X-Trakkit-Client needs a key of the platform | trakkit: A request without a key acts for the client default; the header X-Trakkit-Client needs a key of the platform
            """)
    void aRefusalSaysWhatToDo(int status, String type, String detail, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        HttpServer server = answering(status, type, detail);
        try {
            int exitCode = run(server, "--key-file", file.toString());

            assertThat(err.toString().strip()).isEqualTo(message.replace("KEY", file.toString()));
            assertThat(out.toString()).isEmpty();
            assertThat(exitCode).isEqualTo(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aKeyThatIsGivenOnTheCommandLineByMistakeIsNotShown() {
        int exitCode = Trakkit.program()
                .run(new PrintWriter(out, true), new PrintWriter(err, true), "clients", "list", "--key=" + key);

        assertThat(err.toString())
                .startsWith("trakkit: Unknown option '--key=" + key.substring(0, 20) + "_…'")
                .doesNotContain(key);
        assertThat(exitCode).isEqualTo(2);
    }

    private Server server(String url, boolean insecure) {
        return new Server(
                url, "TRAKKIT_URL", Credential.find(null, Map.of("TRAKKIT_KEY", key)::get), Optional.empty(), insecure);
    }

    private static Optional<String> header(Server server, String name) {
        HttpRequest request = server.request("api/v1/trade/", Map.of()).build();
        return request.headers().firstValue(name);
    }

    private static HttpServer answering(int status, String type, String detail) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] problem = "{\"type\": \"urn:trakkit:problem:%s\", \"status\": %d, \"detail\": \"%s\"}"
                .formatted(type, status, detail)
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"trakkit\", scope=\"admin\"");
            exchange.sendResponseHeaders(status, problem.length);
            exchange.getResponseBody().write(problem);
            exchange.close();
        });
        server.start();
        return server;
    }

    private int run(HttpServer server, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "clients";
        arguments[1] = "list";
        arguments[2] = "--url=http://127.0.0.1:" + server.getAddress().getPort();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Trakkit.program().run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
