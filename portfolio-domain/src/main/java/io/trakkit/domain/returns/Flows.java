package io.trakkit.domain.returns;

import io.trakkit.domain.Side;
import java.math.BigDecimal;

/**
 * The money that crosses the border of a portfolio. It holds no cash: what a buy costs is put in, what a sell fetches is
 * taken out.
 *
 * @param in what was put in, not negative
 * @param out what was taken out, not negative
 */
public record Flows(BigDecimal in, BigDecimal out) {

    public static final Flows NONE = new Flows(BigDecimal.ZERO, BigDecimal.ZERO);

    /** With one trade more. */
    public Flows and(Side side, BigDecimal amount) {
        return switch (side) {
            case BUY -> new Flows(in.add(amount), out);
            case SELL -> new Flows(in, out.add(amount));
        };
    }

    /** What the owner got: out − in. */
    public BigDecimal net() {
        return out.subtract(in);
    }
}
