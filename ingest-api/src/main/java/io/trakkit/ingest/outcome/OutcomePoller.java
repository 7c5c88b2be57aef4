package io.trakkit.ingest.outcome;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.store.ledger.EventOutcomes;
import io.trakkit.store.ledger.EventOutcomes.EventOutcome;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.store.progress.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Asks the database for the outcomes that callers wait for, those of a client in one statement. While the database can't be
 * asked, the wait continues until its time has passed.
 */
public final class OutcomePoller implements SmartLifecycle {

    /** The limit of callers that wait at once. */
    public static final int MAX_WAITERS = 1_000;

    private static final Duration CADENCE = Duration.ofMillis(8);
    private static final Duration CADENCE_WHILE_DOWN = Duration.ofMillis(200);

    private static final Logger log = LoggerFactory.getLogger(OutcomePoller.class);

    private final Database database;
    private final MeterRegistry meters;
    private final EventOutcomes eventOutcomes;
    private final Progress progress;
    private final Semaphore free = new Semaphore(MAX_WAITERS);
    private final Set<ForOutcome> forOutcome = ConcurrentHashMap.newKeySet();
    private final Set<ForProgress> forProgress = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean polling = new AtomicBoolean();
    private volatile boolean running;

    public OutcomePoller(Database database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
        eventOutcomes = new EventOutcomes(database.jdbc());
        progress = new Progress(database.jdbc());
        meters.gauge("trakkit.ingest.waiters", free, permits -> MAX_WAITERS - permits.availablePermits());
    }

    /** The result of a wait. */
    public sealed interface WaitResult<T> {

        /** The answer came in time. */
        record Came<T>(T answer) implements WaitResult<T> {}

        /** The time has passed, or the app is stopping. */
        record TimePassed<T>() implements WaitResult<T> {}

        /** Too many callers wait already; the database was not asked. */
        record Full<T>() implements WaitResult<T> {}
    }

    private record ForOutcome(Question question, CompletableFuture<EventOutcome> answer) {}

    private record ForProgress(Map<LogPartition, Long> ends, CompletableFuture<Boolean> answer) {}

    /** Waits for the outcome of an event. */
    public WaitResult<EventOutcome> await(Question question, Duration limit) {
        ForOutcome waiter = new ForOutcome(question, new CompletableFuture<>());
        return await(forOutcome, waiter, waiter.answer(), limit);
    }

    /** Waits until everything below these offsets has been applied or refused. */
    public WaitResult<Boolean> awaitProgress(Map<LogPartition, Long> ends, Duration limit) {
        ForProgress waiter = new ForProgress(ends, new CompletableFuture<>());
        return await(forProgress, waiter, waiter.answer(), limit);
    }

    private <W, T> WaitResult<T> await(Set<W> waiters, W waiter, CompletableFuture<T> answer, Duration limit) {
        WaitResult<T> outcome = outcome(waiters, waiter, answer, limit);
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

    private <W, T> WaitResult<T> outcome(Set<W> waiters, W waiter, CompletableFuture<T> answer, Duration limit) {
        if (!free.tryAcquire()) {
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
            free.release();
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
            askForOutcomes();
            askForProgress();
            return CADENCE;
        } catch (DatabaseUnavailableException _) {
            // The class Database has logged it; a caller gets an answer when its time has passed.
            return CADENCE_WHILE_DOWN;
        } catch (RuntimeException e) {
            log.error("Reading outcomes from the database failed", e);
            return CADENCE_WHILE_DOWN;
        }
    }

    private void askForOutcomes() {
        Set<Question> questions = new LinkedHashSet<>();
        forOutcome.forEach(waiter -> questions.add(waiter.question()));
        if (questions.isEmpty()) {
            return;
        }
        Map<Question, EventOutcome> found = new HashMap<>();
        ClientScope.forEach(
                questions,
                Question::client,
                ofClient -> found.putAll(database.read(() -> eventOutcomes.find(ofClient))));
        for (ForOutcome waiter : forOutcome) {
            Optional.ofNullable(found.get(waiter.question())).ifPresent(waiter.answer()::complete);
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
