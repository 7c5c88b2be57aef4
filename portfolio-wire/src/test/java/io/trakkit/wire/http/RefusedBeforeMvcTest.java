package io.trakkit.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.http.RawHttp.Answer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;

/** What Tomcat itself refuses, and what fails outside Spring MVC, comes out as a problem as well. */
@ServerTest
class RefusedBeforeMvcTest {

    @Value("${local.server.port}")
    private int port;

    private RawHttp http = new RawHttp(0);

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/things/a%2Fb",
                "/things/a%5Cb",
                "/things/a%00b",
                "/things/%zz",
                "/things/a|b",
                "/things/a\\b",
                "/things/<b>",
                "/things/\u00e4",
                "/page?ticker=\u00e4",
                "/page?ticker=%ff",
                "/page?ticker=%zz"
            })
    void aPathOrQueryThatIsNoUriIsMalformed(String target) throws IOException {
        Answer answer = http.get(target);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem("malformed")).as(answer.toString()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            'not http at all\r\n\r\n', 400
            'GET /answer HTTP/1.1\r\nConnection: close\r\n\r\n', 400
            'GET /answer HTTP/1.1\r\nHost: localhost\r\nno colon\r\nConnection: close\r\n\r\n', 400
            'GET /answer HTTP/9.9\r\nHost: localhost\r\n\r\n', 505
            """)
    void whatIsNoHttpIsAProblem(String request, int status) throws IOException {
        Answer answer = http.send(request.translateEscapes());
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.head()).contains("application/problem+json");
    }

    @Test
    void aHeaderTooLargeIsMalformed() throws IOException {
        Answer answer = http.send("GET /answer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Large: "
                + "x".repeat(17_000) + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem("malformed")).as(answer.toString()).isTrue();
    }

    @Test
    void aBodyTooLargeIsRefusedByItsLength() throws IOException {
        Answer answer = http.send(post("Content-Length: 65537") + "x".repeat(65_537));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.isProblem("too-large")).as(answer.toString()).isTrue();
    }

    @Test
    void aBodyTooLargeIsRefusedWhileItIsReadInChunks() throws IOException {
        String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
        Answer answer = http.send(post("Transfer-Encoding: chunked") + chunk.repeat(17) + "0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.isProblem("too-large")).as(answer.toString()).isTrue();
    }

    @Test
    void aBrokenChunkIsMalformed() throws IOException {
        Answer answer = http.send(post("Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem("malformed")).as(answer.toString()).isTrue();
    }

    @Test
    void aFilterThatFailsTellsNothingOfItself() throws IOException {
        Answer answer =
                http.send("GET /answer HTTP/1.1\r\nHost: localhost\r\nX-Fail: yes\r\nConnection: close\r\n\r\n");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.isProblem("internal")).as(answer.toString()).isTrue();
    }

    @Test
    void anAnswerThatFailsHalfwayIsBrokenOff() throws IOException {
        Answer answer = http.get("/half");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("the first half").doesNotContain("0\r\n\r\n");
    }

    @Test
    void theSameServerAnswersProperRequests() throws IOException {
        assertThat(http.get("/things/order-4711/").body()).contains("{\"id\":\"order-4711\"}");
    }

    private static String post(String length) {
        return "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + length
                + "\r\nConnection: close\r\n\r\n";
    }
}
