package io.trakkit.wire.trade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What is written of a trade or an amendment is read as the same. */
class TradeFieldsTest {

    /** Has every field. */
    private static final String TRADE = """
            {"ref_id":"a-1","user_id":"ada","portfolio":7,"trade_type":2,"security_type":"stock","ticker":"MSFT",\
            "volume":10.5,"amount":"438.5","status":"success","executed_at":"2024-02-29T14:30:00.000000Z",\
            "isin":"US5949181045"}""";

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
                Optional.of(new Isin("US0378331005")));
        ObjectNode written = Json.strict().createObjectNode();
        TradeFields.write(written, amendment);

        assertThat(written.propertyNames())
                .containsExactlyElementsOf(TradeFields.ALL.stream()
                        .filter(TradeField::isAmendable)
                        .map(TradeField::name)
                        .toList());
        assertThat(TradeFields.readAmendment(Fields.of(written), true, () -> {}))
                .isEqualTo(amendment);
    }

    @Test
    void whatIsFixedIsNotAmendable() {
        Fields fields = fields(TRADE);
        TradeFields.refuseNotAmendable(fields);

        assertThat(fields.errors())
                .extracting(FieldError::pointer)
                .isEqualTo(List.of(
                        "/ref_id",
                        "/user_id",
                        "/portfolio",
                        "/trade_type",
                        "/security_type",
                        "/ticker",
                        "/executed_at"));
        assertThat(fields.errors().getFirst().detail())
                .isEqualTo("can't be amended; only volume, amount, status and isin can");
    }

    @Test
    void answersHaveMoneyAndTextAndTheTimes() {
        Trade trade = read(fields(TRADE));

        assertThat(TradeJson.pending(trade, trade.executedAt(), trade.executedAt()))
                .hasToString("""
                        {"ref_id":"a-1","user_id":"ada","portfolio":7,"trade_type":2,"security_type":"stock",\
                        "ticker":"MSFT","volume":10.5,"volume_text":"10.5","amount":"438.50","status":"success",\
                        "executed_at":"2024-02-29T14:30:00.000000Z","isin":"US5949181045","created_at":"2024-02-29T14:30:00.000000Z",\
                        "updated_at":"2024-02-29T14:30:00.000000Z"}""");
    }

    private static Fields fields(String json) {
        return Fields.of(Json.object(json.getBytes(UTF_8)));
    }

    private static Trade read(Fields fields) {
        @Nullable
        Trade trade = TradeFields.read(
                fields,
                () -> TradeFields.required(fields, TradeFields.REF_ID),
                () -> TradeFields.required(fields, TradeFields.EXECUTED_AT));
        fields.noOthers();
        assertThat(fields.errors()).isEmpty();
        return Objects.requireNonNull(trade);
    }
}
