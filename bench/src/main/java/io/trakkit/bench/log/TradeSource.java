package io.trakkit.bench.log;

import io.trakkit.domain.event.TradeEvent;
import java.util.Iterator;

/** Trades made up by rule: the same ones each time. */
public interface TradeSource {

    /** From the first on, in the order in which they go to the log. */
    Iterator<TradeEvent> events();

    int count();
}
