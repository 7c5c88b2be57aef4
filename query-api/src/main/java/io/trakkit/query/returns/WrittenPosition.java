package io.trakkit.query.returns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.valuation.ValuedPosition;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.wire.json.Json;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * The JSON of a position at a price. Most positions are the same in the next answer, and computing and writing eight
 * decimals takes longer than a look-up, so recent JSON is cached.
 */
final class WrittenPosition implements JacksonSerializable {

    /** Each takes a kilobyte; a portfolio can have a thousand. */
    private static final int MOST_REMEMBERED = 20_000;

    private static final Cache<Key, WrittenPosition> WRITTEN =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    private final SerializableString json;

    private WrittenPosition(String json) {
        this.json = new SerializedString(json);
    }

    private record Key(ValuedPosition position, CurrencyCode portfolio) {}

    /** @param portfolio the currency of the portfolio */
    static WrittenPosition of(ValuedPosition valuedPosition, CurrencyCode portfolio) {
        return WRITTEN.get(
                new Key(valuedPosition, portfolio),
                _ -> new WrittenPosition(
                        Json.answers().writeValueAsString(Returns.OfTicker.of(valuedPosition, portfolio))));
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
