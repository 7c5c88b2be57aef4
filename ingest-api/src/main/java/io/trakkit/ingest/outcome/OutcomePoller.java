package io.trakkit.ingest.outcome;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.store.ledger.EventOutcomes;
import io.trakkit.store.ledger.EventOutcomes.EventOutcome;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.store.progress.Progress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Asks the database for the outcomes that callers wait for, those of a client in one statement. While the database can't be
 * asked, the wait continues until its time has passed.
 */
public final class OutcomePoller implements SmartLifecycle {

    /** The limit of callers that wait at once; {@link WaitingPlaces} shares it among clients. */
    public static final int MAX_WAITERS = 1_000;

    private static final Duration CADENCE = Duration.ofMillis(8);
    private static final Duration CADENCE_WHILE_DOWN = Duration.ofMillis(200);

    private static final Logger log = LoggerFactory.getLogger(OutcomePoller.class);

    private final Database database;
    private final MeterRegistry meters;
    private final EventOutcomes eventOutcomes;
    private final Progress progress;
    private final WaitingPlaces places = new WaitingPlaces(MAX_WAITERS);
    private final Set<ForOutcome> forOutcome = ConcurrentHashMap.newKeySet();
    private final Set<ForProgress> forProgress = ConcurrentHashMap.newKeySet();

    /** The clients whose outcomes could not be read in the last round. Only the poller uses it. */
    private final Set<ClientId> failing = new HashSet<>();

    private final AtomicBoolean polling = new AtomicBoolean();
    private volatile boolean running;

    public OutcomePoller(Database database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
        eventOutcomes = new EventOutcomes(database.jdbc());
        progress = new Progress(database.jdbc());
        meters.gauge("trakkit.ingest.waiters", places, WaitingPlaces::taken);
    }

    /** The result of a wait. */
    public sealed interface WaitResult<T> {

        /** The answer came in time. */
        record Came<T>(T answer) implements WaitResult<T> {}

        /** The time has passed, or the app is stopping. */
        record TimePassed<T>() implements WaitResult<T> {}

        /** Too many callers wait already, of all or of this client; the database was not asked. */
        record Full<T>() implements WaitResult<T> {}
    }

    private record ForOutcome(Question question, CompletableFuture<EventOutcome> answer) {}

    private record ForProgress(Map<LogPartition, Long> ends, CompletableFuture<Boolean> answer) {}

    /** Waits for the outcome of an event. */
    public WaitResult<EventOutcome> await(Question question, Duration limit) {
        ForOutcome waiter = new ForOutcome(question, new CompletableFuture<>());
        return await(question.client(), forOutcome, waiter, waiter.answer(), limit);
    }

    /** Waits, for a client, until everything below these offsets has been applied or refused. */
    public WaitResult<Boolean> awaitProgress(ClientId client, Map<LogPartition, Long> ends, Duration limit) {
        ForProgress waiter = new ForProgress(ends, new CompletableFuture<>());
        return await(client, forProgress, waiter, waiter.answer(), limit);
    }

    private <W, T> WaitResult<T> await(
            ClientId client, Set<W> waiters, W waiter, CompletableFuture<T> answer, Duration limit) {
        WaitResult<T> outcome = outcome(client, waiters, waiter, answer, limit);
        meters.counter("trakkit.ingest.waits", "outcome", name(outcome)).increment();
        return outcome;
    }

    private static String name(WaitResult<?> outcome) {
        return switch (outcome) {
            case WaitResult.Came<?> _ -> "came";
            case WaitResult.TimePassed<?> _ -> "time_passed";
            case WaitResult.Full<?> _ -> "full";
        };
    }

    private <W, T> WaitResult<T> outcome(
            ClientId client, Set<W> waiters, W waiter, CompletableFuture<T> answer, Duration limit) {
        if (!places.tryTake(client)) {
            return new WaitResult.Full<>();
        }
        try {
            waiters.add(waiter);
            if (running) {
                keepPolling();
                return new WaitResult.Came<>(answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
            }
            return new WaitResult.TimePassed<>();
        } catch (TimeoutException | CancellationException e) {
            return new WaitResult.TimePassed<>();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new WaitResult.TimePassed<>();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A wait never ends with a failure", e);
        } finally {
            waiters.remove(waiter);
            places.giveBack(client);
        }
    }

    private void keepPolling() {
        if (polling.compareAndSet(false, true)) {
            Thread.ofVirtual().name("outcome-poller").start(this::poll);
        }
    }

    private void poll() {
        try {
            while (running && hasWaiters()) {
                LockSupport.parkNanos(askAll().toNanos());
            }
        } finally {
            polling.set(false);
        }
        // A caller may have arrived after the last query and found the poller still marked as running.
        if (running && hasWaiters()) {
            keepPolling();
        }
    }

    private boolean hasWaiters() {
        return !forOutcome.isEmpty() || !forProgress.isEmpty();
    }

    /** @return how long to pause before the next time */
    private Duration askAll() {
        try {
            boolean allAnswered = askForOutcomes();
            askForProgress();
            return allAnswered ? CADENCE : CADENCE_WHILE_DOWN;
        } catch (DatabaseUnavailableException _) {
            return CADENCE_WHILE_DOWN;
        } catch (RuntimeException e) {
            log.error("Reading the progress of the worker from the database failed", e);
            return CADENCE_WHILE_DOWN;
        }
    }

    /**
     * Asks for one client after another, those that failed before at the end: after a failure the database may count as down for
     * a moment, and no client is to lose its look-ups to that of another.
     *
     * @return whether all questions were answered
     */
    private boolean askForOutcomes() {
        Map<ClientId, List<ForOutcome>> ofClients = forOutcome.stream()
                .collect(Collectors.groupingBy(waiter -> waiter.question().client()));
        failing.retainAll(ofClients.keySet());
        List<ClientId> inOrder = ofClients.keySet().stream()
                .sorted(Comparator.comparing(failing::contains))
                .toList();
        inOrder.forEach(client -> askForOutcomes(client, Objects.requireNonNull(ofClients.get(client))));
        return failing.isEmpty();
    }

    private void askForOutcomes(ClientId client, List<ForOutcome> waiters) {
        Set<Question> questions = waiters.stream().map(ForOutcome::question).collect(Collectors.toSet());
        try (var _ = ClientScope.enterOutsideTurns(client)) {
            Map<Question, EventOutcome> found = database.read(() -> eventOutcomes.find(questions));
            for (ForOutcome waiter : waiters) {
                Optional.ofNullable(found.get(waiter.question())).ifPresent(waiter.answer()::complete);
            }
            failing.remove(client);
        } catch (DatabaseUnavailableException _) {
            // The class Database has logged it; a caller gets an answer when its time has passed.
            failing.add(client);
        } catch (RuntimeException e) {
            if (failing.add(client)) {
                log.error("Reading outcomes of the client {} from the database failed, will retry", client, e);
            }
        }
    }

    private void askForProgress() {
        if (forProgress.isEmpty()) {
            return;
        }
        Map<LogPartition, Long> applied = database.read(progress::nextOffsets);
        for (ForProgress waiter : forProgress) {
            boolean passed = waiter.ends().entrySet().stream()
                    .allMatch(end -> applied.getOrDefault(end.getKey(), 0L) >= end.getValue());
            if (passed) {
                waiter.answer().complete(true);
            }
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Ends every wait, so that the requests can be answered before the server stops. */
    @Override
    public void stop() {
        running = false;
        forOutcome.forEach(waiter -> waiter.answer().cancel(false));
        forProgress.forEach(waiter -> waiter.answer().cancel(false));
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
