package io.trakkit.wire.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.http.ServerTest;
import io.trakkit.wire.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class ContentCodingTest {

    private final Http http;

    ContentCodingTest(@LocalServerPort int port) {
        http = new Http(port);
    }

    private HttpAnswer post(byte[] body, String coding) throws IOException {
        return http.send(
                "POST",
                "/echo",
                BodyPublishers.ofByteArray(body),
                "Content-Type",
                "application/json",
                "Content-Encoding",
                coding);
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static byte[] json(String text) {
        return text.getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
    void aCompressedBodyIsReadAsIfItWereNot(String coding) throws IOException {
        HttpAnswer answer = post(gzip(json("{\"volume\": 1.50}")), coding);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"volume\":1.50}");
    }

    @Test
    void aBodyThatIsNotEncodedMaySaySo() throws IOException {
        assertThat(post(json("{}"), "identity").status()).isEqualTo(200);
    }

    @Test
    void aBodyOfSeveralMembersIsOne() throws IOException {
        byte[] first = gzip(json("{\"volume\":"));
        byte[] second = gzip(json(" 2}"));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(post(both, "gzip").text()).isEqualTo("{\"volume\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
    void anotherCodingIsToldWhichThereIs(String coding) throws IOException {
        HttpAnswer answer = post(json("{}"), coding);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.detail())
                .endsWith("is not supported; send the body with gzip or without a content coding")
                .startsWith("Content-Encoding \"" + coding.replace(" ", "").split(",", 2)[0]);
    }

    @Test
    void whatIsNoGzipIsToldSo() throws IOException {
        assertThat(post(json("{}"), "gzip").detail()).isEqualTo("The body is not valid gzip");
        assertThat(post(json(""), "gzip").detail()).isEqualTo("The gzip body ends too early");
        assertThat(post(json("{\"volume\": 1.50, \"no\": \"gzip\"}"), "gzip").detail())
                .isEqualTo("The body is not valid gzip");
        byte[] cut = gzip(json("{\"volume\": 1.50}"));
        HttpAnswer answer = post(Arrays.copyOf(cut, cut.length - 9), "gzip");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("The gzip body ends too early");
        cut[cut.length - 6] ^= 1;
        assertThat(post(cut, "gzip").detail()).isEqualTo("The body is not valid gzip");
    }

    @Test
    void theLimitIsOnWhatABodyHolds() throws IOException {
        byte[] largest = json("{" + " ".repeat(Json.MAX_BYTES - 2) + "}");
        assertThat(post(gzip(largest), "gzip").status()).isEqualTo(200);
        // 100 MB in 100 KB.
        HttpAnswer bomb = post(gzip(new byte[100_000_000]), "gzip");
        assertThat(bomb.status()).isEqualTo(413);
        assertThat(bomb.detail()).isEqualTo("The body is larger than 65536 bytes");
    }

    @Test
    void aBodyThatMayBeMissingMayBeCompressed() throws IOException {
        assertThat(http.send(
                                "POST",
                                "/optional",
                                BodyPublishers.ofByteArray(gzip(json("{}"))),
                                "Content-Type",
                                "application/json",
                                "Content-Encoding",
                                "gzip")
                        .text())
                .isEqualTo("{\"has_body\":true}");
        assertThat(http.send("POST", "/optional", BodyPublishers.noBody()).text())
                .isEqualTo("{\"has_body\":false}");
        assertThat(http.send("POST", "/optional", BodyPublishers.ofString("{}")).status())
                .isEqualTo(415);
    }

    @Test
    void aLongAnswerIsCompressedForWhoAsks() throws IOException {
        HttpAnswer compressed = http.get("/api/v1/portfolio-summary/", "Accept-Encoding", "gzip");
        assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed.header("Vary")).containsIgnoringCase("accept-encoding");
        byte[] content = new GZIPInputStream(new ByteArrayInputStream(compressed.bytes())).readAllBytes();
        HttpAnswer plain = http.get("/api/v1/portfolio-summary/");
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(content).isEqualTo(plain.bytes());
        assertThat(http.get("/api/v1/portfolio-summary/", "Accept-Encoding", "gzip;q=0")
                        .header("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void shortAnswersAndStreamsOfEventsAreNotCompressed() throws IOException {
        assertThat(http.get("/answer", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEmpty();
        assertThat(http.get("/events", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEmpty();
    }
}
