package io.trakkit.query.stream;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.CurrencyCode;
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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one client: the present state first, then changes. It has its own thread, so a slow client delays no other.
 */
final class PortfolioStream {

    private static final Duration RECONNECT = Duration.ofSeconds(2);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    private final Watch watch;
    private final CurrencyCode currency;
    private final long arrival;
    private final EventWriter events;
    private final Duration heartbeat;
    private @Nullable SeenVersions seen;

    /**
     * A stream.
     *
     * @param currency that of the portfolio
     * @param arrival the round in which the client connected
     * @param seen the versions that the client has seen; null for a new client
     */
    PortfolioStream(
            Watch watch,
            CurrencyCode currency,
            long arrival,
            EventWriter events,
            Duration heartbeat,
            @Nullable SeenVersions seen) {
        this.watch = watch;
        this.currency = currency;
        this.arrival = arrival;
        this.events = events;
        this.heartbeat = heartbeat;
        this.seen = seen;
    }

    /**
     * Runs until the watch ends or the client may not follow any more.
     *
     * @param allowed whether the client may; asked before each event, and at least once a second
     */
    void runWhile(BooleanSupplier allowed) throws IOException, InterruptedException {
        events.retryAfter(RECONNECT);
        events.flush();
        PortfolioState sent = null;
        long lineDue = System.nanoTime() + heartbeat.toNanos();
        boolean mayFollow = allowed.getAsBoolean();
        while (mayFollow && !watch.hasEnded()) {
            Duration pause = Duration.ofNanos(Math.min(CHECK_EVERY.toNanos(), lineDue - System.nanoTime()));
            PortfolioState latest =
                    sent == null ? watch.awaitConfirmed(arrival, pause) : watch.awaitOther(sent.number(), pause);
            mayFollow = allowed.getAsBoolean();
            if (mayFollow && send(sent, latest, lineDue)) {
                events.flush();
                lineDue = System.nanoTime() + heartbeat.toNanos();
                sent = latest;
            }
        }
        events.end(mayFollow ? "shutdown" : "access_ended");
        events.flush();
    }

    /** Sends what is new, or a heartbeat that is due; returns whether anything was sent. */
    private boolean send(@Nullable PortfolioState sent, @Nullable PortfolioState latest, long heartbeatDue)
            throws IOException {
        if (latest != null && sent == null) {
            sendPresent(latest);
            return true;
        }
        if (latest != null && sent != null && latest.number() != sent.number()) {
            sendChanges(sent, latest);
            return true;
        }
        if (System.nanoTime() - heartbeatDue >= 0) {
            events.heartbeat();
            return true;
        }
        return false;
    }

    private void sendPresent(PortfolioState state) throws IOException {
        SeenVersions before = seen;
        SeenVersions all = SeenVersions.all(portfolio(), state);
        if (before == null || !before.isComparableWith(all)) {
            // A client that returns may show a position as open that is closed now, so it gets closed ones, too.
            Set<Ticker> wanted =
                    before == null ? state.openTickers() : state.positions().keySet();
            send(state, wanted, all, SeenVersions.none(portfolio(), state));
        } else {
            List<Ticker> unseen = state.positions().keySet().stream()
                    .filter(ticker -> !before.agrees(SeenVersions.bucket(ticker), all))
                    .toList();
            send(state, Set.copyOf(unseen), all, before);
        }
        seen = all;
        events.event("returns", all, Returns.withSome(state.returns(), state.cash(), currency, _ -> true));
    }

    private void sendChanges(PortfolioState sent, PortfolioState state) throws IOException {
        SeenVersions all = SeenVersions.all(portfolio(), state);
        SeenVersions before = seen != null && seen.isComparableWith(all) ? seen : SeenVersions.none(portfolio(), state);
        send(state, state.positionsChangedSince(sent), all, before);
        seen = all;
        events.event(
                "returns",
                all,
                Returns.withSome(state.returns(), state.cash(), currency, state.returnsChangedSince(sent)::contains));
    }

    /** A bucket counts as seen after its last position, so that a client that loses the connection in between gets the rest. */
    private void send(PortfolioState state, Set<Ticker> tickers, SeenVersions all, SeenVersions upToNow)
            throws IOException {
        int[] unsent = new int[SeenVersions.BUCKETS];
        tickers.forEach(ticker -> unsent[SeenVersions.bucket(ticker)]++);
        for (Ticker ticker : new TreeSet<>(tickers)) {
            int bucket = SeenVersions.bucket(ticker);
            if (--unsent[bucket] == 0) {
                upToNow.take(bucket, all);
            }
            events.event("summary", upToNow, summary(state, ticker));
        }
    }

    private SummaryAnswer summary(PortfolioState state, Ticker ticker) {
        Watched watched = Objects.requireNonNull(state.positions().get(ticker));
        return SummaryAnswer.of(new ListedSummary(
                portfolio(), ticker, watched.held().position(), currency, watched.version(), watched.updatedAt()));
    }

    private PortfolioId portfolio() {
        return watch.key().portfolio();
    }
}
