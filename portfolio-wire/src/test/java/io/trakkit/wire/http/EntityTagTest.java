package io.trakkit.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServerTest
class EntityTagTest {

    private final Http http;

    EntityTagTest(@LocalServerPort int port) {
        http = new Http(port);
    }

    @Test
    void theSameContentHasTheSameTagAndOtherContentAnother() {
        String tag = http.get("/tagged?value=1").header("ETag");
        assertThat(tag).matches("W/\"[A-Za-z0-9_-]{22}\"");
        assertThat(http.get("/tagged?value=1").header("ETag")).isEqualTo(tag);
        assertThat(http.get("/tagged?value=2").header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void whoHasTheAnswerIsNotSentItAgain() {
        String tag = http.get("/tagged?value=1").header("ETag");
        HttpAnswer unchanged = http.get("/tagged?value=1", "If-None-Match", tag);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.text()).isEmpty();
        assertThat(unchanged.header("ETag")).isEqualTo(tag);
        HttpAnswer changed = http.get("/tagged?value=2", "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text()).isEqualTo("{\"value\":\"2\"}");
        assertThat(changed.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"3\"", "W/\"3\"", "\"1\", \"3\"", "\"a,b\",W/\"3\" ,\"5\""})
    void aListAStarAndAWeakTagMatch(String known) {
        assertThat(http.get("/versioned", "If-None-Match", known).status()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"33\"", "3", "\"2\", \"4\"", "\"\"", "nonsense", "\"*\""})
    void anotherTagDoesNot(String known) {
        HttpAnswer answer = http.get("/versioned", "If-None-Match", known);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"3\"");
    }

    @Test
    void aListMayComeInSeveralHeaders() {
        assertThat(http.get("/versioned", "If-None-Match", "\"1\"", "If-None-Match", "\"3\"")
                        .status())
                .isEqualTo(304);
    }

    @Test
    void aStarMatchesWhatHasNoTag() {
        assertThat(http.get("/untagged").header("ETag")).isEmpty();
        assertThat(http.get("/untagged", "If-None-Match", "*").status()).isEqualTo(304);
        assertThat(http.get("/untagged", "If-None-Match", "\"3\"").status()).isEqualTo(200);
    }
}
