package io.trakkit.worker.projection;

import io.trakkit.domain.position.Fold;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.projection.Generation;
import io.trakkit.worker.apply.LogApplier;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.projection.rebuild.InconclusiveReplayException;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ProjectionRebuilder;
import io.trakkit.worker.projection.rebuild.RebuildTarget;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplaySettings;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens rebuilds of a generation, and brings them close to the live read model. */
final class Rebuilds {

    /** The most records that a rebuild may lag behind the live read model to count as close. */
    private static final long CLOSE_ENOUGH = 2_000;

    private final DataSource database;
    private final JdbcClient jdbc;
    private final LogReaders log;
    private final ReplaySettings settings;
    private final TransactionTemplate separate;
    private final Progress progress;

    /** @param separate commits the batches of a rebuild on their own, also inside a snapshot of the live read model */
    Rebuilds(
            DataSource database,
            JdbcClient jdbc,
            TransactionTemplate separate,
            LogReaders log,
            ReplaySettings settings) {
        this.database = database;
        this.jdbc = jdbc;
        this.separate = separate;
        this.log = log;
        this.settings = settings;
        this.progress = new Progress(jdbc);
    }

    /** @throws InconclusiveReplayException if another version of the fold made the generation */
    static void requireOwnFold(Generation generation) {
        if (generation.foldVersion() != Fold.VERSION) {
            throw new InconclusiveReplayException("Generation " + generation.number() + " was made by fold version "
                    + generation.foldVersion() + ", and this worker has fold version " + Fold.VERSION
                    + ": run this on a worker with fold version " + generation.foldVersion());
        }
    }

    /**
     * A rebuild that reads the log from the offsets of its generation.
     *
     * @param refused called for records that would be refused now
     */
    ProjectionRebuilder fromLog(
            Generation generation,
            PositionFilter positionFilter,
            ReplayProgress replayProgress,
            Consumer<DeadLetter> refused) {
        return ProjectionRebuilder.open(
                generation.number(),
                positionFilter,
                settings.threads(),
                log,
                progress,
                applier(generation, refused),
                replayProgress);
    }

    /** A rebuild that is given its records; each partition has to be {@linkplain #takeOver taken over} before. */
    ProjectionRebuilder withoutLog(
            Generation generation,
            PositionFilter positionFilter,
            ReplayProgress replayProgress,
            Consumer<DeadLetter> refused) {
        return ProjectionRebuilder.withoutLog(
                generation.number(), positionFilter, applier(generation, refused), replayProgress);
    }

    void takeOver(ProjectionRebuilder projectionRebuilder, LogPartition partition) {
        separate.executeWithoutResult(_ -> projectionRebuilder.own(partition, progress));
    }

    private LogApplier applier(Generation generation, Consumer<DeadLetter> refused) {
        return LogApplier.to(
                new RebuildTarget(jdbc, generation.number(), refused), database, separate, log.partitions());
    }

    /** Reads the log until a rebuild is close to the live read model, which keeps advancing. */
    void catchUp(
            ProjectionRebuilder projectionRebuilder, PositionFilter positionFilter, ReplayProgress replayProgress) {
        requireNotAhead();
        while (true) {
            Map<LogPartition, Long> live = progress.nextOffsets();
            long behind = behind(projectionRebuilder, positionFilter, live);
            replayProgress.begin("reading the log", behind);
            projectionRebuilder.advanceTo(live);
            if (behind <= CLOSE_ENOUGH) {
                return;
            }
        }
    }

    /** Checks that the log has the records: a rebuild would wait for missing ones for ever. */
    private void requireNotAhead() {
        Map<LogPartition, Long> live = progress.nextOffsets();
        Map<Integer, LogReaders.Extent> extents = log.extents();
        live.forEach((partition, next) -> {
            LogReaders.Extent extent = extents.get(partition.partition());
            if (extent != null && partition.topicId().equals(log.topicId()) && extent.end() < next) {
                throw new InconclusiveReplayException(
                        "The live read model is ahead of the log: partition " + partition.partition()
                                + " ends at offset " + extent.end() + ", but was applied up to offset " + next);
            }
        });
    }

    private long behind(
            ProjectionRebuilder projectionRebuilder, PositionFilter positionFilter, Map<LogPartition, Long> live) {
        Map<LogPartition, Long> own = progress.nextOffsets(projectionRebuilder.generation());
        return live.entrySet().stream()
                .filter(entry -> positionFilter
                        .partitions(log.partitions())
                        .contains(entry.getKey().partition()))
                .mapToLong(entry ->
                        Math.max(0, entry.getValue() - Objects.requireNonNullElse(own.get(entry.getKey()), 0L)))
                .sum();
    }
}
