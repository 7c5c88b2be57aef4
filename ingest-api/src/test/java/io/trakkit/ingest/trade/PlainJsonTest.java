package io.trakkit.ingest.trade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Seed;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What is read plainly is what the strict parser reads; all else is left to that. */
class PlainJsonTest {

    private static final String TRADE =
            "{\"ref_id\":\"a-1\",\"user_id\":\"ada\",\"portfolio\":1,\"trade_type\":2,\"security_type\":\"stock\","
                    + "\"ticker\":\"MSFT\",\"volume\":10.50,\"amount\":\"438.57\",\"status\":\"success\","
                    + "\"executed_at\":\"2024-02-29T14:30:00Z\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                TRADE,
                " \t\r\n{ \"volume\" : 0 , \"amount\" :\"\" }\n",
                "{\"status\": \"\u007f'/<>&\", \"ticker\": 123.4500, \"portfolio\": \"1\"}",
                "{\"amount\": 9999999999999999999999999999999999999999}"
            })
    void whatIsPlainIsReadAsItIs(String json) {
        PlainTrade plain = PlainJson.read(json.getBytes(UTF_8));

        assertThat(plain).isNotNull();
        assertThat(canonical(plain.tree())).isEqualTo(canonical(Json.object(json.getBytes(UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{}}",
                "{} {}",
                "{\"volume\":1,}",
                "{,\"volume\":1}",
                "{\"volume\" 1}",
                "{\"volume\":1 \"amount\":1}",
                "{\"volume\":1,\"volume\":1}",
                "{\"volume\":01}",
                "{\"volume\":1.}",
                "{\"volume\":.1}",
                "{\"volume\":-1}",
                "{\"volume\":1e3}",
                "{\"volume\":1.0.0}",
                "{\"volume\":null}",
                "{\"volume\":true}",
                "{\"volume\":[1]}",
                "{\"volume\":{}}",
                "{\"fees\":1}",
                "{volume:1}",
                "{\"volum\\u0065\":1}",
                "{\"ticker\":\"A\\u0042\"}",
                "{\"ticker\":\"A\nB\"}",
                "{\"ticker\":\"A\u0000B\"}",
                "{\"user_id\":\"Zoë\"}",
                "{\"ticker\":\"MSFT}",
                "{\"amount\":99999999999999999999999999999999999999999}",
                "\uFEFF{}",
                "{\"volume\":1}\u00a0"
            })
    void whateverElseIsLeftToTheParser(String json) {
        assertThat(PlainJson.read(json.getBytes(UTF_8))).isNull();
    }

    /** A byte here or there is changed, left out or doubled, so that much is malformed and some is not. */
    @Test
    void whateverIsReadPlainlyTheParserReadsAsTheSame() {
        Seed seed = Seed.ofThisRun();
        RandomGenerator random = seed.random();
        int plainly = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] json = changed(TRADE.getBytes(UTF_8), random);
            PlainTrade plain = PlainJson.read(json);
            if (plain != null) {
                plainly++;
                assertThat(canonical(plain.tree()))
                        .as("%s of %s", new String(json, UTF_8), seed)
                        .isEqualTo(parsed(json));
            }
        }
        assertThat(plainly).isGreaterThan(10_000);
    }

    private static byte[] changed(byte[] json, RandomGenerator random) {
        byte[] changed = json;
        for (int left = random.nextInt(1, 4); left > 0; left--) {
            int at = random.nextInt(changed.length);
            byte[] rest = Arrays.copyOfRange(changed, at + 1, changed.length);
            byte[] between = switch (random.nextInt(4)) {
                case 0 -> new byte[0];
                case 1 -> new byte[] {changed[at], changed[at]};
                case 2 -> new byte[] {(byte) random.nextInt(256)};
                default -> new byte[] {changed[random.nextInt(changed.length)]};
            };
            byte[] whole = Arrays.copyOf(changed, at + between.length + rest.length);
            System.arraycopy(between, 0, whole, at, between.length);
            System.arraycopy(rest, 0, whole, at + between.length, rest.length);
            changed = whole;
        }
        return changed;
    }

    private static @Nullable Object parsed(byte[] json) {
        try {
            return canonical(Json.object(json));
        } catch (MalformedJsonException e) {
            return e.getMessage();
        }
    }

    /** Its text, in which numbers of any kind are their digits, with the fields in one order. */
    private static Object canonical(ObjectNode object) {
        return object.properties().stream()
                .map(field -> field.getKey() + "=" + Json.strict().writeValueAsString(field.getValue()))
                .sorted()
                .toList();
    }
}
