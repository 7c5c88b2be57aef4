package io.trakkit.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.http.Http.Answer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;

@ServerTest
class EntityTagTest {

    @Value("${local.server.port}")
    private int port;

    private Http http = new Http(0);

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @Test
    void theSameContentHasTheSameTagAndOtherContentAnother() throws IOException {
        String tag = http.get("/tagged?value=1").header("ETag");
        assertThat(tag).matches("W/\"[A-Za-z0-9_-]{22}\"");
        assertThat(http.get("/tagged?value=1").header("ETag")).isEqualTo(tag);
        assertThat(http.get("/tagged?value=2").header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void whoHasTheAnswerIsNotSentItAgain() throws IOException {
        String tag = http.get("/tagged?value=1").header("ETag");
        Answer unchanged = http.get("/tagged?value=1", "If-None-Match", tag);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.text()).isEmpty();
        assertThat(unchanged.header("ETag")).isEqualTo(tag);
        Answer changed = http.get("/tagged?value=2", "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text()).isEqualTo("{\"value\":\"2\"}");
        assertThat(changed.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"3\"", "W/\"3\"", "\"1\", \"3\"", "\"a,b\",W/\"3\" ,\"5\""})
    void aListAStarAndAWeakTagMatch(String known) throws IOException {
        assertThat(http.get("/versioned", "If-None-Match", known).status()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"33\"", "3", "\"2\", \"4\"", "\"\"", "nonsense", "\"*\""})
    void anotherTagDoesNot(String known) throws IOException {
        Answer answer = http.get("/versioned", "If-None-Match", known);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"3\"");
    }

    @Test
    void aListMayComeInSeveralHeaders() throws IOException {
        assertThat(http.get("/versioned", "If-None-Match", "\"1\"", "If-None-Match", "\"3\"")
                        .status())
                .isEqualTo(304);
    }

    @Test
    void aStarMatchesWhatHasNoTag() throws IOException {
        assertThat(http.get("/untagged").header("ETag")).isEmpty();
        assertThat(http.get("/untagged", "If-None-Match", "*").status()).isEqualTo(304);
        assertThat(http.get("/untagged", "If-None-Match", "\"3\"").status()).isEqualTo(200);
    }
}
