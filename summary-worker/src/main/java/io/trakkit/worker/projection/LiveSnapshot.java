package io.trakkit.worker.projection;

import io.trakkit.domain.position.Fold;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.Generations;
import io.trakkit.worker.projection.compare.ProjectionComparison;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the live read model in one snapshot, and compares it with another generation. */
final class LiveSnapshot {

    private final JdbcClient jdbc;
    private final Generations generations;
    private final Progress progress;
    private final TransactionTemplate snapshot;
    private final TransactionTemplate separate;

    LiveSnapshot(JdbcClient jdbc, ReplayTransactions transactions) {
        this.jdbc = jdbc;
        this.generations = new Generations(jdbc);
        this.progress = new Progress(jdbc);
        this.snapshot = transactions.snapshot();
        this.separate = transactions.separate();
    }

    /** Runs work in a snapshot: what this thread reads of the live generation and its next offsets does not change. */
    <T> T read(BiFunction<Generation, Map<LogPartition, Long>, T> work) {
        return Objects.requireNonNull(snapshot.execute(_ -> {
            Generation live = generations.live();
            return work.apply(live, progress.nextOffsets(live.number()));
        }));
    }

    /**
     * Compares the live read model in the current {@linkplain #read snapshot} with another generation. If another version
     * of the fold made the live one, only the columns of both versions are compared.
     */
    ProjectionComparison.Result compare(
            Generation live, int rebuilt, PositionFilter positionFilter, ReplayProgress replayProgress) {
        replayProgress.begin("comparing", 0);
        boolean whole = live.foldVersion() == Fold.VERSION;
        try (ProjectionComparison.Side liveSide = side(live.number(), positionFilter, whole)) {
            return Objects.requireNonNull(separate.execute(_ -> {
                try (ProjectionComparison.Side rebuiltSide = side(rebuilt, positionFilter, whole)) {
                    return ProjectionComparison.of(liveSide, rebuiltSide, positionFilter, replayProgress);
                }
            }));
        }
    }

    private ProjectionComparison.Side side(int generation, PositionFilter positionFilter, boolean whole) {
        CanonicalRows model = new CanonicalRows(jdbc);
        return new ProjectionComparison.Side(
                model.summaries(generation, positionFilter.filter(), whole),
                model.records(generation, positionFilter.filter(), whole));
    }
}
