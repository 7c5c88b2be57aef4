package io.trakkit.query.stream;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.returns.Returns;
import io.trakkit.query.summary.SummaryAnswer;
import io.trakkit.store.query.ListedSummary;
import io.trakkit.store.query.WatchedPositions.Watched;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream: the present state first, then changes. On its own thread, so that a slow client makes itself
 * wait and no one else.
 */
final class PortfolioStream {

    private static final Duration RECONNECT = Duration.ofSeconds(2);

    private final Watch watch;
    private final long arrival;
    private final EventWriter events;
    private final Duration heartbeat;
    private @Nullable SeenVersions seen;

    /**
     * A stream.
     *
     * @param arrival the round in which the client came
     * @param seen what the client has seen already; null if it starts from the beginning
     */
    PortfolioStream(Watch watch, long arrival, EventWriter events, Duration heartbeat, @Nullable SeenVersions seen) {
        this.watch = watch;
        this.arrival = arrival;
        this.events = events;
        this.heartbeat = heartbeat;
        this.seen = seen;
    }

    void run() throws IOException, InterruptedException {
        events.retryAfter(RECONNECT);
        events.flush();
        PortfolioState told = null;
        while (!watch.hasEnded()) {
            PortfolioState latest = told == null
                    ? watch.awaitConfirmed(arrival, heartbeat)
                    : watch.awaitOther(told.number(), heartbeat);
            if (latest == null || (told != null && latest.number() == told.number())) {
                events.heartbeat();
            } else if (told == null) {
                tellPresent(latest);
            } else {
                tellChanges(told, latest);
            }
            told = latest;
            events.flush();
        }
        events.end("shutdown");
        events.flush();
    }

    private void tellPresent(PortfolioState state) throws IOException {
        SeenVersions before = seen;
        SeenVersions all = SeenVersions.all(portfolio(), state);
        if (before == null || !before.isComparableWith(all)) {
            // A client that has seen anything may have seen a position open that is closed by now.
            Set<Ticker> wanted =
                    before == null ? state.openTickers() : state.positions().keySet();
            tell(state, wanted, all, SeenVersions.none(portfolio(), state));
        } else {
            List<Ticker> unseen = state.positions().keySet().stream()
                    .filter(ticker -> !before.agrees(SeenVersions.bucket(ticker), all))
                    .toList();
            tell(state, Set.copyOf(unseen), all, before);
        }
        seen = all;
        events.event("returns", all, Returns.withSome(state.portfolio(), _ -> true));
    }

    private void tellChanges(PortfolioState told, PortfolioState state) throws IOException {
        SeenVersions all = SeenVersions.all(portfolio(), state);
        SeenVersions before = seen != null && seen.isComparableWith(all) ? seen : SeenVersions.none(portfolio(), state);
        tell(state, state.positionsChangedSince(told), all, before);
        seen = all;
        events.event("returns", all, Returns.withSome(state.portfolio(), state.returnsChangedSince(told)::contains));
    }

    /** A bucket counts as seen with its last position, so that a client that is cut off in between gets the rest. */
    private void tell(PortfolioState state, Set<Ticker> tickers, SeenVersions all, SeenVersions upToNow)
            throws IOException {
        int[] untold = new int[SeenVersions.BUCKETS];
        tickers.forEach(ticker -> untold[SeenVersions.bucket(ticker)]++);
        for (Ticker ticker : new TreeSet<>(tickers)) {
            int bucket = SeenVersions.bucket(ticker);
            if (--untold[bucket] == 0) {
                upToNow.take(bucket, all);
            }
            events.event("summary", upToNow, summary(state, ticker));
        }
    }

    private SummaryAnswer summary(PortfolioState state, Ticker ticker) {
        Watched watched = Objects.requireNonNull(state.positions().get(ticker));
        return SummaryAnswer.of(new ListedSummary(
                portfolio(), ticker, watched.held().position(), watched.version(), watched.updatedAt()));
    }

    private PortfolioId portfolio() {
        return watch.key().portfolio();
    }
}
