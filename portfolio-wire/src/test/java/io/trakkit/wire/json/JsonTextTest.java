package io.trakkit.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JsonTextTest {

    @Test
    void anObjectIsWrittenAsItsTree() {
        String text = "Zoë \"the\\fox\" 狐 \uD83E\uDD8A / </script> \u00a0";
        Instant time = Instant.parse("2024-07-20T08:13:11.5Z");
        BigDecimal number = new BigDecimal("1E+3");
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("text", text).put("whole", Long.MIN_VALUE).put("truth", true);
        ObjectNode inner = tree.putObject("inner").put("decimal", number);
        inner.putObject("empty");
        inner.put("after", "");
        tree.put("time", Json.text(time));

        byte[] written = new JsonText()
                .put("text", text)
                .put("whole", Long.MIN_VALUE)
                .put("truth", true)
                .begin("inner")
                .put("decimal", number)
                .begin("empty")
                .end()
                .put("after", "")
                .end()
                .put("time", time)
                .bytes();

        assertThat(new String(written, UTF_8)).isEqualTo(Json.strict().writeValueAsString(tree));
    }

    @Test
    void noFieldIsAnEmptyObject() {
        assertThat(new JsonText().bytes()).isEqualTo("{}".getBytes(UTF_8));
    }

    @Test
    void aControlCharacterIsRefused() {
        assertThatThrownBy(() -> new JsonText().put("text", "a\nb")).isInstanceOf(IllegalArgumentException.class);
    }
}
