package io.trakkit.worker.projection;

import io.trakkit.domain.position.Fold;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.ledger.Progress;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.GenerationRemoval;
import io.trakkit.store.projection.GenerationRows;
import io.trakkit.store.projection.Generations;
import io.trakkit.worker.apply.LogApplier;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.projection.compare.ProjectionComparison;
import io.trakkit.worker.projection.rebuild.InconclusiveReplayException;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ProjectionRebuilder;
import io.trakkit.worker.projection.rebuild.RebuildTarget;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplaySettings;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What all replays work with: shadows, one moment of the live read model, and the comparison of the two. */
final class ProjectionService {

    /** So few records are left when a shadow has caught up with the live read model, about. */
    private static final long CLOSE_ENOUGH = 2_000;

    /** So few rows are deleted in one transaction that live traffic does not feel it. */
    private static final int REMOVED_AT_A_TIME = 5_000;

    private final JdbcClient jdbc;
    private final LogReaders log;
    private final ReplaySettings settings;
    private final TransactionTemplate transactions;
    private final TransactionTemplate moments;
    private final TransactionTemplate apart;
    private final Generations generations;
    private final GenerationRows rows;
    private final BatchSession session;
    private final Progress progress;

    ProjectionService(
            JdbcClient jdbc, PlatformTransactionManager transactionManager, LogReaders log, ReplaySettings settings) {
        this.jdbc = jdbc;
        this.log = log;
        this.settings = settings;
        this.transactions = readCommitted(transactionManager);
        this.moments = new TransactionTemplate(transactionManager);
        moments.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        moments.setReadOnly(true);
        this.apart = readCommitted(transactionManager);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.generations = new Generations(jdbc);
        this.rows = new GenerationRows(jdbc);
        this.session = new BatchSession(jdbc);
        this.progress = new Progress(jdbc);
    }

    private static TransactionTemplate readCommitted(PlatformTransactionManager transactionManager) {
        TransactionTemplate template = new TransactionTemplate(transactionManager);
        template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        return template;
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    LogReaders log() {
        return log;
    }

    Generations generations() {
        return generations;
    }

    GenerationRows rows() {
        return rows;
    }

    Progress progress() {
        return progress;
    }

    /** At READ COMMITTED. */
    TransactionTemplate transactions() {
        return transactions;
    }

    /** @throws InconclusiveReplayException if a generation is another fold's */
    static void requireOwnFold(Generation generation) {
        if (generation.foldVersion() != Fold.VERSION) {
            throw new InconclusiveReplayException("Generation " + generation.number() + " was made by fold version "
                    + generation.foldVersion() + ", and this worker has fold version " + Fold.VERSION
                    + ": run this on a worker with fold version " + generation.foldVersion());
        }
    }

    /**
     * Takes away what an interrupted replay has left that nobody can go on with.
     *
     * @return what it was, if there was any
     */
    Optional<Generation> clearAway() {
        Optional<Generation> left = generations.inState(Generation.State.PARTIAL);
        left.ifPresent(generation -> {
            GenerationRemoval removal = new GenerationRemoval(jdbc, generation.number(), REMOVED_AT_A_TIME);
            boolean more = true;
            while (more) {
                more = Objects.requireNonNull(transactions.execute(_ -> {
                    // For each row deleted PostgreSQL looks for rows that refer to it: by index, or it takes minutes.
                    session.begin();
                    return removal.removeSome();
                }));
            }
        });
        return left;
    }

    /** Runs something with an empty generation that is taken away afterwards. */
    <T> T withPartial(ReplayProgress replayProgress, Function<Generation, T> work) {
        Generation partial = generations.create(Fold.VERSION, Generation.State.PARTIAL);
        try {
            return work.apply(partial);
        } finally {
            replayProgress.begin("cleaning up", 0);
            clearAway();
        }
    }

    /**
     * A shadow that reads the log on from where its generation stands.
     *
     * @param refused told of records that would be refused now
     */
    ProjectionRebuilder shadow(
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

    LogApplier applier(Generation generation, Consumer<DeadLetter> refused) {
        return LogApplier.to(new RebuildTarget(jdbc, generation.number(), refused), jdbc, apart, log.partitions());
    }

    /** Brings a shadow near to the live read model, which goes on meanwhile. */
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

    /** What the log does not hold can be waited for in vain. */
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

    /** Runs something while the live read model, as this thread sees it, stands still at one moment. */
    <T> T atOneMoment(BiFunction<Generation, Map<LogPartition, Long>, T> work) {
        return Objects.requireNonNull(moments.execute(_ -> {
            Generation live = generations.live();
            return work.apply(live, progress.nextOffsets(live.number()));
        }));
    }

    /** Commits something, also while this thread looks at {@linkplain #atOneMoment one moment}. */
    void apart(Runnable work) {
        apart.executeWithoutResult(_ -> work.run());
    }

    /**
     * Compares the live read model of {@linkplain #atOneMoment this moment} with another one. One that another version of
     * the fold has made is compared by what both versions keep.
     */
    ProjectionComparison.Result compare(
            Generation live, int rebuilt, PositionFilter positionFilter, ReplayProgress replayProgress) {
        replayProgress.begin("comparing", 0);
        boolean whole = live.foldVersion() == Fold.VERSION;
        try (ProjectionComparison.Side liveSide = side(live.number(), positionFilter, whole)) {
            return Objects.requireNonNull(apart.execute(_ -> {
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
                model.trades(generation, positionFilter.filter(), whole));
    }
}
