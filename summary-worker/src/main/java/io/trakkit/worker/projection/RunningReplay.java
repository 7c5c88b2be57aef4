package io.trakkit.worker.projection;

import io.trakkit.store.postgres.SessionLock;
import io.trakkit.store.projection.Replays;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the replay that is running, in this worker or another one. */
public final class RunningReplay {

    private final JdbcClient jdbc;
    private final Replays replays;

    public RunningReplay(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.replays = new Replays(jdbc);
    }

    /** The running replay; empty if none runs. */
    public Optional<ReplayAnswer> find() {
        // Before the table is read, as in ReplayController.
        boolean anyRuns = SessionLock.isHeld(jdbc, SessionLock.REPLAYS);
        return replays.latest(Optional.empty(), 1).stream()
                .map(replay -> ReplayAnswer.of(replay, anyRuns))
                .filter(ReplayAnswer::isRunning)
                .findFirst();
    }
}
