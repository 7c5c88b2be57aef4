package io.trakkit.wire.trade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What is written of a trade or an amendment is read as the same. */
class TradeFieldsTest {

    /** Has every field. */
    private static final String TRADE = """
            {"ref_id":"a-1","user_id":"ada","portfolio":7,"trade_type":2,"security_type":"stock","ticker":"MSFT",\
            "volume":10.5,"amount":"438.5","status":"success","executed_at":"2024-02-29T14:30:00.000000Z",\
            "isin":"US5949181045","currency":"USD","fx_rate":"0.92","fee":"4.9","tax":"1.25"}""";

    private static final Conversion DOLLARS = new Conversion(new CurrencyCode("USD"), FxRate.of("0.92"));

    @Test
    void aTradeIsWrittenAsItIsRead() {
        ObjectNode written = Json.strict().createObjectNode();
        TradeFields.write(written, read(fields(TRADE)));

        assertThat(written).hasToString(TRADE);
        assertThat(written.propertyNames())
                .containsExactlyElementsOf(
                        TradeFields.ALL.stream().map(TradeField::name).toList());
    }

    @Test
    void eachFieldIsReadFromItsCell() {
        ObjectNode cells = Json.strict().createObjectNode();
        Json.object(TRADE.getBytes(UTF_8))
                .forEachEntry((name, value) -> TradeFields.ALL.stream()
                        .filter(field -> field.name().equals(name))
                        .forEach(field -> cells.set(name, field.cell().apply(value.asString()))));

        assertThat(read(Fields.of(cells))).isEqualTo(read(fields(TRADE)));
    }

    @Test
    void anAmendmentIsWrittenAsItIsRead() {
        Amendment amendment = new Amendment(
                Optional.of(Volume.of("3")),
                Optional.of(Price.of("4.25")),
                Optional.of(TradeStatus.FAILED),
                Optional.of(new Isin("US0378331005")),
                Optional.of(Money.of("1.5")),
                Optional.of(Money.ZERO),
                Optional.of(DOLLARS),
                Optional.of(Instant.parse("2024-02-28T14:30:00Z")));
        ObjectNode written = Json.strict().createObjectNode();
        TradeFields.write(written, amendment);

        assertThat(written.propertyNames())
                .containsExactlyElementsOf(TradeFields.ALL.stream()
                        .filter(TradeField::isAmendable)
                        .map(TradeField::name)
                        .toList());
        Fields fields = Fields.of(written);
        var stated = Objects.requireNonNull(TradeFields.readAmendment(
                fields, true, () -> TradeFields.optional(fields, TradeFields.EXECUTED_AT), () -> {}));
        assertThat(stated.currency())
                .isEqualTo(new StatedCurrency(Optional.of(DOLLARS.currency()), Optional.of(DOLLARS.rate())));
        assertThat(stated.with(Optional.of(DOLLARS))).isEqualTo(amendment);
        assertThat(TradeFields.readCompleteAmendment(Fields.of(written))).isEqualTo(amendment);
    }

    @Test
    void whatIsFixedIsNotAmendable() {
        Fields fields = fields(TRADE);
        TradeFields.refuseNotAmendable(fields);

        assertThat(fields.errors())
                .extracting(FieldError::pointer)
                .isEqualTo(List.of("/ref_id", "/user_id", "/portfolio", "/trade_type", "/security_type", "/ticker"));
        assertThat(fields.errors().getFirst().detail())
                .isEqualTo(
                        "can't be amended; only volume, amount, status, executed_at, isin, currency, fx_rate, fee and tax can");
    }

    @Test
    void answersHaveMoneyAndTextAndTheTimes() {
        Trade trade = read(fields(TRADE));

        assertThat(TradeJson.pending(trade, trade.executedAt(), trade.executedAt()))
                .hasToString("""
                        {"ref_id":"a-1","user_id":"ada","portfolio":7,"trade_type":2,"security_type":"stock",\
                        "ticker":"MSFT","volume":10.5,"volume_text":"10.5","amount":"438.50","status":"success",\
                        "executed_at":"2024-02-29T14:30:00.000000Z","isin":"US5949181045","currency":"USD",\
                        "fx_rate":"0.92","fee":"4.90","tax":"1.25","created_at":"2024-02-29T14:30:00.000000Z",\
                        "updated_at":"2024-02-29T14:30:00.000000Z"}""");
    }

    private static Fields fields(String json) {
        return Fields.of(Json.object(json.getBytes(UTF_8)));
    }

    private static Trade read(Fields fields) {
        Stated<Trade> stated = Objects.requireNonNull(stated(fields));
        fields.noOthers();
        assertThat(fields.errors()).isEmpty();
        StatedCurrency given = stated.currency();
        return stated.with(given.currency()
                .map(currency -> new Conversion(currency, given.rate().orElseThrow())));
    }

    private static @Nullable Stated<Trade> stated(Fields fields) {
        return TradeFields.read(
                fields,
                () -> TradeFields.required(fields, TradeFields.REF_ID),
                () -> TradeFields.required(fields, TradeFields.EXECUTED_AT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "currency":"USD"      | "currency":"ABC"  | currency must be a currency of ISO 4217, such as USD, not "ABC"
            "currency":"USD"      | "currency":7      | currency must be a text, not 7
            "fx_rate":"0.92"      | "fx_rate":0       | fx_rate must be greater than zero, not 0
            "fx_rate":"0.92"      | "fx_rate":"-1"    | fx_rate must be greater than zero, not -1
            "fx_rate":"0.92"      | "fx_rate":"0,92"  | fx_rate is "0,92": decimals need a point
            "fee":"4.9"           | "fee":-4.9        | fee must not be negative, but is -4.9
            "tax":"1.25"          | "tax":"-0.01"     | tax must not be negative, but is -0.01
            "isin":"US5949181045" | "isin":"US5949181046" | isin has the check digit 6, but 5 is right for "US5949181046"
            "security_type":"stock" | "security_type":"share" | security_type must be "stock" or "etf" or "fund" or "bond" or "crypto" or "other", not "share"
            """)
    void whatIsWrongIsSaid(String part, String replacement, String message) {
        Fields fields = fields(TRADE.replace(part, replacement));
        var _ = stated(fields);
        fields.noOthers();

        assertThat(fields.errors()).extracting(FieldError::toString).containsExactly(message);
    }

    @Test
    void withoutTheFieldsThatMayBeLeftOutNothingIsStatedOfThem() {
        Fields fields = fields(TRADE.substring(0, TRADE.indexOf(",\"isin\"")) + "}");
        Stated<Trade> stated = Objects.requireNonNull(stated(fields));

        assertThat(stated.currency()).isEqualTo(StatedCurrency.NONE);
        assertThat(stated.with(Optional.empty()).charges()).isSameAs(Charges.NONE);
        assertThat(TradeJson.pending(stated.with(Optional.empty()), Instant.EPOCH, Instant.EPOCH)
                        .propertyNames())
                .doesNotContain("isin", "currency", "fx_rate", "fee", "tax", "fx_rate_looked_up");
    }

    @Test
    void aRateThatWasLookedUpIsFlagged() {
        Trade trade = Objects.requireNonNull(stated(fields(TRADE)))
                .with(Optional.of(new Conversion(new CurrencyCode("USD"), FxRate.of("0.5"), true)));

        assertThat(TradeJson.pending(trade, Instant.EPOCH, Instant.EPOCH)
                        .path("fx_rate_looked_up")
                        .booleanValue())
                .isTrue();
    }
}
