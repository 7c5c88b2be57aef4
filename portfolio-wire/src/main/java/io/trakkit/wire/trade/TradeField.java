package io.trakkit.wire.trade;

import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Trade;
import io.trakkit.wire.json.Reader;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A field of a trade on the wire: a member of JSON objects and a column of CSV.
 *
 * @param name the name in both
 * @param reader reads its JSON value
 * @param value its value in a trade; null if the trade has none
 * @param json writes its value as events and answers have it
 * @param amended its value in an amendment, if the amendment has one; null if the field cannot be amended
 * @param optional whether a post may leave it out
 * @param cell the JSON value of a CSV cell that is not empty
 * @param synonyms what other programs call the column, in lower case
 */
public record TradeField<T>(
        String name,
        Reader<T> reader,
        Function<Trade, @Nullable T> value,
        Function<T, JsonNode> json,
        @Nullable Function<Amendment, Optional<T>> amended,
        boolean optional,
        Function<String, JsonNode> cell,
        List<String> synonyms) {

    static <T> TradeField<T> of(
            String name, Reader<T> reader, Function<Trade, @Nullable T> value, Function<T, JsonNode> json) {
        return new TradeField<>(name, reader, value, json, null, false, StringNode::valueOf, List.of());
    }

    TradeField<T> amendedBy(Function<Amendment, Optional<T>> amendment) {
        return new TradeField<>(name, reader, value, json, amendment, optional, cell, synonyms);
    }

    TradeField<T> mayBeLeftOut() {
        return new TradeField<>(name, reader, value, json, amended, true, cell, synonyms);
    }

    TradeField<T> withCells(Function<String, JsonNode> reading) {
        return new TradeField<>(name, reader, value, json, amended, optional, reading, synonyms);
    }

    TradeField<T> alsoCalled(String... names) {
        return new TradeField<>(name, reader, value, json, amended, optional, cell, List.of(names));
    }

    /** Whether an amendment can change it. */
    public boolean isAmendable() {
        return amended != null;
    }

    void write(ObjectNode object, Trade trade) {
        T written = value.apply(trade);
        if (written != null) {
            object.set(name, json.apply(written));
        }
    }

    void write(ObjectNode object, Amendment amendment) {
        if (amended != null) {
            amended.apply(amendment).ifPresent(written -> object.set(name, json.apply(written)));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
