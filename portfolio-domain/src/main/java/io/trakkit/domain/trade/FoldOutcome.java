package io.trakkit.domain.trade;

import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the fold made of a trade.
 *
 * @param held of a rejected sell, the units that were held at its place, normalised; null in any other state, and where
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

    /** A sell of more than the units that were held. */
    public static FoldOutcome rejected(BigDecimal held) {
        return new FoldOutcome(TradeState.REJECTED, held);
    }

    /** The outcome of a trade before it is folded. */
    public static FoldOutcome unfolded(TradeStatus status) {
        return switch (status) {
            case SUCCESS -> APPLIED;
            case FAILED -> FAILED;
        };
    }

    /** Why a sell of that volume was rejected, such as "5 to sell, 1 held at that time"; empty where that is not known. */
    public Optional<String> detail(Volume volume) {
        return held == null
                ? Optional.empty()
                : Optional.of(volume + " to sell, " + Decimals.text(held) + " held at that time");
    }
}
