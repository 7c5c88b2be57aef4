package io.trakkit.wire.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the topic, the codec says what it is and why it can't be applied. */
class JunkTest {

    private final TradeEventCodec codec = new TradeEventCodec();

    private Decoded.Undecodable junk(byte[] value) {
        return switch (codec.decode(value)) {
            case Decoded.Undecodable undecodable -> undecodable;
            case Decoded.Event event -> fail("decoded as " + event);
        };
    }

    /** The golden creation with one text in place of another. */
    private Decoded.Undecodable created(String part, String replacement) {
        return altered("trade_created", part, replacement);
    }

    private Decoded.Undecodable altered(String golden, String part, String replacement) {
        String text = Golden.text(golden);
        assertThat(text).contains(part);
        return junk(text.replace(part, replacement).getBytes(UTF_8));
    }

    @Test
    void noValueIsMalformed() {
        assertThat(codec.decode(null))
                .isEqualTo(new Decoded.Undecodable(DeadLetterReason.MALFORMED, "The record has no value", Hints.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "hello", "[]", "[{}]", "7", "\"text\"", "null", "true", "{", "{}{}", "\0"})
    void whatIsNotOneJsonObjectIsMalformed(String text) {
        Decoded.Undecodable junk = junk(text.getBytes(UTF_8));
        assertThat(junk.reason()).isEqualTo(DeadLetterReason.MALFORMED);
        assertThat(junk.hints()).isEqualTo(Hints.NONE);
    }

    @Test
    void aMegabyteOfSpacesIsMalformed() {
        Decoded.Undecodable junk = junk(" ".repeat(1 << 20).getBytes(UTF_8));
        assertThat(junk.reason()).isEqualTo(DeadLetterReason.MALFORMED);
        assertThat(junk.detail()).isEqualTo("The value has 1048576 bytes, more than an event can have");
    }

    @Test
    void invalidUtf8DuplicateFieldsAndDeepNestingAreMalformed() {
        byte[] latin = Golden.text("trade_created").replace("some", "s\u00f6me").getBytes(ISO_8859_1);
        assertThat(junk(latin).detail()).isEqualTo("Not an event: the value is not valid UTF-8");
        assertThat(created("\"ticker\":", "\"ref_id\":\"x\",\"ticker\":").detail())
                .contains("the field \"ref_id\" appears twice");
        Decoded.Undecodable deep = created("\"default\"", "[".repeat(1_000));
        assertThat(deep.reason()).isEqualTo(DeadLetterReason.MALFORMED);
        assertThat(deep.detail()).contains("nested more than 16 levels deep");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "volume":10.5          | "volume":"much"              | trade.volume must be a decimal number, not "much"
            "volume":10.5          | "volume":1e-19               | trade.volume must have at most 18 digits after the point
            "volume":10.5          | "volume":1e2000000000        | trade.volume is out of range: its exponent is too large
            "volume":10.5          | "volume":{}                  | trade.volume must be a decimal number, not an object
            "amount":"438.57"      | "amount":-1                  | trade.amount must not be negative, but is -1
            "amount":"438.57",     | ''                           | trade.amount is missing
            "ref_id":"order-4711"  | "ref_id":4711                | trade.ref_id must be a text, not 4711
            "ref_id":"order-4711"  | "ref_id":null                | trade.ref_id must not be null
            "some-user-uuid"       | "a\\u0000b"                  | trade.user_id must not contain the character U+0000
            "some-user-uuid"       | "a\\ud800b"                  | trade.user_id must be Unicode text, but has half a surrogate pair
            "portfolio":1          | "portfolio":0                | trade.portfolio must be a whole number of 1 or more
            "trade_type":1         | "trade_type":3               | trade.trade_type must be 1 (buy) or 2 (sell), not 3
            "client_id":"default"  | "client_id":"Default"        | client_id must have 1 to 64 of these characters: a-z 0-9 _ -
            "client_id":"default"  | "client_id":null             | client_id must not be null
            "event_id":"0190       | "event_id":"190              | event_id must be a UUID such as 0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c7d, not "190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c7d"
            "executed_at":"2024    | "executed_at":"2999          | trade.executed_at must not be more than a day after receipt
            "executed_at":"2024    | "executed_at":"1899          | trade.executed_at must be between the years 1900 and 9999
            "occurred_at":"2024    | "occurred_at":"24            | occurred_at must be a time with offset such as 2024-02-29T14:30:00.123456Z, not "24-07-20T08:13:10.869359Z"
            "type":"trade_created" | "type":7                     | type must be a text, not 7
            "type":"trade_created",| ''                           | type is missing
            "trade":{              | "traded":{                   | trade is missing
            """)
    void aFieldThatIsWrongIsInvalidAndNamed(String part, String replacement, String detail) {
        Decoded.Undecodable junk = created(part, replacement);
        assertThat(junk.reason()).isEqualTo(DeadLetterReason.INVALID);
        assertThat(junk.detail()).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "status":"failed"}       | "status":"gone"}    | amendment.status must be "success" or "failed", not "gone"
            "amendment":{"volume"    | "amendment":7,"x":{"volume" | amendment must be an object, not 7
            "expected_version":1     | "expected_version":-1 | expected_version must not be negative, but is -1
            "ticker":"GODREJIND"     | "ticker":""         | ticker must have 1 to 32 of these characters: A-Z 0-9 . & ^ = : _ - / (first a letter, a digit or ^), not ""
            """)
    void theSameIsTrueOfAnAmendment(String part, String replacement, String detail) {
        Decoded.Undecodable junk = altered("trade_amended", part, replacement);
        assertThat(junk.reason()).isEqualTo(DeadLetterReason.INVALID);
        assertThat(junk.detail()).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trade_created_currency | "fx_rate":"0.9187",     | ''                  | trade.fx_rate is missing: an event has both currency and fx_rate
            trade_created_currency | "currency":"USD",       | ''                  | trade.currency is missing: an event has both currency and fx_rate
            trade_created_currency | "currency":"USD"        | "currency":"usd"    | trade.currency must be a currency code of three letters, such as USD
            trade_created_currency | "fee":"4.9"             | "fee":"-4.9"        | trade.fee must not be negative, but is -4.9
            trade_amended_money    | "executed_at":"2024     | "executed_at":"2099 | amendment.executed_at must not be more than a day after receipt
            activity_created       | "type":"dividend"       | "type":"windfall"   | activity.type must be "dividend" or "return_of_capital" or "cost_adjustment" or "split" or "bonus" or "cash_in_lieu" or "transfer_in" or "transfer_out" or "deposit" or "withdrawal" or "interest" or "charge", not "windfall"
            activity_created       | "per_unit":"0.24",      | ''                  | activity.per_unit is missing: a dividend needs per_unit or total
            activity_created       | "per_unit":"0.24"       | "per_unit":-1       | activity.per_unit must not be negative, but is -1
            activity_created       | "ticker":"GODREJIND",   | ''                  | activity.ticker is missing
            activity_created_cash  | "type":"deposit"        | "type":"deposit","ticker":"X" | activity.ticker must be left out: a deposit is about cash
            activity_created_bonus | "denominator":4         | "denominator":0     | activity.denominator must be greater than zero, not 0
            activity_created_bonus | "denominator":4,        | ''                  | activity.denominator is missing: the ratio of a bonus needs numerator and denominator
            activity_created_cash  | "executed_at":"2024     | "executed_at":"2099 | activity.executed_at must not be more than a day after receipt
            activity_amended       | "total":"12"            | "total":"12","per_unit":"1" | amendment must have either total or per_unit, not both
            activity_amended_cash  | "status":"failed"       | "colour":"red"      | amendment must have at least one field to amend
            """)
    void theSameIsTrueOfActivitiesAndMoney(String golden, String part, String replacement, String detail) {
        Decoded.Undecodable junk = altered(golden, part, replacement);
        assertThat(junk.reason()).isEqualTo(DeadLetterReason.INVALID);
        assertThat(junk.detail()).isEqualTo(detail);
    }

    @Test
    void theHintsOfAnActivityAreThoseOfItsFields() {
        assertThat(altered("activity_created", "\"per_unit\":\"0.24\"", "\"per_unit\":7e99")
                        .hints())
                .isEqualTo(new Hints(
                        "default",
                        UUID.fromString("0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c90"),
                        "activity_created",
                        "div-1",
                        "some-user-uuid",
                        1L,
                        "GODREJIND"));
        assertThat(codec.hintsOf(decoded(Golden.text("activity_created_cash"))))
                .isEqualTo(new Hints(
                        "default",
                        UUID.fromString("0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c93"),
                        "activity_created",
                        "deposit-1",
                        "some-user-uuid",
                        1L,
                        null));
    }

    /** The parser throws another exception than for other mistakes. */
    @Test
    void aNumberWhoseExponentIsNoIntIsMalformed() {
        Decoded.Undecodable junk = created("\"volume\":10.5", "\"volume\":1e99999999999");
        assertThat(junk.reason()).isEqualTo(DeadLetterReason.MALFORMED);
        assertThat(junk.detail()).isEqualTo("Not an event: the value has a number whose exponent is too large");
    }

    @Test
    void anAmendmentOfNothingIsInvalid() {
        assertThat(altered("trade_amended_status", "\"status\":\"success\"", "\"colour\":\"red\"")
                        .detail())
                .isEqualTo(
                        "amendment must have at least one of volume, amount, status, isin, fee, tax, currency, fx_rate,"
                                + " executed_at");
    }

    @Test
    void allErrorsAreToldTogetherAndTheDetailStaysShort() {
        assertThat(created("\"trade\":{", "\"trade\":{},\"other\":{").detail())
                .startsWith("trade.ref_id is missing; trade.user_id is missing; ");
        Decoded.Undecodable empty = junk("{}".getBytes(UTF_8));
        assertThat(empty.detail()).isEqualTo("type is missing");
    }

    @Test
    void anUnknownTypeIsToldWithWhatIsKnown() {
        Decoded.Undecodable junk = created("trade_created", "trade_\\n" + "x".repeat(10_000));
        assertThat(junk.reason()).isEqualTo(DeadLetterReason.UNKNOWN_TYPE);
        assertThat(junk.detail())
                .startsWith("type must be \"trade_created\" or \"trade_amended\"")
                .contains("\"activity_created\"")
                .contains("\"summary_recalculation_requested\", not \"trade_\uFFFDxxx")
                .hasSizeLessThan(300);
        assertThat(junk.hints().type()).isNull();
        assertThat(junk.hints().refId()).isEqualTo("order-4711");
    }

    @Test
    void hintsHoldWhatIsValidAndNothingElse() {
        Decoded.Undecodable junk = created("\"portfolio\":1", "\"portfolio\":\"x\"");
        assertThat(junk.hints())
                .isEqualTo(new Hints(
                        "default",
                        UUID.fromString("0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c7d"),
                        "trade_created",
                        "order-4711",
                        "some-user-uuid",
                        null,
                        "GODREJIND"));
        assertThat(altered("trade_amended", "\"status\":\"failed\"", "\"status\":0")
                        .hints())
                .isEqualTo(new Hints(
                        "default",
                        UUID.fromString("0190d2c6-0a11-7d20-8c44-5b6a7c8d9e0f"),
                        "trade_amended",
                        "order-4711",
                        null,
                        1L,
                        "GODREJIND"));
    }

    @Test
    void anEventThatCanBeDecodedHintsAtItself() {
        TradeEvent event = decoded(Golden.text("trade_created"));
        assertThat(codec.hintsOf(event).userId()).isEqualTo("some-user-uuid");
        assertThat(codec.hintsOf(event).portfolio()).isEqualTo(1L);
    }

    @Test
    void unknownFieldsAreIgnoredAndTheClientMayBeLeftOut() {
        String text = Golden.text("trade_created");
        String newer = text.replace("\"client_id\":\"default\"", "\"colour\":{\"a\":[1,\"\\u0000\"]}")
                .replace("\"ticker\":", "\"venue\":null,\"ticker\":");
        assertThat(decoded(newer)).isEqualTo(decoded(text));
    }

    @Test
    void valuesAreNormalisedAsOverHttp() {
        String text = Golden.text("trade_created");
        String other = text.replace("\"portfolio\":1", "\"portfolio\":\"1\"")
                .replace("GODREJIND", " GodrejInd ")
                .replace("\"volume\":10.5", "\"volume\":\"10.500\"")
                .replace("\"amount\":\"438.57\"", "\"amount\":4.3857e2")
                .replace("2024-07-20T08:12:12.797643Z", "2024-07-20t13:42:12.797643+05:30");
        assertThat(decoded(other)).isEqualTo(decoded(text));
    }

    private TradeEvent decoded(String text) {
        return switch (codec.decode(text.getBytes(UTF_8))) {
            case Decoded.Event event -> event.event();
            case Decoded.Undecodable undecodable -> fail(undecodable.toString());
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trade_created",
                "trade_created_currency",
                "trade_amended",
                "trade_amended_money",
                "activity_created",
                "activity_created_bonus",
                "activity_created_transfer",
                "activity_created_cash",
                "activity_amended",
                "activity_amended_cash",
                "summary_recalculation_requested"
            })
    void noBytesMakeTheCodecThrow(String golden) {
        byte[] bytes = Golden.text(golden).getBytes(UTF_8);
        Random random = new Random(4711);
        for (int i = 0; i < 5_000; i++) {
            byte[] mutant = bytes.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            switch (codec.decode(mutant)) {
                case Decoded.Event event ->
                    assertThat(codec.decode(codec.encode(event.event()))).isEqualTo(event);
                case Decoded.Undecodable junk -> assertThat(junk.detail()).isNotBlank();
            }
        }
    }
}
