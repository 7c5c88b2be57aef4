package io.trakkit.wire.trade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

class ActivityFieldsTest {

    private static final String HEAD = "\"ref_id\":\"a-1\",\"user_id\":\"ada\",\"portfolio\":7,";
    private static final String TAIL = ",\"status\":\"success\",\"executed_at\":\"2024-02-29T14:30:00.000000Z\"}";
    private static final Optional<Conversion> DOLLARS =
            Optional.of(new Conversion(new CurrencyCode("USD"), FxRate.of("0.92")));

    private static String json(String fields) {
        return "{" + HEAD + fields + TAIL;
    }

    private static String fieldsOf(ActivityType type) {
        return "\"type\":\"" + type.wireName() + "\","
                + switch (type) {
                    case DIVIDEND -> "\"ticker\":\"X\",\"per_unit\":\"0.24\",\"tax\":\"1.5\"";
                    case RETURN_OF_CAPITAL -> "\"ticker\":\"X\",\"total\":\"12\"";
                    case COST_ADJUSTMENT -> "\"ticker\":\"X\",\"total\":\"-12.5\"";
                    case SPLIT -> "\"ticker\":\"X\",\"numerator\":3,\"denominator\":2";
                    case BONUS -> "\"ticker\":\"X\",\"numerator\":1,\"denominator\":4,\"whole\":true";
                    case CASH_IN_LIEU -> "\"ticker\":\"X\",\"volume\":0.5,\"amount\":\"6.1\"";
                    case TRANSFER_IN -> "\"ticker\":\"X\",\"volume\":10,\"cost\":\"1000\"";
                    case TRANSFER_OUT -> "\"ticker\":\"X\",\"volume\":10";
                    case DEPOSIT, WITHDRAWAL -> "\"total\":\"100\"";
                    case INTEREST, CHARGE -> "\"total\":\"-1.25\"";
                };
    }

    @ParameterizedTest
    @EnumSource
    void anActivityIsWrittenAsItIsRead(ActivityType type) {
        String text = json(fieldsOf(type));
        Activity activity = read(text).with(Optional.empty());
        ObjectNode written = Json.strict().createObjectNode();
        ActivityFields.write(written, activity);

        assertThat(written).hasToString(text);
        assertThat(ActivityFields.readComplete(Fields.of(written))).isEqualTo(activity);
    }

