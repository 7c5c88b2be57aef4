package io.trakkit.ingest.trade;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Times;
import io.trakkit.domain.value.Volume;
import io.trakkit.wire.json.Readers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trade read by {@link PlainJson}. That takes a third of the time of a tree.
 * {@link TradeReader} reports what is wrong with it, from the {@link #tree()}.
 */
public final class PlainTrade {

    private static final Set<Field> MAY_BE_NUMBERS =
            EnumSet.of(Field.PORTFOLIO, Field.TRADE_TYPE, Field.VOLUME, Field.AMOUNT);

    private final Map<Field, String> values = new EnumMap<>(Field.class);

    /** The fields that were numbers. */
    private final Set<Field> numbers = EnumSet.noneOf(Field.class);

    /** The fields of a trade. */
    public enum Field {
        REF_ID,
        USER_ID,
        PORTFOLIO,
        TRADE_TYPE,
        SECURITY_TYPE,
        TICKER,
        VOLUME,
        AMOUNT,
        STATUS,
        EXECUTED_AT;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        public String wireName() {
            return wireName;
        }
    }

    public boolean has(Field field) {
        return values.containsKey(field);
    }

    public void putText(Field field, String text) {
        values.put(field, text);
    }

    /** @param digits {@code 0} or {@code 12} or {@code 1.50} */
    public void putNumber(Field field, String digits) {
        values.put(field, digits);
        numbers.add(field);
    }

    boolean isNumber(Field field) {
        return numbers.contains(field);
    }

    /** The same fields as a JSON object. */
    public ObjectNode tree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        values.forEach((field, value) -> {
            if (!isNumber(field)) {
                tree.put(field.wireName(), value);
            } else if (value.indexOf('.') < 0) {
                tree.put(field.wireName(), new BigInteger(value));
            } else {
                tree.put(field.wireName(), new BigDecimal(value));
            }
        });
        return tree;
    }

    /** The trade; null if anything about it is amiss, or it has no ref_id and none can be made. */
    @Nullable
    Trade trade(Instant receivedAt, Optional<Supplier<RefId>> generated) {
        if (!MAY_BE_NUMBERS.containsAll(numbers)) {
            return null;
        }
        String user = value(Field.USER_ID);
        String portfolio = value(Field.PORTFOLIO);
        Side side = side();
        String securityType = value(Field.SECURITY_TYPE);
        String ticker = value(Field.TICKER);
        String volume = value(Field.VOLUME);
        String price = value(Field.AMOUNT);
        String status = value(Field.STATUS);
        if (user == null || portfolio == null || side == null || securityType == null) {
            return null;
        }
        if (ticker == null || volume == null || price == null || status == null) {
            return null;
        }
        try {
            RefId refId = refId(generated);
            return refId == null
                    ? null
                    : new Trade(
                            refId,
                            new UserId(user),
                            PortfolioId.parse(portfolio),
                            side,
                            SecurityType.parse(securityType),
                            Ticker.parse(ticker),
                            new Volume(Readers.decimal(volume)),
                            new Price(Readers.decimal(price)),
                            TradeStatus.parse(status),
                            executedAt(receivedAt));
        } catch (InvalidValueException e) {
            return null;
        }
    }

    private @Nullable String value(Field field) {
        return values.get(field);
    }

    private @Nullable RefId refId(Optional<Supplier<RefId>> generated) {
        String given = value(Field.REF_ID);
        if (given != null) {
            return new RefId(given);
        }
        return generated.isPresent() ? generated.get().get() : null;
    }

    private @Nullable Side side() {
        String code = value(Field.TRADE_TYPE);
        if (code == null || code.length() != 1 || !isNumber(Field.TRADE_TYPE)) {
            return null;
        }
        return switch (code.charAt(0)) {
            case '1' -> Side.BUY;
            case '2' -> Side.SELL;
            default -> null;
        };
    }

    private Instant executedAt(Instant receivedAt) {
        String given = value(Field.EXECUTED_AT);
        return given == null ? receivedAt : Times.executedAt(Readers.time(given), receivedAt);
    }
}
