package io.trakkit.domain.returns;

import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;

/** An open position with its price. */
public record ValuedPosition(Ticker ticker, Position position, Mark mark) {

    /** What the units held are worth: price × held, exactly. */
    public BigDecimal marketValue() {
        return mark.price().value().multiply(position.held());
    }

    /** What they would gain if they were sold: price × held − cost, which is (price − average cost) × held. */
    public BigDecimal unrealised() {
        return marketValue().subtract(position.cost());
    }
}
