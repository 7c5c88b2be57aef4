package io.trakkit.domain.trade;

import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the fold made of a trade or an activity.
 *
 * @param held of what was rejected, the units that were held at its place, normalised; null in any other state, and where
 *     version 1 of the fold rejected it, which did not keep it
 */
public record FoldOutcome(TradeState state, @Nullable BigDecimal held) {

    /** It counts. */
    public static final FoldOutcome APPLIED = new FoldOutcome(TradeState.APPLIED, null);

    /** It failed, as its status says. */
    public static final FoldOutcome FAILED = new FoldOutcome(TradeState.FAILED, null);

    /** Normalises the number, so that equal outcomes are {@code equals}. */
    public FoldOutcome {
        held = held == null ? null : Decimals.normalised(held);
    }

    /** It needs more than the units that were held. */
    public static FoldOutcome rejected(BigDecimal held) {
        return new FoldOutcome(TradeState.REJECTED, held);
    }

    /** The outcome of a trade or an activity before it is folded. */
    public static FoldOutcome unfolded(TradeStatus status) {
        return switch (status) {
            case SUCCESS -> APPLIED;
            case FAILED -> FAILED;
        };
    }

    /** The reason of a rejection of this trade or activity; empty in any other state. */
    public Optional<String> reason(Booking booking) {
        return reason(outgoing(booking));
    }

    /** @param outgoing the units that the record takes out, in words; empty if it takes out none */
    public Optional<String> reason(Optional<String> outgoing) {
        if (state != TradeState.REJECTED) {
            return Optional.empty();
        }
        return Optional.of(outgoing.isPresent() ? TradeState.INSUFFICIENT_VOLUME : TradeState.NOTHING_HELD);
    }

    /**
     * Why this trade or activity was rejected, such as "5 to sell, 1 held at that time"; empty where that is not known.
     */
    public Optional<String> detail(Booking booking) {
        return detail(outgoing(booking));
    }

    /** @param outgoing the units that the record takes out, in words; empty if it takes out none */
    public Optional<String> detail(Optional<String> outgoing) {
        if (held == null) {
            return Optional.empty();
        }
        return Optional.of(outgoing.map(units -> units + ", " + Decimals.text(held) + " held at that time")
                .orElse("nothing held at that time"));
    }

    private static Optional<String> outgoing(Booking booking) {
        return switch (booking) {
            case Trade trade -> outgoing(trade.volume());
            case Activity activity -> outgoing(activity.terms());
        };
    }

    /** The units that a sale takes out, in words. */
    public static Optional<String> outgoing(Volume sold) {
        return Optional.of(sold + " to sell");
    }

    /** The units that an activity takes out, in words; empty if it takes out none. */
    public static Optional<String> outgoing(ActivityTerms terms) {
        return switch (terms.type()) {
            case TRANSFER_OUT -> terms.volume().map(units -> units + " to transfer");
            case CASH_IN_LIEU -> terms.volume().map(units -> units + " to exchange for cash");
            case DIVIDEND,
                    RETURN_OF_CAPITAL,
                    COST_ADJUSTMENT,
                    SPLIT,
                    BONUS,
                    TRANSFER_IN,
                    DEPOSIT,
                    WITHDRAWAL,
                    INTEREST,
                    CHARGE -> Optional.empty();
        };
    }
}
