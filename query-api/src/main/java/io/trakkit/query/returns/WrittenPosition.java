package io.trakkit.query.returns;

import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.valuation.ValuedPosition;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.wire.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/** The JSON of a position at a price, written when it is first needed: a thread that only finds changes need not wait for it. */
public final class WrittenPosition implements JacksonSerializable {

    private final ValuedPosition valued;
    private final CurrencyCode portfolio;

    /** Of two threads that need it at once, each may write it; they write the same. */
    private volatile @Nullable String json;

    private WrittenPosition(ValuedPosition valued, CurrencyCode portfolio) {
        this.valued = valued;
        this.portfolio = portfolio;
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

    /** The price at which the position is valued. */
    public Mark mark() {
        return valued.mark();
    }

    /** The schema PositionReturn of docs/openapi.yaml. */
    String json() {
        String written = json;
        if (written == null) {
            written = Json.answers().writeValueAsString(Returns.OfTicker.of(valued, portfolio));
            json = written;
        }
        return written;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializationContext context) {
        generator.writeRawValue(json());
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializationContext context, TypeSerializer type) {
        serialize(generator, context);
    }
}
