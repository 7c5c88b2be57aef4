package io.trakkit.domain.trade;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import java.util.Optional;

/** A correction of a trade: at least one of volume, price per unit, status and ISIN. */
public record Amendment(
        Optional<Volume> volume, Optional<Price> price, Optional<TradeStatus> status, Optional<Isin> isin) {

    /** @throws InvalidValueException if nothing is amended */
    public Amendment {
        if (volume.isEmpty() && price.isEmpty() && status.isEmpty() && isin.isEmpty()) {
            throw new InvalidValueException("must have at least one of volume, amount, status, isin");
        }
    }

    /** An amendment of the fields that every trade has. */
    public Amendment(Optional<Volume> volume, Optional<Price> price, Optional<TradeStatus> status) {
        this(volume, price, status, Optional.empty());
    }

    /** This amendment followed by a later one, as one. */
    public Amendment then(Amendment later) {
        return new Amendment(
                later.volume.or(() -> volume),
                later.price.or(() -> price),
                later.status.or(() -> status),
                later.isin.or(() -> isin));
    }
}
