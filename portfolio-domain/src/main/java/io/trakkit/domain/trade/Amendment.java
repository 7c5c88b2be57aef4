package io.trakkit.domain.trade;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Times;
import io.trakkit.domain.value.Volume;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A correction of a trade: at least one of its fields that can be amended.
 *
 * @param conversion a currency with its rate; that of the portfolio has the rate 1
 */
public record Amendment(
        Optional<Volume> volume,
        Optional<Price> price,
        Optional<TradeStatus> status,
        Optional<Isin> isin,
        Optional<Money> fee,
        Optional<Money> tax,
        Optional<Conversion> conversion,
        Optional<Instant> executedAt) {

    /** @throws InvalidValueException if nothing is amended */
    public Amendment {
        if (Stream.of(volume, price, status, isin, fee, tax, conversion, executedAt)
                .allMatch(Optional::isEmpty)) {
            throw new InvalidValueException(
                    "must have at least one of volume, amount, status, isin, fee, tax, currency, fx_rate, executed_at");
        }
        executedAt.ifPresent(Times::checked);
    }

    /** An amendment of the fields that every trade has. */
    public Amendment(Optional<Volume> volume, Optional<Price> price, Optional<TradeStatus> status) {
        this(volume, price, status, Optional.empty());
    }

    /** An amendment without money but the price. */
    public Amendment(
            Optional<Volume> volume, Optional<Price> price, Optional<TradeStatus> status, Optional<Isin> isin) {
        this(volume, price, status, isin, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** This amendment followed by a later one, as one. */
    public Amendment then(Amendment later) {
        return new Amendment(
                later.volume.or(() -> volume),
                later.price.or(() -> price),
                later.status.or(() -> status),
                later.isin.or(() -> isin),
                later.fee.or(() -> fee),
                later.tax.or(() -> tax),
                later.conversion.or(() -> conversion),
                later.executedAt.or(() -> executedAt));
    }
}
