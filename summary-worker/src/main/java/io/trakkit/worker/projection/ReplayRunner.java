package io.trakkit.worker.projection;

import io.trakkit.store.postgres.SessionLock;
import io.trakkit.store.projection.Replays;
import io.trakkit.worker.apply.FailureCauses;
import io.trakkit.worker.projection.rebuild.DivergenceException;
import io.trakkit.worker.projection.rebuild.InconclusiveReplayException;
import io.trakkit.worker.projection.rebuild.ReplayCancelledException;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Runs one replay at a time across all workers, and stores who requested it, its progress and its report.
 */
final class ReplayRunner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReplayRunner.class);

    private static final long PROGRESS_EVERY_MILLIS = 500;
    private static final long STOP_WITHIN_MILLIS = 5_000;

    private final DataSource database;
    private final Replays replays;
    private final ReplayCommands replayCommands;
    private final Clock clock;
    private volatile @Nullable Running running;

    ReplayRunner(DataSource database, Replays replays, ReplayCommands replayCommands, Clock clock) {
        this.database = database;
        this.replays = replays;
        this.replayCommands = replayCommands;
        this.clock = clock;
    }

    private record Running(long id, ReplayProgress progress, SessionLock lock, CountDownLatch ended) {}

    /**
     * Starts a replay.
     *
     * @return its number; empty if another replay runs on any worker
     */
    synchronized Optional<Long> start(ReplayOptions options) {
        Optional<SessionLock> lock = SessionLock.tryTake(database, SessionLock.REPLAYS);
        return lock.map(held -> start(options, held));
    }

    private long start(ReplayOptions options, SessionLock lock) {
        try {
            long id =
                    replays.start(options.command().wireName(), options.json(), options.requestedBy(), clock.instant());
            replays.endInterrupted(
                    id,
                    clock.instant(),
                    ReplayReport.of(ReplayReport.COULD_NOT_TELL, "The process ended before the replay did")
                            .json());
            Running started = new Running(id, new ReplayProgress(clock), lock, new CountDownLatch(1));
            running = started;
            log.info(
                    "Replay {} started: {} {}, requested by {}",
                    id,
                    options.command().wireName(),
                    options.json(),
                    options.requestedBy());
            Thread.ofVirtual().name("replay-" + id).start(() -> run(started, options));
            Thread.ofVirtual().name("replay-" + id + "-progress").start(() -> saveProgress(started));
            return id;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void run(Running replay, ReplayOptions options) {
        String state = "failed";
        ReplayReport replayReport = ReplayReport.of(ReplayReport.COULD_NOT_TELL, "The replay ended without a result");
        try {
            replayReport = replayCommands.run(replay.id(), options, replay.progress());
            state = "done";
        } catch (ReplayCancelledException e) {
            state = "cancelled";
            replayReport = ReplayReport.of(ReplayReport.COULD_NOT_TELL, String.valueOf(e.getMessage()));
        } catch (InconclusiveReplayException | DivergenceException e) {
            replayReport = ReplayReport.of(
                    e instanceof DivergenceException ? ReplayReport.DRIFT : ReplayReport.COULD_NOT_TELL, reason(e));
        } catch (RuntimeException e) {
            log.error("Replay {} failed", replay.id(), e);
            replayReport = ReplayReport.of(ReplayReport.COULD_NOT_TELL, "Failed: " + FailureCauses.reason(e));
        } finally {
            end(replay, state, replayReport);
        }
    }

    private static String reason(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    /** Synchronized with {@link #start}: a caller who sees the end can start the next replay. */
    private synchronized void end(Running replay, String state, ReplayReport replayReport) {
        try {
            replays.end(replay.id(), state, clock.instant(), replay.progress().records(), replayReport.json());
            log.info("Replay {} is {}: {}", replay.id(), state, replayReport.summary());
        } catch (DataAccessException e) {
            log.warn("Replay {} is {}, but saving its result failed: {}", replay.id(), state, FailureCauses.reason(e));
        } finally {
            replay.ended().countDown();
            replay.lock().close();
        }
    }

    /** Without the lock another worker may start a replay, so this one must end. */
    private void saveProgress(Running replay) {
        while (!endedWithin(replay, PROGRESS_EVERY_MILLIS)) {
            try {
                replay.lock().requireHeld();
                replays.progress(
                        replay.id(),
                        replay.progress().records(),
                        replay.progress().now().toString());
            } catch (DataAccessException e) {
                log.warn("Replay {} stops because it lost its lock: {}", replay.id(), FailureCauses.reason(e));
                replay.progress().cancel();
                return;
            }
        }
    }

    private static boolean endedWithin(Running replay, long millis) {
        try {
            return replay.ended().await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Cancels a replay; returns whether it runs on this worker. */
    boolean cancel(long id) {
        Running current = running;
        if (current == null || current.id() != id || current.ended().getCount() == 0) {
            return false;
        }
        current.progress().cancel();
        return true;
    }

    /** The next replay removes or continues what this one has left. */
    @Override
    public void close() {
        Running current = running;
        if (current != null && cancel(current.id()) && !endedWithin(current, STOP_WITHIN_MILLIS)) {
            log.warn("Replay {} did not stop in time; the worker stops without it", current.id());
        }
    }
}
