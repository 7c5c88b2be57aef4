package io.trakkit.bench.connect;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Trade;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import java.math.BigDecimal;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;

/** Trades of the log as Connect's sinks want them: columns of a flat table. */
public final class TradeConverter implements Converter {

    private static final int SCALE = 10;

    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("trade")
            .field("ref_id", Schema.STRING_SCHEMA)
            .field("event_id", Schema.STRING_SCHEMA)
            .field("user_id", Schema.STRING_SCHEMA)
            .field("portfolio_id", Schema.INT64_SCHEMA)
            .field("ticker", Schema.STRING_SCHEMA)
            .field("side", Schema.INT32_SCHEMA)
            .field("volume", Decimal.schema(SCALE))
            .field("price", Decimal.schema(SCALE))
            .field("status", Schema.STRING_SCHEMA)
            .field("executed_at", Timestamp.SCHEMA)
            .field("occurred_at", Timestamp.SCHEMA)
            .field("fee", Decimal.schema(SCALE))
            .field("currency", Schema.STRING_SCHEMA)
            .field("fx_rate", Decimal.schema(SCALE))
            .build();

    private final TradeEventCodec codec = new TradeEventCodec();

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        // There is nothing to set.
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        throw new DataException("This side is for reading");
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        if (codec.decode(value) instanceof Decoded.Event(TradeEvent.Created created)) {
            return new SchemaAndValue(SCHEMA, row(created));
        }
        throw new DataException("Not a trade");
    }

    private static Struct row(TradeEvent.Created event) {
        Trade trade = event.trade();
        Conversion conversion = trade.conversion().orElseThrow();
        return new Struct(SCHEMA)
                .put("ref_id", trade.refId().value())
                .put("event_id", event.eventId().toString())
                .put("user_id", trade.user().value())
                .put("portfolio_id", trade.portfolio().value())
                .put("ticker", trade.ticker().value())
                .put("side", trade.side().code())
                .put("volume", scaled(trade.volume().value()))
                .put("price", scaled(trade.price().value()))
                .put("status", trade.status().wireName())
                .put("executed_at", Date.from(trade.executedAt()))
                .put("occurred_at", Date.from(event.occurredAt()))
                .put("fee", scaled(trade.charges().fee().value()))
                .put("currency", conversion.currency().value())
                .put("fx_rate", scaled(conversion.rate().value()));
    }

    private static BigDecimal scaled(BigDecimal number) {
        return number.setScale(SCALE);
    }
}
