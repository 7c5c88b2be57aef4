package io.trakkit.wire.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.testing.Seed;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a": 10 "b": 1}    | line 1, column 10: expected a comma or }
            {"a": [1 2]}        | line 1, column 10: expected a comma or ]
            {"a" 1}             | line 1, column 6: expected a colon
            {a: 1}              | line 1, column 2: expected a field name in double quotes
            {"a": 1,}           | line 1, column 9: expected a field name in double quotes
            {"a": 1, "a": 2}    | line 1, column 13: the field "a" appears twice
            {"a": {"b":1,"b":2}}| line 1, column 17: the field "b" appears twice
            {"a": 1} {}         | line 1, column 10: text after the end of the JSON value
            {"a": 1             | it ends too early
            {"a": "b            | it ends too early
            {"a": NaN}          | expected a JSON value
            {"a": Infinity}     | expected a JSON value
            {"a": 0x10}         | expected a comma or }
            {"a": +1}           | a number must not start with +
            {"a": 01}           | a number must not start with 0
            {"a": .5}           | expected a JSON value
            {"a": 1e2147483648} | has a number whose exponent is too large
            {"a": -1E-99999999999} | has a number whose exponent is too large
            {"ä": 1e99999999999} | has a number whose exponent is too large
            {"a": 1.}           | a number must have a digit after its point
            {"a": 'b'}          | expected a JSON value
            {"a": tru}          | expected a JSON value
            {"a": "\\x"}        | unknown escape after a backslash
            {"a": "\\u12"}      | unknown escape after a backslash
            // comment          | expected a JSON value
            hello               | expected a JSON value
            []                  | is an array, not an object
            7                   | is a number, not an object
            "text"              | is a text, not an object
            null                | is null, not an object
            `   `               | is empty
            ``                  | is empty
            """)
    void whatIsMalformedIsSaidInAPersonsWords(String text, String words) {
        assertThatThrownBy(() -> Json.object(text.getBytes(UTF_8)))
                .isInstanceOf(MalformedJsonException.class)
                .message()
                .contains(words)
                .doesNotContain("tools.", "Feature", "Source", "jackson");
    }

    @Test
    void aMistakeIsFoundInItsLine() {
        assertThatThrownBy(() -> Json.object("{\n  \"a\": 1\n  \"b\": 2\n}".getBytes(UTF_8)))
                .hasMessage("is invalid JSON at line 3, column 3: expected a comma or }");
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItCosts() {
        assertThatThrownBy(() -> Json.object(new byte[Json.MAX_BYTES + 1])).hasMessage("has more than 65536 bytes");
        assertThatThrownBy(() -> object("{\"a\":" + "1".repeat(60_000) + "}"))
                .message()
                .endsWith("has a number of more than 100 characters");
        assertThatThrownBy(() -> object("{\"a\":" + "[".repeat(30_000)))
                .message()
                .endsWith("is nested more than 16 levels deep");
        assertThatThrownBy(() -> object("{\"" + "a".repeat(1_001) + "\":1}"))
                .message()
                .endsWith("has a field name of more than 1000 characters");
        assertThatThrownBy(() -> object("{\"" + "a".repeat(900) + "\":1,\"" + "a".repeat(900) + "\":1}"))
                .message()
                .hasSizeLessThan(200);
    }

    @Test
    void theLargestStringThatFitsIsRead() {
        String text = "x".repeat(Json.MAX_BYTES - 8);
        assertThat(Json.object(("{\"a\":\"" + text + "\"}").getBytes(UTF_8))
                        .get("a")
                        .stringValue())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00ff", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f5\u0080\u0080\u0080", "\u00e4"})
    void malformedUtf8IsRefusedAndNeverReplaced(String bytes) {
        assertThatThrownBy(() -> Json.object(("{\"a\":\"" + bytes + "\"}").getBytes(ISO_8859_1)))
                .hasMessage("is not valid UTF-8");
    }

    @Test
    void anotherEncodingIsRefused() {
        assertThatThrownBy(() -> Json.object("{\"a\":1}".getBytes(UTF_16))).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> object("\uFEFF{}")).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void decimalsAreWrittenInPlainDigitsAndTimesToTheMicrosecond() {
        List<Object> values = List.of(new BigDecimal("1E+11"), new BigDecimal("1E-10"), new BigDecimal("1.50"));
        assertThat(Json.strict().writeValueAsString(values)).isEqualTo("[100000000000,0.0000000001,1.50]");
        assertThat(Json.strict().writeValueAsString(Instant.parse("2022-07-29T08:12:12.7976Z")))
                .isEqualTo("\"2022-07-29T08:12:12.797600Z\"");
    }

    /** A few bytes are changed, left out or doubled, so that most documents are malformed and some are not. */
    @Test
    void theFastReaderReadsNothingThatTheStrictOneDoesNot() {
        byte[] trade = """
                {"ref_id":"a-1","portfolio":1,"trade_type":2,"ticker":"MSFT","volume":10.50,"amount":"438.57",\
                "ratio":-1.5e3,"more":{"a":[true,null,"b\\u00e9\\n"]},"executed_at":"2024-02-29T14:30:00Z"}""".getBytes(UTF_8);
        Seed seed = Seed.ofThisRun();
        RandomGenerator random = seed.random();
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] json = changed(trade, random);
            Object result = result(() -> Json.object(json));
            read += result instanceof String ? 0 : 1;
            assertThat(result)
                    .as("%s of %s", new String(json, UTF_8), seed)
                    .isEqualTo(result(() -> Json.strictTree(json)));
        }
        assertThat(read).isGreaterThan(10_000);
    }

    /** The tree, or what is wrong. */
    private static Object result(Supplier<JsonNode> reading) {
        try {
            JsonNode tree = reading.get();
            return tree.isObject() ? tree : "is not an object";
        } catch (MalformedJsonException e) {
            String message = String.valueOf(e.getMessage());
            return message.endsWith("not an object") || message.equals("is empty") ? "is not an object" : message;
        }
    }

    private static byte[] changed(byte[] json, RandomGenerator random) {
        byte[] changed = json;
        for (int left = random.nextInt(1, 4); left > 0; left--) {
            int at = random.nextInt(changed.length);
            byte[] between = switch (random.nextInt(4)) {
                case 0 -> new byte[0];
                case 1 -> new byte[] {changed[at], changed[at]};
                case 2 -> new byte[] {(byte) random.nextInt(256)};
                default -> new byte[] {changed[random.nextInt(changed.length)]};
            };
            ByteBuffer whole = ByteBuffer.allocate(changed.length - 1 + between.length);
            changed = whole.put(changed, 0, at)
                    .put(between)
                    .put(changed, at + 1, changed.length - at - 1)
                    .array();
        }
        return changed;
    }

    private static void object(String text) {
        Json.object(text.getBytes(UTF_8));
    }
}
