package io.trakkit.domain.valuation;

import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.util.Optional;

/** An open position with its price. Money is in the portfolio's currency. */
public record ValuedPosition(Ticker ticker, Position position, Mark mark) {

    /** The value of the units held: price × held × rate. */
    public BigDecimal marketValue() {
        return mark.value(position.held());
    }

    /** The unrealised gain: value − cost. */
    public BigDecimal unrealised() {
        return marketValue().subtract(position.cost());
    }

    /**
     * The part of the unrealised gain that comes from the rate: local cost × rate now − cost, rounded to the scale of money.
     * Zero if all records are in the portfolio's currency; empty if they have several currencies, or one that is not the
     * price's.
     */
    public Optional<BigDecimal> unrealisedByRate() {
        return switch (position.local()) {
            case LocalAmounts.None _ -> Optional.of(BigDecimal.ZERO);
            case LocalAmounts.InPortfolioCurrency _ -> Optional.of(BigDecimal.ZERO);
            case LocalAmounts.Mixed _ -> Optional.empty();
            case LocalAmounts.Foreign local ->
                mark.foreign()
                        .filter(foreign -> foreign.currency().equals(local.currency()))
                        .map(foreign -> foreign.converted(local.cost()).subtract(position.cost()));
        };
    }

    /** The other part, which comes from the price: (local value − local cost) × rate now. Both add up exactly. */
    public Optional<BigDecimal> unrealisedByPrice() {
        return unrealisedByRate().map(byRate -> unrealised().subtract(byRate));
    }
}
