package io.trakkit.worker.projection;

import io.trakkit.domain.position.Fold;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.Generation.State;
import io.trakkit.store.projection.Generations;
import io.trakkit.worker.projection.rebuild.InconclusiveReplayException;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ProjectionRebuilder;
import io.trakkit.worker.projection.rebuild.RefusalGuard;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import io.trakkit.worker.projection.rebuild.ReplaySettings;
import java.util.Optional;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes another generation live: a new one that is built from the log, or the former one. Readers see the whole old or the
 * whole new one. No version goes back, because both generations are at the same offsets when the switch happens.
 */
final class GenerationSwitch {

    private static final int ATTEMPTS = 20;

    private final Generations generations;
    private final Progress progress;
    private final TransactionTemplate transactions;
    private final Rebuilds rebuilds;
    private final PartialGenerations partialGenerations;
    private final Verification verification;
    private final ReplaySettings settings;

    /** @param transactions at READ COMMITTED */
    GenerationSwitch(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Rebuilds rebuilds,
            PartialGenerations partialGenerations,
            Verification verification,
            ReplaySettings settings) {
        this.generations = new Generations(jdbc);
        this.progress = new Progress(jdbc);
        this.transactions = transactions;
        this.rebuilds = rebuilds;
        this.partialGenerations = partialGenerations;
        this.verification = verification;
        this.settings = settings;
    }

    /** Builds a generation from the log, or continues an unfinished one, and makes it live. */
    ReplayReport rebuild(ReplayProgress replayProgress) {
        generations.inState(State.FORMER).ifPresent(former -> {
            throw new InconclusiveReplayException("Generation " + former.number()
                    + " is still kept from the last switch:" + " run './trakkit replay discard' first");
        });
        Optional<Generation> begun = generations.inState(State.BUILDING);
        begun.filter(generation -> generation.foldVersion() != Fold.VERSION).ifPresent(other -> {
            throw new InconclusiveReplayException("Generation " + other.number() + " was started by fold version "
                    + other.foldVersion() + ", and this worker has fold version " + Fold.VERSION
                    + ": run './trakkit replay discard' first");
        });
        Generation generation = begun.orElseGet(() -> generations.create(Fold.VERSION, State.BUILDING));
        Generation live = generations.live();
        try (ProjectionRebuilder projectionRebuilder =
                rebuilds.fromLog(generation, PositionFilter.ALL, replayProgress, new RefusalGuard())) {
            rebuilds.catchUp(projectionRebuilder, PositionFilter.ALL, replayProgress);
            ReplayReport compared = verification.compared(projectionRebuilder, PositionFilter.ALL, replayProgress);
            rebuilds.catchUp(projectionRebuilder, PositionFilter.ALL, replayProgress);
            makeLive(projectionRebuilder, replayProgress);
            return switched(live, generation, begun.isPresent() ? "resumed and rebuilt" : "rebuilt")
                    .with("found_before", compared.node());
        }
    }

    /** Brings the former generation up to date and makes it live again. */
    ReplayReport rollback(ReplayProgress replayProgress) {
        Generation former = generations
                .inState(State.FORMER)
                .orElseThrow(() -> new InconclusiveReplayException(
                        "No former generation is kept, so there is nothing to roll back to"));
        generations.inState(State.BUILDING).ifPresent(building -> {
            throw new InconclusiveReplayException("Generation " + building.number()
                    + " is being built: './trakkit replay" + " rebuild' continues it");
        });
        Rebuilds.requireOwnFold(former);
        Generation live = generations.live();
        try (ProjectionRebuilder projectionRebuilder =
                rebuilds.fromLog(former, PositionFilter.ALL, replayProgress, new RefusalGuard())) {
            rebuilds.catchUp(projectionRebuilder, PositionFilter.ALL, replayProgress);
            makeLive(projectionRebuilder, replayProgress);
            return switched(live, former, "caught up");
        }
    }

    /**
     * Deletes the former generation or an unfinished one. Continues a deletion that was interrupted.
     */
    ReplayReport discard(ReplayProgress replayProgress) {
        replayProgress.begin("deleting", 0);
        Optional<Generation> begun = partialGenerations.removeLeftover();
        Optional<Generation> whole = generations.inState(State.BUILDING).or(() -> generations.inState(State.FORMER));
        whole.ifPresent(generation -> {
            // First, so that a half deleted generation can never become live.
            generations.giveUp(generation.number());
            partialGenerations.removeLeftover();
        });
        Generation generation = whole.or(() -> begun)
                .orElseThrow(
                        () -> new InconclusiveReplayException("No generation to discard: only the live one exists"));
        return ReplayReport.of(ReplayReport.FINE, "Generation " + generation.number() + " is discarded")
                .with("generation", generation.number());
    }

    private static ReplayReport switched(Generation before, Generation now, String how) {
        return ReplayReport.of(
                        ReplayReport.FINE,
                        "Generation " + now.number() + " is " + how + " and live; generation " + before.number()
                                + " is kept: './trakkit replay rollback' returns to it, './trakkit replay discard' deletes it")
                .with("live_generation", now.number())
                .with("former_generation", before.number());
    }

    private void makeLive(ProjectionRebuilder projectionRebuilder, ReplayProgress replayProgress) {
        for (int attempt = 1; ; attempt++) {
            replayProgress.begin(attempt == 1 ? "switching" : "switching, next attempt", 0);
            replayProgress.requireWanted();
            try {
                transactions.executeWithoutResult(_ -> switchTo(projectionRebuilder));
                return;
            } catch (CannotAcquireLockException e) {
                if (attempt == ATTEMPTS) {
                    throw new InconclusiveReplayException(
                            "The switch waited too long for running batches; './trakkit replay rebuild' continues it",
                            e);
                }
            }
        }
    }

    private void switchTo(ProjectionRebuilder projectionRebuilder) {
        generations.holdLiveAlone(settings.switchPatience(), settings.switchAtMost());
        projectionRebuilder.advanceTo(progress.nextOffsets());
        generations.makeLive(projectionRebuilder.generation());
    }
}
