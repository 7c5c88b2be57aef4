package io.trakkit.feed.run;

import io.trakkit.store.prices.PriceHistory;
import java.time.Clock;
import java.time.Duration;

/** Thins old quotes of the history, a limited number per run so that no run takes long. */
final class HistoryThinning {

    private static final int QUOTES_AT_ONCE = 5_000;
    private static final int STATEMENTS_PER_RUN = 20;

    private final PriceHistory history;
    private final Duration exactFor;
    private final Clock clock;

    /** @param exactFor the age up to which every quote is kept */
    HistoryThinning(PriceHistory history, Duration exactFor, Clock clock) {
        this.history = history;
        this.exactFor = exactFor;
        this.clock = clock;
    }

    /** @throws org.springframework.dao.DataAccessException if the statement fails; the next run continues */
    void run() {
        for (int i = 0; i < STATEMENTS_PER_RUN; i++) {
            if (history.thin(clock.instant().minus(exactFor), QUOTES_AT_ONCE) < QUOTES_AT_ONCE) {
                return;
            }
        }
    }
}
