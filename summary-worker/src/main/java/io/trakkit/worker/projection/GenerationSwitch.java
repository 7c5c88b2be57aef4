package io.trakkit.worker.projection;

import io.trakkit.domain.position.Fold;
import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.Generation.State;
import io.trakkit.worker.projection.rebuild.InconclusiveReplayException;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ProjectionRebuilder;
import io.trakkit.worker.projection.rebuild.RefusalGuard;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import io.trakkit.worker.projection.rebuild.ReplaySettings;
import java.util.Optional;
import org.springframework.dao.CannotAcquireLockException;

/**
 * Makes another generation live: one that is built from the log, or the former one again. Readers see the one or the
 * other, never half of either, and no version goes back, since the switch waits until both stand at the same offsets.
 */
final class GenerationSwitch {

    private static final int ATTEMPTS = 20;

    private final ProjectionService projectionService;
    private final Verification verification;
    private final ReplaySettings settings;

    GenerationSwitch(ProjectionService projectionService, Verification verification, ReplaySettings settings) {
        this.projectionService = projectionService;
        this.verification = verification;
        this.settings = settings;
    }

    /** Builds a generation from the log, or goes on with one that was begun, and makes it live. */
    ReplayReport rebuild(ReplayProgress replayProgress) {
        projectionService.generations().inState(State.FORMER).ifPresent(former -> {
            throw new InconclusiveReplayException("Generation " + former.number()
                    + " is still kept from the last switch:" + " run './trakkit replay discard' first");
        });
        Optional<Generation> begun = projectionService.generations().inState(State.BUILDING);
        begun.filter(generation -> generation.foldVersion() != Fold.VERSION).ifPresent(other -> {
            throw new InconclusiveReplayException("Generation " + other.number() + " was started by fold version "
                    + other.foldVersion() + ", and this worker has fold version " + Fold.VERSION
                    + ": run './trakkit replay discard' first");
        });
        Generation generation =
                begun.orElseGet(() -> projectionService.generations().create(Fold.VERSION, State.BUILDING));
        Generation live = projectionService.generations().live();
        try (ProjectionRebuilder projectionRebuilder =
                projectionService.shadow(generation, PositionFilter.ALL, replayProgress, new RefusalGuard())) {
            projectionService.catchUp(projectionRebuilder, PositionFilter.ALL, replayProgress);
            ReplayReport compared = verification.compared(projectionRebuilder, PositionFilter.ALL, replayProgress);
            projectionService.catchUp(projectionRebuilder, PositionFilter.ALL, replayProgress);
            makeLive(projectionRebuilder, replayProgress);
            return switched(live, generation, begun.isPresent() ? "resumed and rebuilt" : "rebuilt")
                    .with("found_before", compared.node());
        }
    }

    /** Catches the former generation up and makes it live again. */
    ReplayReport rollback(ReplayProgress replayProgress) {
        Generation former = projectionService
                .generations()
                .inState(State.FORMER)
                .orElseThrow(() -> new InconclusiveReplayException(
                        "No former generation is kept, so there is nothing to roll back to"));
        projectionService.generations().inState(State.BUILDING).ifPresent(building -> {
            throw new InconclusiveReplayException("Generation " + building.number()
                    + " is being built: './trakkit replay" + " rebuild' continues it");
        });
        ProjectionService.requireOwnFold(former);
        Generation live = projectionService.generations().live();
        try (ProjectionRebuilder projectionRebuilder =
                projectionService.shadow(former, PositionFilter.ALL, replayProgress, new RefusalGuard())) {
            projectionService.catchUp(projectionRebuilder, PositionFilter.ALL, replayProgress);
            makeLive(projectionRebuilder, replayProgress);
            return switched(live, former, "caught up");
        }
    }

    /**
     * Takes away the former generation, or one that was begun and not finished, or goes on with that where it was
     * interrupted.
     */
    ReplayReport discard(ReplayProgress replayProgress) {
        replayProgress.begin("deleting", 0);
        Optional<Generation> begun = projectionService.clearAway();
        Optional<Generation> whole = projectionService
                .generations()
                .inState(State.BUILDING)
                .or(() -> projectionService.generations().inState(State.FORMER));
        whole.ifPresent(generation -> {
            // First, so that one which is only half there can never become live.
            projectionService.generations().giveUp(generation.number());
            projectionService.clearAway();
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
                projectionService.transactions().executeWithoutResult(_ -> switchTo(projectionRebuilder));
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
        projectionService.generations().holdLiveAlone(settings.switchPatience(), settings.switchAtMost());
        projectionRebuilder.advanceTo(projectionService.progress().nextOffsets());
        projectionService.generations().makeLive(projectionRebuilder.generation());
    }
}
