package io.trakkit.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class HeadersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            wait=10                         | 10
            Wait = 10                       | 10
            wait="10"                       | 10
            wait=10; reason=x               | 10
            return=minimal, wait=10         | 10
            a="x, wait=5", wait=10          | 10
            a="\\", wait=5", wait=10        | 10
            wait=soon, wait=10              | 10
            wait=10, wait=20                | 10
            wait=31                         | 30
            wait=999999999999999999         | 30
            """)
    void aWaitIsFoundAmongThePreferences(String header, int seconds) {
        assertThat(Prefer.wait(request("Prefer", header))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wait",
                "wait=",
                "wait=0",
                "wait=-1",
                "wait=1.5",
                "wait=x",
                "wait=\"10",
                "waiting=10",
                "wait=9999999999999999999",
                "return=minimal",
                ",,,",
                "\"",
                "a=\"wait=10\""
            })
    void whatIsNoWaitIsIgnored(String header) {
        assertThat(Prefer.wait(request("Prefer", header))).isEmpty();
    }

    @Test
    void preferencesCanBeSpreadOverHeaders() {
        assertThat(Prefer.wait(request("Prefer", "return=minimal", "wait=3"))).contains(Duration.ofSeconds(3));
        assertThat(Prefer.wait(new MockHttpServletRequest())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            k                | k
            "k"              | k
            "a\\"b\\\\c"     | a"b\\c
            a"b              | a"b
            8e03978e-40d5-43dd-bc93-6894a57f9324 | 8e03978e-40d5-43dd-bc93-6894a57f9324
            """)
    void anIdempotencyKeyMeansTheSameInQuotes(String header, String key) {
        assertThat(IdempotencyKey.of(request("Idempotency-Key", header))).contains(new IdempotencyKey(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\"", "two words", "\"two words\"", "schlüssel", "a\tb"})
    void whatIsNoIdempotencyKeyIsRefused(String header) {
        assertThatThrownBy(() -> IdempotencyKey.of(request("Idempotency-Key", header)))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void anIdempotencyKeyHasALimitAndComesOnce() {
        assertThat(IdempotencyKey.of(request("Idempotency-Key", "k".repeat(255))))
                .isPresent();
        assertThat(IdempotencyKey.of(new MockHttpServletRequest())).isEmpty();
        assertThatThrownBy(() -> IdempotencyKey.of(request("Idempotency-Key", "k".repeat(256))))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> IdempotencyKey.of(request("Idempotency-Key", "a", "b")))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void aConditionIsAVersionInQuotesOrNone() {
        assertThat(IfMatch.of(new MockHttpServletRequest()).version()).isEmpty();
        assertThat(IfMatch.of(request("If-Match", "*")).version()).isEmpty();
        assertThat(IfMatch.of(request("If-Match", "\"3\"")).version()).hasValue(3);
        assertThat(IfMatch.of(request("If-Match", "\"3\" , \"3\"")).version()).hasValue(3);
        assertThat(IfMatch.of(request("If-Match", "W/\"1\"", "\"3\"")).version())
                .hasValue(3);
        assertThat(IfMatch.of(request("If-Match", "\"a,b\",\"3\"")).version()).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"3\"", "\"\"", "\"x\"", "\"03\"", "\"-1\"", "\"9999999999999999999\""})
    void aTagThatNoVersionHasIsImpossible(String header) {
        assertThat(IfMatch.of(request("If-Match", header)).impossible()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            W/"1"        | Weak ETags never match; send "1"
            W/"1", "x"   | Weak ETags never match; send "1"
            "x"          | No version of a trade has the ETag "x"; send the ETag of its latest answer
            W/"x"        | No version of a trade has the ETag W/"x"; send the ETag of its latest answer
            """)
    void whyAConditionCanNotMatchIsSaid(String header, String words) {
        assertThat(IfMatch.of(request("If-Match", header)).mistake()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "3", "\"3", "3\"", "w/\"3\"", "\"1\",", ",\"1\"", "\"1\" \"2\"", "*, \"1\"", "\"1\",\"2\""})
    void aMalformedConditionIsRefused(String header) {
        assertThatThrownBy(() -> IfMatch.of(request("If-Match", header))).isInstanceOf(ProblemException.class);
    }

    @Test
    void aValidTraceIsKept() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        assertThat(TraceParent.of(request("traceparent", trace)).value()).isEqualTo(trace);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x"
            })
    void anInvalidTraceIsReplaced(String header) {
        String replaced = TraceParent.of(request("traceparent", header)).value();

        assertThat(replaced).isNotEqualTo(header);
        assertThat(TraceParent.of(request("traceparent", replaced)).value()).isEqualTo(replaced);
    }

    private static MockHttpServletRequest request(String name, String... values) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        for (String value : values) {
            request.addHeader(name, value);
        }
        return request;
    }
}
