package io.trakkit.feed.source.http;

import io.github.bucket4j.Bucket;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.PriceSource;
import io.trakkit.feed.source.SourceException;
import io.trakkit.feed.source.http.Fetch.Outcome;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads prices from a service over HTTP. The settings limit the tickers of a request, the concurrent requests, and the
 * requests per second. After a failure an address gets a pause that doubles each time; if the service asks for a pause, all
 * requests wait.
 */
public final class HttpSource implements PriceSource {

    /** The most doublings of the pause, more than any sensible backoff needs. */
    private static final int MOST_DOUBLINGS = 30;

    private final HttpSettings settings;
    private final UrlTemplate addresses;
    private final Clock clock;
    private final Fetch fetch;
    private final Bucket pace;
    private final Map<URI, Remembered> remembered = new HashMap<>();
    private volatile Instant restUntil = Instant.MIN;

    /** @throws SourceException if a setting is invalid */
    public HttpSource(HttpSettings settings, QuoteDefaults defaults, Clock clock) {
        this.settings = settings;
        this.addresses = UrlTemplate.of(settings.url(), settings.separator());
        this.clock = clock;
        this.fetch = new Fetch(settings, new Answers(settings, defaults), clock);
        this.pace = Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(settings.requestsPerSecond(), Duration.ofSeconds(1)))
                .build();
    }

    @Override
    public Polled poll(Set<Ticker> tickers) {
        Map<URI, List<Ticker>> wanted = requests(tickers);
        // The state of addresses without a request is dropped.
        remembered.keySet().retainAll(wanted.keySet());
        Map<URI, List<Ticker>> due = due(wanted);
        if (due.isEmpty() && !wanted.isEmpty()) {
            throw new SourceException("the service failed before and is not asked again yet");
        }
        Map<URI, Outcome> outcomes = ask(due);
        List<Quote> quotes = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Map<URI, Remembered> taken = new HashMap<>();
        outcomes.forEach((address, outcome) -> {
            switch (outcome) {
                case Outcome.Fetched fetched -> {
                    quotes.addAll(fetched.read().found());
                    faults.addAll(fetched.read().faults());
                    taken.put(address, fetched.remember());
                    remembered.computeIfPresent(address, (_, before) -> before.well());
                }
                case Outcome.Unchanged _ -> remembered.computeIfPresent(address, (_, before) -> before.well());
                case Outcome.Failed failed -> {
                    faults.add(named(wanted.getOrDefault(address, List.of())) + ": " + failed.why());
                    remember(address, failed);
                }
                case Outcome.NotAsked _ -> {
                    // It is sent after the pause.
                }
            }
        });
        if (nothingLearnt(outcomes.values())) {
            throw new SourceException(faults.getFirst());
        }
        return new Polled(quotes, faults, () -> remembered.putAll(taken));
    }

    /** Names a request by its tickers: an address may contain a secret key. */
    private static String named(List<Ticker> tickers) {
        return tickers.size() <= 1
                ? tickers.toString()
                : "%s to %s (%d tickers)".formatted(tickers.getFirst(), tickers.getLast(), tickers.size());
    }

    private static boolean nothingLearnt(Collection<Outcome> outcomes) {
        return outcomes.stream().anyMatch(Outcome.Failed.class::isInstance)
                && outcomes.stream()
                        .allMatch(outcome -> outcome instanceof Outcome.Failed || outcome instanceof Outcome.NotAsked);
    }

    private Map<URI, List<Ticker>> requests(Set<Ticker> tickers) {
        List<Ticker> sorted = List.copyOf(new TreeSet<>(tickers));
        Map<URI, List<Ticker>> requests = new LinkedHashMap<>();
        for (int from = 0; from < sorted.size(); from += settings.batchSize()) {
            List<Ticker> batch = sorted.subList(from, Math.min(from + settings.batchSize(), sorted.size()));
            requests.put(addresses.of(batch), batch);
        }
        return requests;
    }

    private Map<URI, List<Ticker>> due(Map<URI, List<Ticker>> wanted) {
        Map<URI, List<Ticker>> due = new LinkedHashMap<>();
        wanted.forEach((address, tickers) -> {
            Instant own = remembered.getOrDefault(address, Remembered.NOTHING).restUntil();
            if (!rests(restUntil) && !rests(own)) {
                due.put(address, tickers);
            }
        });
        return due;
    }

    /** A pause that seems longer than the longest backoff began before the clock was set back, and is over. */
    private boolean rests(Instant until) {
        Duration left = Duration.between(clock.instant(), until);
        return left.isPositive() && left.compareTo(settings.maxBackoff()) <= 0;
    }

    private Map<URI, Outcome> ask(Map<URI, List<Ticker>> due) {
        Map<URI, Future<Outcome>> asked = new LinkedHashMap<>();
        Map<URI, Outcome> outcomes = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                settings.parallel(), Thread.ofVirtual().name("price-source-", 0).factory())) {
            due.forEach((address, tickers) -> {
                Remembered before = remembered.getOrDefault(address, Remembered.NOTHING);
                asked.put(address, threads.submit(() -> askAtPace(address, tickers, before)));
            });
            for (Map.Entry<URI, Future<Outcome>> answer : asked.entrySet()) {
                try {
                    outcomes.put(answer.getKey(), answer.getValue().get());
                } catch (InterruptedException e) {
                    threads.shutdownNow();
                    Thread.currentThread().interrupt();
                    throw new SourceException("Interrupted", e);
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        }
        return outcomes;
    }

    private Outcome askAtPace(URI address, List<Ticker> tickers, Remembered before) throws InterruptedException {
        pace.asBlocking().consume(1);
        if (rests(restUntil)) {
            return new Outcome.NotAsked();
        }
        Outcome outcome = fetch.fetch(address, tickers, before);
        if (outcome instanceof Outcome.Failed failed && failed.busy()) {
            restUntil = clock.instant().plus(backoff(before, failed));
        }
        return outcome;
    }

    private void remember(URI address, Outcome.Failed failed) {
        Remembered before = remembered.getOrDefault(address, Remembered.NOTHING);
        remembered.put(address, before.failed(clock.instant().plus(backoff(before, failed))));
    }

    /** The pause that the service asks for, or one that doubles with each failure; at most the longest backoff. */
    private Duration backoff(Remembered before, Outcome.Failed failed) {
        long times = 1L << Math.min(before.failures(), MOST_DOUBLINGS);
        long limit = settings.maxBackoff().toMillis() / settings.minBackoff().toMillis();
        Duration wish = failed.retryAfter()
                .orElse(
                        times > limit
                                ? settings.maxBackoff()
                                : settings.minBackoff().multipliedBy(times));
        return wish.compareTo(settings.maxBackoff()) > 0 ? settings.maxBackoff() : wish;
    }

    @Override
    public void close() {
        fetch.close();
    }
}
