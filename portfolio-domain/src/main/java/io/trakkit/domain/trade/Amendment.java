package io.trakkit.domain.trade;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import java.util.Optional;

/** A correction of a trade: at least one of volume, price per unit and status. */
public record Amendment(Optional<Volume> volume, Optional<Price> price, Optional<TradeStatus> status) {

    /** @throws InvalidValueException if nothing is amended */
    public Amendment {
        if (volume.isEmpty() && price.isEmpty() && status.isEmpty()) {
            throw new InvalidValueException("must have at least one of volume, amount, status");
        }
    }

    /** This amendment followed by a later one, as one. */
    public Amendment then(Amendment later) {
        return new Amendment(later.volume.or(() -> volume), later.price.or(() -> price), later.status.or(() -> status));
    }
}
