package io.trakkit.wire.event;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.wire.json.Readers;
import org.jspecify.annotations.Nullable;

/**
 * Reads a created trade from its bytes, if {@link EventWriter} wrote it. Nearly all records of the log are such,
 * and a tree takes several times as long. Everything else goes to the tree, which can say what is wrong.
 */
final class WrittenCreation {

    private static final String DOCUMENT = """
            {"event_id":"$","type":"trade_created","client_id":"$","occurred_at":"$",\
            "trade":{"ref_id":"$","user_id":"$","portfolio":$,"trade_type":$,"security_type":"$","ticker":"$",\
            "volume":$,"amount":"$","status":"$","executed_at":"$"}}""";

    private static final Shape SHAPE = Shape.of(DOCUMENT);

    private static final Shape SHAPE_WITHOUT_TIME =
            Shape.of(DOCUMENT.replace("}}", ",\"executed_at_defaulted\":true}}"));

    private WrittenCreation() {}

    /** The event; null if the bytes are anything else, or break a rule. */
    static TradeEvent.@Nullable Created read(byte[] bytes) {
        String[] values = SHAPE.valuesOf(bytes);
        boolean defaulted = values == null;
        if (defaulted) {
            values = SHAPE_WITHOUT_TIME.valuesOf(bytes);
        }
        try {
            return values == null ? null : event(values, defaulted);
        } catch (InvalidValueException e) {
            return null;
        }
    }

    private static TradeEvent.Created event(String[] values, boolean executedAtDefaulted) {
        return new TradeEvent.Created(
                Readers.uuid(values[0]),
                new ClientId(values[1]),
                Readers.time(values[2]),
                new Trade(
                        new RefId(values[3]),
                        new UserId(values[4]),
                        PortfolioId.parse(values[5]),
                        side(values[6]),
                        SecurityType.parse(values[7]),
                        Ticker.parse(values[8]),
                        new Volume(Readers.decimal(values[9])),
                        new Price(Readers.decimal(values[10])),
                        TradeStatus.parse(values[11]),
                        Readers.time(values[12])),
                executedAtDefaulted);
    }

    private static Side side(String digits) {
        return Side.ofCode(digits.length() == 1 ? digits.charAt(0) - '0' : -1);
    }
}