    @ParameterizedTest
    @EnumSource
    void moneyHasACurrency(ActivityType type) {
        String text = json(fieldsOf(type) + ",\"currency\":\"usd\",\"fx_rate\":0.92");
        if (type.movesMoney()) {
            Stated<Activity> stated = read(text);
            assertThat(stated.currency().currency()).contains(new CurrencyCode("USD"));
            assertThat(stated.with(DOLLARS).conversion()).isEqualTo(DOLLARS);
            ObjectNode written = Json.strict().createObjectNode();
            ActivityFields.write(written, stated.with(DOLLARS));
            assertThat(ActivityFields.readComplete(Fields.of(written))).isEqualTo(stated.with(DOLLARS));
        } else {
            String one = "a " + type.wireName();
            assertThat(errors(text))
                    .containsExactly("currency is not a field of " + one, "fx_rate is not a field of " + one);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "type":"windfall","ticker":"X","total":1            | type must be "dividend" or "return_of_capital" or "cost_adjustment" or "split" or "bonus" or "cash_in_lieu" or "transfer_in" or "transfer_out" or "deposit" or "withdrawal" or "interest" or "charge", not "windfall"
            "ticker":"X","total":1                              | type is missing
            "type":"split","ticker":"X"                         | numerator is missing: a split needs numerator and denominator;denominator is missing: a split needs numerator and denominator
            "type":"split","ticker":"X","numerator":2           | denominator is missing: a split needs numerator and denominator
            "type":"split","ticker":"X","numerator":0,"denominator":1 | numerator must be greater than zero, not 0
            "type":"split","ticker":"X","numerator":2,"denominator":"-1" | denominator must be greater than zero, not -1
            "type":"split","ticker":"X","numerator":2,"denominator":1,"volume":3,"total":1 | volume is not a field of a split;total is not a field of a split
            "type":"split","numerator":2,"denominator":1        | ticker is missing
            "type":"bonus","ticker":"X"                         | volume is missing: a bonus needs volume, or numerator and denominator
            "type":"bonus","ticker":"X","volume":1,"numerator":1 | volume must be left out beside numerator and denominator: a bonus has either volume or a ratio
            "type":"bonus","ticker":"X","numerator":1           | denominator is missing: the ratio of a bonus needs numerator and denominator
            "type":"bonus","ticker":"X","volume":1,"whole":true | whole must be left out beside volume: it drops the fractions of a ratio
            "type":"bonus","ticker":"X","volume":0              | volume must be greater than zero, not 0
            "type":"dividend","ticker":"X"                      | per_unit is missing: a dividend needs per_unit or total
            "type":"dividend","ticker":"X","per_unit":1,"total":2 | total must be left out beside per_unit: a dividend has one of them
            "type":"dividend","ticker":"X","per_unit":"-1"      | per_unit must not be negative, but is -1
            "type":"dividend","ticker":"X","total":1,"tax":-1   | tax must not be negative, but is -1
            "type":"dividend","total":1                         | ticker is missing
            "type":"dividend","ticker":"X","total":1,"fee":1    | fee is not a field of a dividend: post it as a charge
            "type":"transfer_in","ticker":"X","volume":1,"cost":1,"isin":"US5949181045" | isin is not a field of a transfer_in
            "type":"cost_adjustment","ticker":"X","total":1,"tax":1 | tax is not a field of a cost_adjustment
            "type":"cash_in_lieu","ticker":"X","volume":1       | amount is missing: a cash_in_lieu needs volume and amount
            "type":"cash_in_lieu","ticker":"X","volume":1,"total":1,"amount":1 | total is not a field of a cash_in_lieu
            "type":"transfer_in","ticker":"X","volume":1        | cost is missing: a transfer_in needs volume and cost
            "type":"transfer_in","ticker":"X","volume":1,"cost":"-1" | cost must not be negative, but is -1
            "type":"transfer_out","ticker":"X"                  | volume is missing: a transfer_out needs volume
            "type":"deposit"                                    | total is missing: a deposit needs total
            "type":"interest"                                   | total is missing: an interest needs total
            "type":"deposit","total":-5                         | total must not be negative, but is -5
            "type":"deposit","total":5,"ticker":"X"             | ticker must be left out: a deposit is about cash
            "type":"deposit","total":5,"per_unit":1             | per_unit is not a field of a deposit
            "type":"deposit","total":1e12                       | total must have at most 12 digits before the point
            "type":"deposit","total":5,"currency":"ABC"         | currency must be a currency of ISO 4217, such as USD, not "ABC"
            "type":"deposit","total":5,"fx_rate":0              | fx_rate must be greater than zero, not 0
            "type":"deposit","total":5,"colour":"red"           | colour is not a known field
            "type":"split","ticker":"$CASH","numerator":2,"denominator":1 | ticker must have 1 to 32 of these characters: A-Z 0-9 . & ^ = : _ - / (first a letter, a digit or ^), not "$CASH"
            """)
    void whatIsWrongIsSaidWithItsField(String fields, String errors) {
        assertThat(errors(json(fields))).containsExactlyElementsOf(List.of(errors.split(";", -1)));
    }

    @Test
    void aStatusLeftOutIsSuccess() {
        String text = json(fieldsOf(ActivityType.DEPOSIT));
        assertThat(read(text.replace("\"status\":\"success\",", "")).with(Optional.empty()))
                .isEqualTo(read(text).with(Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DIVIDEND     | {"total":5}
            DIVIDEND     | {"per_unit":0.5,"tax":"0","currency":"USD","fx_rate":"0.92"}
            CASH_IN_LIEU | {"amount":"7.5","volume":2}
            TRANSFER_IN  | {"cost":"900"}
            SPLIT        | {"numerator":5,"denominator":1}
            BONUS        | {"volume":3}
            BONUS        | {"whole":false}
            DEPOSIT      | {"total":5,"status":"failed"}
            TRANSFER_OUT | {"executed_at":"2024-02-28T14:30:00Z"}
            """)
    void anAmendmentIsReadAndGoesThroughAnEvent(ActivityType type, String text) {
        Stated<ActivityAmendment> stated = Objects.requireNonNull(amendment(type, text, false));
        ActivityAmendment amendment = stated.with(stated.currency().isNone() ? Optional.empty() : DOLLARS);
        ObjectNode written = Json.strict().createObjectNode();
        ActivityFields.write(written, amendment);

        assertThat(ActivityFields.readCompleteAmendment(Fields.of(written))).isEqualTo(amendment);
        Activity activity = read(json(fieldsOf(type))).with(Optional.empty());
        assertThat(activity.amended(amendment)).isNotEqualTo(activity);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DIVIDEND     | false | {}                        | must have at least one field to amend
            DIVIDEND     | false | {"total":5,"per_unit":1}  | total must be left out beside per_unit: a dividend has one of them
            DIVIDEND     | false | {"volume":5}              | volume is not a field of a dividend
            TRANSFER_IN  | false | {"total":5}               | total is not a field of a transfer_in
            SPLIT        | false | {"numerator":5}           | denominator is missing: both parts of a ratio are amended together
            SPLIT        | false | {"ticker":"Y"}            | ticker can't be amended; only numerator, denominator, status and executed_at can
            DEPOSIT      | false | {"type":"charge"}         | type can't be amended; only total, currency, fx_rate, status and executed_at can
            DEPOSIT      | false | {"total":-1}              | total must not be negative, but is -1
            DEPOSIT      | false | {"colour":1}              | colour is not a known field
            DEPOSIT      | true  | {"total":1}               | status is missing
            DEPOSIT      | true  | {"status":"failed"}       | total is missing: a deposit needs total
            """)
    void whatIsWrongInAnAmendmentIsSaid(ActivityType type, boolean whole, String text, String error) {
        Fields fields = fields(text);
        assertThat(ActivityFields.readAmendment(
                        fields, type, whole, () -> TradeFields.optional(fields, TradeFields.EXECUTED_AT)))
                .isNull();
        assertThat(fields.errors()).extracting(FieldError::toString).containsExactly(error);
    }

    @Test
    void answersHaveMoneyAndTextTheOutcomeAndTheTimes() {
        Instant at = Instant.parse("2024-03-01T00:00:00Z");
        Activity lieu = read(json(fieldsOf(ActivityType.CASH_IN_LIEU))).with(DOLLARS);
        var created = new TradeEvent.ActivityCreated(new UUID(0, 1), ClientId.DEFAULT, at, lieu, false);
        var accepted = new AcceptedActivity(
                ClientId.DEFAULT, lieu, FoldOutcome.rejected(new BigDecimal("0.25")), 2, created.fingerprint(), at, at);

        assertThat(ActivityJson.accepted(accepted)).hasToString("""
                {"ref_id":"a-1","user_id":"ada","portfolio":7,"type":"cash_in_lieu","ticker":"X","volume":0.5,\
                "volume_text":"0.5","amount":"6.10","currency":"USD","fx_rate":"0.92","status":"success",\
                "executed_at":"2024-02-29T14:30:00.000000Z","state":"rejected","reason":"insufficient_volume",\
                "detail":"0.5 to exchange for cash, 0.25 held at that time","version":2,\
                "created_at":"2024-03-01T00:00:00.000000Z","updated_at":"2024-03-01T00:00:00.000000Z"}""");
        assertThat(ActivityJson.pending(read(json(fieldsOf(ActivityType.BONUS))).with(Optional.empty()), at, at))
                .hasToString("""
                {"ref_id":"a-1","user_id":"ada","portfolio":7,"type":"bonus","ticker":"X","numerator":1,"denominator":4,\
                "ratio":"1:4","whole":true,"status":"success","executed_at":"2024-02-29T14:30:00.000000Z",\
                "created_at":"2024-03-01T00:00:00.000000Z","updated_at":"2024-03-01T00:00:00.000000Z"}""");
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerHasNoOtherMembersThanThoseNamed(ActivityType type) {
        Activity activity = read(json(fieldsOf(type))).with(Optional.empty());
        ObjectNode answer = ActivityJson.withFields(ActivityJson.allNull(), activity);

        assertThat(answer.propertyNames()).containsExactlyElementsOf(ActivityJson.MEMBERS);
    }

    /** Any fields in any combination are read or refused, and what is read is written and read as the same. */
    @Test
    void noCombinationOfFieldsMakesTheReaderThrow() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> values = List.of("0", "1", "-1", "\"2.5\"", "true", "null", "\"X\"", "{}", "1e30", "\"USD\"");
        List<ActivityType> types = List.of(ActivityType.values());
        for (int i = 0; i < 20_000; i++) {
            ActivityType type = types.get(random.nextInt(types.size()));
            StringBuilder text = new StringBuilder("\"type\":\"" + type.wireName() + '"');
            for (String name : ActivityFields.ALL) {
                boolean isHead = HEAD.contains(name) || TAIL.contains(name) || name.equals("type");
                if (!isHead && random.nextInt(4) == 0) {
                    text.append(",\"").append(name).append("\":").append(values.get(random.nextInt(values.size())));
                }
            }
            Fields fields = fields(json(text.toString()));
            Stated<Activity> stated = stated(fields);
            assertThat(stated == null || !fields.ok())
                    .as("seed %s: %s", seed, text)
                    .isEqualTo(!fields.errors().isEmpty());
            if (stated != null && fields.ok() && stated.currency().isNone()) {
                ObjectNode written = Json.strict().createObjectNode();
                ActivityFields.write(written, stated.with(Optional.empty()));
                assertThat(ActivityFields.readComplete(Fields.of(written)))
                        .as("seed %s: %s", seed, text)
                        .isEqualTo(stated.with(Optional.empty()));
            }
        }
    }

    private static Fields fields(String json) {
        return Fields.of(Json.object(json.getBytes(UTF_8)));
    }

    private static @Nullable Stated<Activity> stated(Fields fields) {
        return ActivityFields.read(
                fields,
                () -> TradeFields.required(fields, TradeFields.REF_ID),
                () -> TradeFields.required(fields, TradeFields.EXECUTED_AT));
    }

    private static @Nullable Stated<ActivityAmendment> amendment(ActivityType type, String text, boolean whole) {
        Fields fields = fields(text);
        Stated<ActivityAmendment> stated = ActivityFields.readAmendment(
                fields, type, whole, () -> TradeFields.optional(fields, TradeFields.EXECUTED_AT));
        assertThat(fields.errors()).isEmpty();
        return stated;
    }

    private static Stated<Activity> read(String json) {
        Fields fields = fields(json);
        Stated<Activity> stated = stated(fields);
        fields.noOthers();
        assertThat(fields.errors()).isEmpty();
        return Objects.requireNonNull(stated);
    }

    private static List<String> errors(String json) {
        Fields fields = fields(json);
        var _ = stated(fields);
        fields.noOthers();
        return fields.errors().stream().map(FieldError::toString).toList();
    }
}
