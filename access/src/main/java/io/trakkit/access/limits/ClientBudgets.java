package io.trakkit.access.limits;

import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What each client may still use. A change of a client's limits holds as soon as {@link LimitsOfClients} knows it. */
public final class ClientBudgets implements AutoCloseable {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final LimitsOfClients limits;
    private final RedisLink redis;
    private final TimeMeter clock;
    private final Map<ClientId, Budgets> budgets = new ConcurrentHashMap<>();
    private final Map<Limit, Counter> limited = new EnumMap<>(Limit.class);

    /** @param clock of this instance */
    ClientBudgets(LimitsOfClients limits, RedisLink redis, TimeMeter clock, MeterRegistry meters) {
        this.limits = limits;
        this.redis = redis.start(this::renew, PermitBudget.RENEWED_EVERY);
        this.clock = clock;
        for (Limit limit : Limit.values()) {
            limited.put(limit, meters.counter("trakkit.access.limited", "limit", limit.wireName()));
        }
        // Without a Redis nothing is wrong.
        meters.gauge(
                "trakkit.access.limits.shared",
                redis,
                link -> link.isAvailable() ? 1 : link.isConfigured() ? 0 : Double.NaN);
    }

    /** The budgets of one client. */
    private final class Budgets {

        private final ClientId client;
        private final PermitBudget bulkRequests;
        private final PermitBudget streams;
        private volatile Rates rates;

        Budgets(ClientId client, ClientLimits limits) {
            this.client = client;
            bulkRequests = new PermitBudget(redis, name(client, Limit.BULK_REQUESTS));
            streams = new PermitBudget(redis, name(client, Limit.STREAMS));
            rates = new Rates(client, limits);
        }

        /** Those of the limits as they are now. */
        Rates rates(ClientLimits now) {
            Rates known = rates;
            if (!known.limits.equals(now)) {
                synchronized (this) {
                    known = rates.limits.equals(now) ? rates : new Rates(client, now);
                    rates = known;
                }
            }
            return known;
        }
    }

    /** The budgets of one client that depend on its limits. */
    private final class Rates {

        private final ClientLimits limits;
        private final TokenBudget requests;
        private final TokenBudget records;
        private final long lotOfRecords;
        private final AtomicLong recordsLeft = new AtomicLong();

        Rates(ClientId client, ClientLimits limits) {
            this.limits = limits;
            requests = new TokenBudget(
                    redis, clock, name(client, Limit.REQUESTS), limits.burst(), limits.requestsPerSecond());
            records = new TokenBudget(
                    redis,
                    clock,
                    name(client, Limit.BULK_RECORDS),
                    limits.bulkRecordsPerSecond(),
                    limits.bulkRecordsPerSecond());
            lotOfRecords = TokenBudget.lotOf(limits.bulkRecordsPerSecond());
        }

        /** Records are taken in lots, since one by one would cost more than to read them. */
        Duration takeRecord() {
            while (recordsLeft.decrementAndGet() < 0) {
                ConsumptionProbe lot = records.take(lotOfRecords);
                if (!lot.isConsumed()) {
                    recordsLeft.set(0);
                    return Duration.ofNanos(Math.max(1, lot.getNanosToWaitForRefill()));
                }
                recordsLeft.updateAndGet(left -> Math.max(0, left) + lotOfRecords);
            }
            return Duration.ZERO;
        }
    }

    private static String name(ClientId client, Limit limit) {
        return client.value() + ':' + limit.wireName();
    }

    /** The limits of the client; empty if it has none. */
    public Optional<ClientLimits> limitsOf(ClientId client) {
        return limits.of(client);
    }

    private Budgets of(ClientId client, ClientLimits now) {
        Budgets known = budgets.get(client);
        return known == null ? budgets.computeIfAbsent(client, id -> new Budgets(id, now)) : known;
    }

    /** Takes one request; empty if the client has no limits. */
    public Optional<RequestTurn> request(ClientId client) {
        return limits.of(client).map(now -> {
            ConsumptionProbe probe = of(client, now).rates(now).requests.take(1);
            if (!probe.isConsumed()) {
                count(Limit.REQUESTS);
            }
            return new RequestTurn(
                    client,
                    now,
                    probe.isConsumed(),
                    Math.max(0, probe.getRemainingTokens()),
                    Duration.ofNanos(probe.getNanosToWaitForRefill()),
                    Duration.ofNanos(probe.getNanosToWaitForReset()));
        });
    }

    /** The records that the client may send in bulk requests, or have published otherwise; each wait counts as limited once. */
    public RecordBudget bulkRecords(ClientId client) {
        return () -> {
            Duration wait = limits.of(client)
                    .map(now -> of(client, now).rates(now).takeRecord())
                    .orElse(Duration.ZERO);
            if (wait.isPositive()) {
                count(Limit.BULK_RECORDS);
            }
            return wait;
        };
    }

    /**
     * Takes one of the bulk requests that the client may have at once. Whatever else costs as much is to take one, too.
     *
     * @throws ProblemException if it has all of them
     */
    public Permit bulkRequest(ClientId client) {
        return limits.of(client)
                .map(now -> of(client, now)
                        .bulkRequests
                        .take(now.bulkRequests())
                        .orElseThrow(() -> refused(
                                Limit.BULK_REQUESTS,
                                "The client " + client + " may have " + now.bulkRequests()
                                        + " bulk requests at once, previews and recalculations included")))
                .orElse(() -> {});
    }

    /**
     * Takes one of the streams that the client may have at once.
     *
     * @throws ProblemException if it has all of them
     */
    public Permit stream(ClientId client) {
        return limits.of(client)
                .map(now -> of(client, now)
                        .streams
                        .take(now.streams())
                        .orElseThrow(() -> refused(
                                Limit.STREAMS,
                                "The client " + client + " may have " + now.streams() + " streams at once")))
                .orElse(() -> {});
    }

    /** The answer if the client has all the portfolios that it may have: to wait does not help, so it is a conflict. */
    public ProblemException tooManyPortfolios(ClientId client, int limit) {
        count(Limit.PORTFOLIOS);
        return ProblemException.of(
                Problem.LIMIT_REACHED,
                "The client " + client + " may have " + limit
                        + " portfolios and has them; an administrator of the platform can raise the limit");
    }

    /** The answer if so many changes of the client's corporate actions wait until positions are folded again. */
    public ProblemException tooManyActions(ClientId client, int limit) {
        return refused(
                Limit.CORPORATE_ACTIONS,
                "Positions of the client " + client + " have still to be folded again after " + limit
                        + " changes of corporate actions");
    }

    private ProblemException refused(Limit limit, String detail) {
        count(limit);
        return ProblemException.of(Problem.TOO_MANY, detail + "; retry in " + RETRY_AFTER.toSeconds() + " s")
                .withHeader("Retry-After", Long.toString(RETRY_AFTER.toSeconds()));
    }

    private void count(Limit limit) {
        Counter counter = limited.get(limit);
        if (counter != null) {
            counter.increment();
        }
    }

    private void renew() {
        budgets.values().forEach(client -> {
            client.bulkRequests.renew();
            client.streams.renew();
        });
    }

    @Override
    public void close() {
        redis.close();
    }
}
