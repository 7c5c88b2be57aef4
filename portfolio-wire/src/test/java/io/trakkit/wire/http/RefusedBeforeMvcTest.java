package io.trakkit.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.http.RawHttp.Answer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    @CsvSource(delimiter = '!', textBlock = """
            /things/a%2Fb         ! The path contains %2F, which is not allowed
            /things/a%5cb         ! The path contains %5c, which is not allowed
            /things/a%00b         ! The path contains %00, which is not allowed
            /things/%zz           ! "%zz" in the path is not a percent-encoded byte
            /things/a%            ! "%" in the path is not a percent-encoded byte
            /things/a|b           ! "|" in the URL must be percent-encoded
            /things/a\\\\b        ! "\\" in the URL must be percent-encoded
            /things/<b>           ! "<" in the URL must be percent-encoded
            /things/a[1]          ! "[" in the URL must be percent-encoded
            /page?ticker=a[1]     ! "[" in the URL must be percent-encoded
            /page?ticker={a}      ! "{" in the URL must be percent-encoded
            /things/ä        ! The URL has a control character or one beyond ASCII; it must be percent-encoded
            /page?ticker=ä   ! The URL has a control character or one beyond ASCII; it must be percent-encoded
            /page?ticker=\\001   ! The URL has a control character or one beyond ASCII; it must be percent-encoded
            /page?ticker=%ff      ! The query must be percent-encoded UTF-8; this part is not: %ff
            /page?ticker=%zz      ! The query must be percent-encoded UTF-8; this part is not: %zz
            /things/%ff           ! The path is not valid UTF-8 after decoding
            /../things            ! The path leads above its root by ".."
            things                ! The URL must be a path that begins with /, or the whole address with the host of the Host header
            """)
    void anAddressThatIsNoneSaysWhy(String target, String words) throws IOException {
        Answer answer = http.get(target.translateEscapes());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem("malformed")).as(answer.toString()).isTrue();
        assertThat(answer.detail()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            not http at all HTTP/1.1                        ! 400 ! The request line ends with "at " in place of HTTP/1.1
            G(T /answer HTTP/1.1                            ! 400 ! The method is not valid: "G(T "
            GET /answer HTTP/9.9\\r\\nHost: localhost        ! 505 ! The server speaks HTTP/1.1 and HTTP/1.0
            GET /answer HTTP/1.1                            ! 400 ! The Host header is missing
            GET /answer HTTP/1.1\\r\\nHost: a\\r\\nHost: b     ! 400 ! There is more than one Host header
            GET /answer HTTP/1.1\\r\\nHost: a b              ! 400 ! Host must be a host and perhaps a port, not "a b"
            GET /answer HTTP/1.1\\r\\nHost: a:port           ! 400 ! Host must be a host and perhaps a port, not "a:port"
            GET /answer HTTP/1.1\\r\\nHost: a:99999          ! 400 ! Host must be a host and perhaps a port, not "a:99999"
            GET /answer HTTP/1.1\\r\\nHost:                  ! 400 ! Host is empty; it must name a host
            GET http://b/answer HTTP/1.1\\r\\nHost: a        ! 400 ! The URL names the host "b", but the Host header "a"
            GET http://foo:99999/answer HTTP/1.1\\r\\nHost: foo ! 400 ! The URL must name a host and perhaps a port of 1 to 65535, not "foo:99999"
            GET /answer HTTP/1.1\\r\\nHost: a\\r\\nno colon    ! 400 ! A header line has no colon: "no colon"
            GET /answer HTTP/1.1\\r\\nHost: a\\r\\nX-A: b\\001  ! 400 ! The header "X-A" has a character that is not allowed
            POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: two ! 400 ! Content-Length is not a number of bytes: "two"
            POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -1  ! 400 ! Content-Length is not a number of bytes: "-1"
            POST /echo HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 2 ! 400 ! There is more than one Content-Length header
            POST /echo HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip, ; ! 400 ! Transfer-Encoding must be chunked, not "gzip, ;"
            GET /answer HTTP/1.1\\r\\nHost: a\\r\\nExpect: wonders   ! 417 ! Expect must be 100-continue
            CONNECT a:1 HTTP/1.1\\r\\nHost: a:1              ! 501 ! The server does not have this method or transfer coding
            """)
    void whatIsNoHttpSaysWhy(String request, int status, String words) throws IOException {
        Answer answer = http.send(request.translateEscapes() + "\r\nConnection: close\r\n\r\n");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.head()).contains("application/problem+json");
        assertThat(answer.detail()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            17000 ! 0     ! 414 ! url-too-long      ! The URL is longer than 16 KB, which URL and headers may have together
            16000 ! 1000  ! 414 ! url-too-long      ! The URL is longer than 16 KB, which URL and headers may have together
            10    ! 17000 ! 431 ! headers-too-large ! The headers are larger than 16 KB, which URL and headers may have together
            """)
    void whatIsTooLongIsNamedWithItsLimit(int url, int header, int status, String type, String words)
            throws IOException {
        Answer answer = http.send("GET /answer?a=" + "x".repeat(url) + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\nX-Large: " + "x".repeat(header) + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.isProblem(type)).as(answer.toString()).isTrue();
        assertThat(answer.detail()).isEqualTo(words);
    }

    @Test
    void tooManyHeadersAreTooLargeTogether() throws IOException {
        Answer answer = http.send(
                "GET /answer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + "A: b\r\n".repeat(120) + "\r\n");
        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.detail()).isEqualTo("The request has more than 100 headers");
    }

    @Test
    void traceIsToldTheMethodsOfThePath() throws IOException {
        Answer answer = http.send("TRACE /api/v1/trade/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.head()).contains("Allow: GET, HEAD, OPTIONS, POST\r\n");
        assertThat(http.send("TRACE /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .status())
                .isEqualTo(404);
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
        assertThat(answer.detail()).isEqualTo("The chunks of the body are not valid");
        assertThat(answer.isProblem("malformed")).as(answer.toString()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            Content-Length: 10         ! {}              ! The body ended before its Content-Length
            Transfer-Encoding: chunked ! 2\\r\\n{}\\r\\n  ! The chunked body ended without its last chunk
            """)
    void aBodyThatEndsTooEarlyIsToldSo(String length, String body, String words) throws IOException {
        Answer answer = http.sendAndEnd(post(length) + body.translateEscapes());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isProblem("malformed")).as(answer.toString()).isTrue();
        assertThat(answer.detail()).isEqualTo(words);
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
