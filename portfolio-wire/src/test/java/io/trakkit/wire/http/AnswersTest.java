package io.trakkit.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@ServerTest
@ExtendWith(OutputCaptureExtension.class)
class AnswersTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(to(path));
    }

    private HttpResponse<String> post(String type, String body) throws Exception {
        return send(to("/echo").header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode problem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode body = Json.strict().readTree(answer.body());
        assertThat(body.get("type").asString()).isEqualTo("urn:trakkit:problem:" + type);
        assertThat(body.get("status").asInt()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("java", "secret", "springframework", "jackson");
        return body;
    }

    @Test
    void anAnswerIsInSnakeCaseWithPlainDecimalsMicrosecondsAndNulls() throws Exception {
        String expected = "{\"created_at\":\"2022-07-29T08:12:12.000000Z\",\"large_volume\":100000000000,"
                + "\"nothing_here\":null}";
        assertThat(get("/answer").body()).isEqualTo(expected);
        assertThat(get("/answer/").body()).isEqualTo(expected);
    }

    @Test
    void aBodyIsReadStrictly() throws Exception {
        assertThat(post("application/json", "{\"volume\": 1.50}").body()).isEqualTo("{\"volume\":1.50}");
        assertThat(post("application/merge-patch+json; charset=UTF-8", "{}").statusCode())
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
    void anotherMediaTypeIsRefused(String type) throws Exception {
        problem(post(type, "{}"), 415, "unsupported-media-type");
    }

    @Test
    void aBodyOfNoTypeIsRefused() throws Exception {
        JsonNode body = problem(send(to("/echo").POST(BodyPublishers.ofString("{}"))), 415, "unsupported-media-type");
        assertThat(body.get("detail").asString())
                .isEqualTo("Content-Type is missing; the body must be application/json in UTF-8");
    }

    @Test
    void aBodyOfTheFullSizeIsReadAndOneByteMoreRefused() throws Exception {
        assertThat(post("application/json", "{" + " ".repeat(Json.MAX_BYTES - 2) + "}")
                        .statusCode())
                .isEqualTo(200);
        problem(post("application/json", "{" + " ".repeat(Json.MAX_BYTES - 1) + "}"), 413, "too-large");
    }

    @Test
    void anUnknownPathIsNotFound() throws Exception {
        problem(get("/nowhere"), 404, "not-found");
        problem(get("/nowhere/"), 404, "not-found");
        problem(get("/"), 404, "not-found");
        problem(get("/error"), 404, "not-found");
    }

    @Test
    void anotherMethodIsToldWhichThereAre() throws Exception {
        HttpResponse<String> answer = send(to("/echo").DELETE());
        JsonNode body = problem(answer, 405, "method-not-allowed");
        assertThat(answer.headers().firstValue("Allow")).contains("OPTIONS, POST");
        assertThat(body.get("detail").asString()).isEqualTo("The methods of this path are OPTIONS, POST");
    }

    @Test
    void whoWantsNoJsonGetsNone() throws Exception {
        JsonNode json = problem(send(to("/answer").header("Accept", "text/html")), 406, "not-acceptable");
        assertThat(json.get("detail").asString())
                .isEqualTo("This path answers application/json only; your Accept header excludes it");
        JsonNode stream = problem(send(to("/events").header("Accept", "application/json")), 406, "not-acceptable");
        assertThat(stream.get("detail").asString())
                .isEqualTo("This path answers text/event-stream only; your Accept header excludes it");
        JsonNode none = problem(send(to("/things/1").header("Accept", "no media type")), 400, "invalid");
        assertThat(none.get("detail").asString()).isEqualTo("Accept must be a list of media types");
    }

    @Test
    void aProblemSaysWhatTheAppAdds() throws Exception {
        JsonNode body = problem(get("/conflict"), 409, "conflict");
        assertThat(body.get("title").asString()).isEqualTo("Conflict");
        assertThat(body.get("detail").asString()).isEqualTo("A name is taken");
        assertThat(body.get("ref_id").asString()).isEqualTo("order-4711");
    }

    @Test
    void whatIsUnavailableSaysWhenToTryAgain() throws Exception {
        HttpResponse<String> answer = get("/unavailable");
        problem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
        HttpResponse<String> late = get("/never");
        problem(late, 503, "unavailable");
        assertThat(late.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void aDefectIsLoggedOnceAndTellsNothing(CapturedOutput output) throws Exception {
        problem(get("/defect"), 500, "internal");
        assertThat(output.getAll()).containsOnlyOnce("GET /defect failed").containsOnlyOnce("secret of the defect");
    }

    @Test
    void whatSpringReadsIsNamedToo() throws Exception {
        assertThat(problem(get("/numbers/x?size=1"), 400, "invalid")
                        .get("errors")
                        .toString())
                .isEqualTo("[{\"parameter\":\"id\",\"detail\":\"has an invalid value\"}]");
        assertThat(problem(get("/numbers/1?size=x"), 400, "invalid")
                        .get("errors")
                        .toString())
                .contains("\"parameter\":\"size\"");
        assertThat(problem(get("/numbers/1"), 400, "invalid").get("errors").toString())
                .contains("\"parameter\":\"size\"");
        assertThat(problem(get("/numbers/1?size=1"), 400, "invalid")
                        .get("errors")
                        .toString())
                .contains("\"header\":\"X-Tag\"");
    }
}
