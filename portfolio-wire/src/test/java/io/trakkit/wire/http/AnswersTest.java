package io.trakkit.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServerTest
@ExtendWith(OutputCaptureExtension.class)
class AnswersTest {

    private final Http http;

    AnswersTest(@LocalServerPort int port) {
        http = new Http(port);
    }

    private HttpAnswer post(String type, String body) {
        return http.send("POST", "/echo", BodyPublishers.ofString(body), "Content-Type", type);
    }

    private static JsonNode problem(HttpAnswer answer, int status, String type) {
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode body = answer.json();
        assertThat(body.get("type").asString()).isEqualTo("urn:trakkit:problem:" + type);
        assertThat(body.get("status").asInt()).isEqualTo(status);
        assertThat(answer.text()).doesNotContain("java", "secret", "springframework", "jackson");
        return body;
    }

    @Test
    void anAnswerIsInSnakeCaseWithPlainDecimalsMicrosecondsAndNulls() {
        String expected = "{\"created_at\":\"2022-07-29T08:12:12.000000Z\",\"large_volume\":100000000000,"
                + "\"nothing_here\":null}";
        assertThat(http.get("/answer").text()).isEqualTo(expected);
        assertThat(http.get("/answer/").text()).isEqualTo(expected);
    }

    @Test
    void aSmallAnswerHasItsLengthAndALargeOneComesInChunks() {
        HttpAnswer small = http.get("/answer");
        assertThat(small.header("Content-Length")).isEqualTo("92");
        assertThat(small.response().headers().allValues("Transfer-Encoding")).isEmpty();
        HttpAnswer large = http.get("/api/v1/portfolio-summary");
        assertThat(large.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(large.text()).isEqualTo("{\"results\":\"" + "x".repeat(10_000) + "\"}");
    }

    @Test
    void aBodyIsReadStrictly() {
        assertThat(post("application/json", "{\"volume\": 1.50}").text()).isEqualTo("{\"volume\":1.50}");
        assertThat(post("application/merge-patch+json; charset=UTF-8", "{}").status())
                .isEqualTo(200);
        JsonNode malformed = problem(post("application/json", "{\"volume\": 10 \"amount\": 1}"), 400, "malformed");
        assertThat(malformed.get("detail").asString())
                .isEqualTo("The body is invalid JSON at line 1, column 15: expected a comma or }");
        JsonNode array = problem(post("application/json", "[]"), 400, "malformed");
        assertThat(array.get("detail").asString()).isEqualTo("The body is an array, not an object");
        problem(post("application/json", ""), 400, "malformed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/plain
            application/json; charset=ISO-8859-1
            application/json; charset=no-such
            application/xml
            text/json
            nonsense
            """)
    void anotherMediaTypeIsRefused(String type) {
        problem(post(type, "{}"), 415, "unsupported-media-type");
    }

    @Test
    void aBodyOfNoTypeIsRefused() {
        JsonNode body =
                problem(http.send("POST", "/echo", BodyPublishers.ofString("{}")), 415, "unsupported-media-type");
        assertThat(body.get("detail").asString())
                .isEqualTo("Content-Type is missing; the body must be application/json in UTF-8");
    }

    @Test
    void aBodyOfTheFullSizeIsReadAndOneByteMoreRefused() {
        assertThat(post("application/json", "{" + " ".repeat(Json.MAX_BYTES - 2) + "}")
                        .status())
                .isEqualTo(200);
        problem(post("application/json", "{" + " ".repeat(Json.MAX_BYTES - 1) + "}"), 413, "too-large");
    }

    @Test
    void anUnknownPathIsNotFound() {
        problem(http.get("/nowhere"), 404, "not-found");
        problem(http.get("/nowhere/"), 404, "not-found");
        problem(http.get("/"), 404, "not-found");
        problem(http.get("/error"), 404, "not-found");
    }

    @Test
    void anotherMethodIsToldWhichThereAre() {
        HttpAnswer answer = http.send("DELETE", "/echo", BodyPublishers.noBody());
        JsonNode body = problem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("OPTIONS, POST");
        assertThat(body.get("detail").asString()).isEqualTo("The methods of this path are OPTIONS, POST");
    }

    @Test
    void whoWantsNoJsonGetsNone() {
        JsonNode json = problem(http.get("/answer", "Accept", "text/html"), 406, "not-acceptable");
        assertThat(json.get("detail").asString())
                .isEqualTo("This path answers application/json only; your Accept header excludes it");
        JsonNode stream = problem(http.get("/events", "Accept", "application/json"), 406, "not-acceptable");
        assertThat(stream.get("detail").asString())
                .isEqualTo("This path answers text/event-stream only; your Accept header excludes it");
        JsonNode none = problem(http.get("/things/1", "Accept", "no media type"), 400, "invalid");
        assertThat(none.get("detail").asString()).isEqualTo("Accept must be a list of media types");
    }

    @Test
    void aProblemSaysWhatTheAppAdds() {
        JsonNode body = problem(http.get("/conflict"), 409, "conflict");
        assertThat(body.get("title").asString()).isEqualTo("Conflict");
        assertThat(body.get("detail").asString()).isEqualTo("A name is taken");
        assertThat(body.get("ref_id").asString()).isEqualTo("order-4711");
    }

    @Test
    void whatIsUnavailableSaysWhenToTryAgain() {
        HttpAnswer answer = http.get("/unavailable");
        problem(answer, 503, "unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        HttpAnswer late = http.get("/never");
        problem(late, 503, "unavailable");
        assertThat(late.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void aDefectIsLoggedOnceAndTellsNothing(CapturedOutput output) {
        problem(http.get("/defect"), 500, "internal");
        assertThat(output.getAll()).containsOnlyOnce("GET /defect failed").containsOnlyOnce("secret of the defect");
    }

    @Test
    void whatSpringReadsIsNamedToo() {
        assertThat(problem(http.get("/numbers/x?size=1"), 400, "invalid")
                        .get("errors")
                        .toString())
                .isEqualTo("[{\"parameter\":\"id\",\"detail\":\"has an invalid value\"}]");
        assertThat(problem(http.get("/numbers/1?size=x"), 400, "invalid")
                        .get("errors")
                        .toString())
                .contains("\"parameter\":\"size\"");
        assertThat(problem(http.get("/numbers/1"), 400, "invalid").get("errors").toString())
                .contains("\"parameter\":\"size\"");
        assertThat(problem(http.get("/numbers/1?size=1"), 400, "invalid")
                        .get("errors")
                        .toString())
                .contains("\"header\":\"X-Tag\"");
    }
}
