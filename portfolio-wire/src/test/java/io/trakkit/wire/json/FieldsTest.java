package io.trakkit.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.value.InvalidValueException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldsTest {

    private static Fields fields(String json) {
        return Fields.of(Json.object(json.getBytes(UTF_8)));
    }

    @Test
    void anElementIsNamedByItsIndex() {
        assertThat(new FieldError("/tickers/3", "is wrong")).hasToString("tickers[3] is wrong");
        assertThat(new FieldError("/3", "is wrong")).hasToString("3 is wrong");
    }

    @Test
    void allErrorsAreCollectedWithTheirPointers() {
        Fields fields = fields("{\"volume\": 0, \"amount\": null, \"status\": null, \"ref_id\": \"a b\"}");
        assertThat(fields.required("volume", DomainReaders.VOLUME)).isNull();
        assertThat(fields.required("amount", DomainReaders.PRICE)).isNull();
        assertThat(fields.optional("status", DomainReaders.STATUS)).isNull();
        assertThat(fields.required("ref_id", DomainReaders.REF_ID)).isNull();
        assertThat(fields.required("ticker", DomainReaders.TICKER)).isNull();
        assertThat(fields.optional("name", DomainReaders.PORTFOLIO_NAME)).isNull();
        assertThat(fields.ok()).isFalse();
        assertThat(fields.errors())
                .containsExactly(
                        new FieldError("/volume", "must be greater than zero, not 0"),
                        new FieldError("/amount", "must not be null"),
                        new FieldError("/status", "must not be null"),
                        new FieldError(
                                "/ref_id",
                                "must have 1 to 64 of these characters: A-Z a-z 0-9 . _ : = + @ ~ -; \".\" and \"..\" are not"
                                        + " allowed"),
                        new FieldError("/ticker", "is missing"));
    }

    @Test
    void nestedErrorsBelongToTheWhole() {
        Fields fields = fields("{\"trade\": {\"volume\": \"x\", \"colour\": 1}}");
        Fields trade = fields.object("trade");
        assertThat(trade.required("volume", DomainReaders.VOLUME)).isNull();
        trade.noOthers();
        fields.noOthers();
        assertThat(fields.errors())
                .containsExactly(
                        new FieldError("/trade/volume", "must be a decimal number, not \"x\""),
                        new FieldError("/trade/colour", "is not a known field"));
    }

    @Test
    void anObjectThatIsNotThereIsOneErrorOnly() {
        Fields fields = fields("{\"trade\": 7}");
        Fields trade = fields.object("trade");
        assertThat(trade.required("volume", DomainReaders.VOLUME)).isNull();
        assertThat(trade.ok()).isFalse();
        assertThat(fields.errors()).containsExactly(new FieldError("/trade", "must be an object, not 7"));
        assertThat(fields("{}").object("trade").ok()).isTrue();
    }

    @Test
    void aRuleAcrossFieldsIsHeldAgainstTheOneThatIsNamed() {
        Fields fields = fields("{\"trade\": {}}");
        Fields trade = fields.object("trade");
        assertThat(trade.<Object>check("executed_at", () -> {
                    throw new InvalidValueException("must not be more than a day after receipt");
                }))
                .isNull();
        assertThat(fields.<Object>check(() -> {
                    throw new InvalidValueException("must amend something");
                }))
                .isNull();
        assertThat(fields.errors())
                .containsExactly(
                        new FieldError("/trade/executed_at", "must not be more than a day after receipt"),
                        new FieldError("", "must amend something"));
    }

    @Test
    void aPointerIsEscapedPrintableAndShort() {
        Fields fields = fields("{\"a/b~c\": 1, \"\\r\\n\\u0000\\ud800\": 1, \"" + "x".repeat(900) + "\": 1}");
        fields.noOthers();
        assertThat(fields.errors())
                .extracting(FieldError::pointer)
                .containsExactly("/a~1b~0c", "/\uFFFD\uFFFD\uFFFD\uFFFD", "/" + "x".repeat(80) + "…");
    }

    @Test
    void aPersonReadsNamesAndNoPointers() {
        Fields fields = fields("{\"Buy/Sell\": 1, \"a~b\": 1, \"trade\": {\"volume\": -1}}");
        assertThat(fields.object("trade").required("volume", DomainReaders.VOLUME))
                .isNull();
        fields.noOthers();
        assertThat(fields.errors())
                .hasToString("[trade.volume is -1; a sell has trade_type 2 and a positive volume,"
                        + " \"Buy/Sell\" is not a known field, \"a~b\" is not a known field]");
        assertThat(fields.errors())
                .extracting(FieldError::pointer)
                .containsExactly("/trade/volume", "/Buy~1Sell", "/a~0b");
    }

    @Test
    void ofVeryManyUnknownFieldsSomeAreNamedAndTheRestIsCounted() {
        String json =
                IntStream.range(0, 5_000).mapToObj(i -> "\"f" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
        Fields fields = fields(json);
        fields.noOthers();
        assertThat(fields.errors()).hasSize(21);
        assertThat(fields.errors().getLast()).isEqualTo(new FieldError("", "has 4980 more unknown fields"));
    }
}
