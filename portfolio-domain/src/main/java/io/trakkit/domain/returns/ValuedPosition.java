package io.trakkit.domain.returns;

import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;

/** An open position with its price. */
public record ValuedPosition(Ticker ticker, Position position, Mark mark) {

    /** The value of the units held: price × held, exactly. */
    public BigDecimal marketValue() {
        return mark.price().value().multiply(position.held());
    }

    /** The unrealised gain: price × held − cost, which is (price − average cost) × held. */
    public BigDecimal unrealised() {
        return marketValue().subtract(position.cost());
    }
}
