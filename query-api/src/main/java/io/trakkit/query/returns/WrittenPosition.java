package io.trakkit.query.returns;

import io.trakkit.domain.valuation.ValuedPosition;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.wire.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/** The JSON of a position at a price. */
public final class WrittenPosition implements JacksonSerializable {

    private final ValuedPosition valued;
    private final CurrencyCode portfolio;
    private final SerializableString json;

    private WrittenPosition(ValuedPosition valued, CurrencyCode portfolio) {
        this.valued = valued;
        this.portfolio = portfolio;
        this.json = new SerializedString(Json.answers().writeValueAsString(Returns.OfTicker.of(valued, portfolio)));
    }

    /**
     * The former one if it says the same, else a new one.
     *
     * @param portfolio the currency of the portfolio
     */
    static WrittenPosition of(ValuedPosition valued, CurrencyCode portfolio, @Nullable WrittenPosition former) {
        if (former != null && former.portfolio.equals(portfolio) && former.valued.equals(valued)) {
            return former;
        }
        return new WrittenPosition(valued, portfolio);
    }

    @Override
    public void serialize(JsonGenerator generator, SerializationContext context) {
        generator.writeRawValue(json);
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializationContext context, TypeSerializer type) {
        serialize(generator, context);
    }
}
