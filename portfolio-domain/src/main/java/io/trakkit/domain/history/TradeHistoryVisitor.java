package io.trakkit.domain.history;

import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Visits the records of a portfolio ticker by ticker, so that memory does not grow with their number. */
public interface TradeHistoryVisitor {

    /**
     * Begins the next ticker.
     *
     * @param position the position before the records that follow
     * @param lastTrade the last trade that counts before the records that follow; null if there is none
     */
    void begin(Ticker ticker, Position position, @Nullable LastTrade lastTrade);

    /**
     * Visits the next trade, activity or corporate action of the ticker in trade order, with its fold outcome.
     *
     * @param countsFrom its {@linkplain EffectiveTime effective time}
     */
    void next(FoldedRecord foldedRecord, Instant countsFrom);
}
