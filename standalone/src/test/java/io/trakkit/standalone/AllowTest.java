package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.http.ApiPaths;
import java.net.http.HttpRequest;
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

    private final Server server;

    AllowTest(Server server) {
        this.server = server;
    }

    static Stream<String> paths() {
        return ApiPaths.described().keySet().stream()
                .map(path -> path.replace("{id}", "4711")
                        .replace("{ref_id}", "no-such-trade")
                        .replace("{action_id}", "no-such-action")
                        .replace("{ticker}", "NONE")
                        .replace("{base}", "ISK")
                        .replace("{quote}", "BHD"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyMethodIsTakenOrToldWhichAre(String path) throws Exception {
        List<String> allowed = allowed(send("OPTIONS", path));
        for (String method : METHODS) {
            HttpAnswer answer = send(method, path + "/");
            assertThat(answer.status() != 405)
                    .as("%s %s: %s", method, path, answer.status())
                    .isEqualTo(allowed.contains(method));
            if (answer.status() == 405) {
                assertThat(allowed(answer)).isEqualTo(allowed);
                assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            }
        }
    }

    private static List<String> allowed(HttpAnswer answer) {
        return Arrays.asList(answer.header("Allow").split(", "));
    }

    /** With a body that no call takes. */
    private HttpAnswer send(String method, String path) {
        HttpRequest.BodyPublisher body = List.of("POST", "PUT", "PATCH").contains(method)
                ? HttpRequest.BodyPublishers.ofString("nonsense")
                : HttpRequest.BodyPublishers.noBody();
        return new Http(server.address()).send(method, path, body, "Content-Type", "application/json");
    }
}
