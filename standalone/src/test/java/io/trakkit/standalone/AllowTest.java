package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.http.ApiPaths;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code Allow} tells the truth: a path takes the methods that it names, and no other. */
@ExtendWith(SharedServer.class)
class AllowTest {

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Server server;

    AllowTest(Server server) {
        this.server = server;
    }

    static Stream<String> paths() {
        return ApiPaths.described().keySet().stream()
                .map(path -> path.replace("{id}", "4711")
                        .replace("{ref_id}", "no-such-trade")
                        .replace("{ticker}", "NONE"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyMethodIsTakenOrToldWhichAre(String path) throws Exception {
        List<String> allowed = allowed(send("OPTIONS", path));
        for (String method : METHODS) {
            HttpResponse<String> answer = send(method, path + "/");
            assertThat(answer.statusCode() != 405)
                    .as("%s %s: %s", method, path, answer.statusCode())
                    .isEqualTo(allowed.contains(method));
            if (answer.statusCode() == 405) {
                assertThat(allowed(answer)).isEqualTo(allowed);
                assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                        .startsWith("application/problem+json");
            }
        }
    }

    private static List<String> allowed(HttpResponse<String> answer) {
        return Arrays.asList(answer.headers().firstValue("Allow").orElseThrow().split(", "));
    }

    /** With a body that no call takes. */
    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher body = List.of("POST", "PUT", "PATCH").contains(method)
                ? HttpRequest.BodyPublishers.ofString("nonsense")
                : HttpRequest.BodyPublishers.noBody();
        return CLIENT.send(
                HttpRequest.newBuilder(server.address().resolve(path))
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
