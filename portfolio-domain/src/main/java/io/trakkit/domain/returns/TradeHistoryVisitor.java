package io.trakkit.domain.returns;

import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Visits the trades of a portfolio ticker by ticker, so that memory does not grow with the number of trades. */
public interface TradeHistoryVisitor {

    /**
     * The next ticker begins.
     *
     * @param position what was held before the trades that follow
     * @param lastTrade the last trade that counted before the trades that follow; null if there is none
     */
    void begin(Ticker ticker, Position position, @Nullable LastTrade lastTrade);

    /**
     * The next trade of the ticker, in the order of places, with what the fold made of it.
     *
     * @param countsFrom the moment from which it counts, as {@link EffectiveTime} has it
     */
    void trade(FoldedTrade foldedTrade, Instant countsFrom);
}
