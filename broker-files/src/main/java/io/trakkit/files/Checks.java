package io.trakkit.files;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.WrongCellException;
import io.trakkit.wire.json.FieldError;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.trade.ActivityFields;
import io.trakkit.wire.trade.TradeFields;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Holds records against the rules of trades and activities before they are sent: a preview must show what will be refused. */
final class Checks {

    private static final String SOME_USER = new UserId("user").value();
    private static final long SOME_PORTFOLIO = new PortfolioId(1).value();

    ObjectNode newRecord() {
        return Json.strict().createObjectNode();
    }

    /** @throws WrongCellException if a field is missing or wrong */
    void check(ObjectNode record, Kind kind) {
        ObjectNode whole = record.deepCopy();
        whole.put(TradeFields.USER_ID.name(), SOME_USER);
        whole.put(TradeFields.PORTFOLIO.name(), SOME_PORTFOLIO);
        Fields fields = Fields.of(whole);
        Object read = kind.activity().isPresent()
                ? ActivityFields.read(
                        fields,
                        () -> TradeFields.required(fields, TradeFields.REF_ID),
                        () -> TradeFields.required(fields, TradeFields.EXECUTED_AT))
                : TradeFields.read(
                        fields,
                        () -> TradeFields.required(fields, TradeFields.REF_ID),
                        () -> TradeFields.required(fields, TradeFields.EXECUTED_AT));
        fields.noOthers();
        List<FieldError> errors = fields.errors();
        if (read == null || !errors.isEmpty()) {
            FieldError first = errors.getFirst();
            throw new WrongCellException("", "", first.pointer().replace("/", "") + " " + first.detail());
        }
    }
}
