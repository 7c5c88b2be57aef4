package io.trakkit.worker.replay;

import io.trakkit.domain.Fold;
import io.trakkit.store.Generation;
import io.trakkit.store.Generation.State;
import java.util.Optional;
import org.springframework.dao.CannotAcquireLockException;

/**
 * Makes another generation live: one that is built from the log, or the former one again. Readers see the one or the
 * other, never half of either, and no version goes back, since the switch waits until both stand at the same offsets.
 */
final class Rebuild {

    private static final int ATTEMPTS = 20;

    private final Workshop workshop;
    private final Verification verification;
    private final ReplaySettings settings;

    Rebuild(Workshop workshop, Verification verification, ReplaySettings settings) {
        this.workshop = workshop;
        this.verification = verification;
        this.settings = settings;
    }

    /** Builds a generation from the log, or goes on with one that was begun, and makes it live. */
    Report rebuild(Telling telling) {
        workshop.generations().inState(State.FORMER).ifPresent(former -> {
            throw new CouldNotTellException("Generation " + former.number() + " is still kept from the last switch;"
                    + " './trakkit replay discard' makes room for another one");
        });
        Optional<Generation> begun = workshop.generations().inState(State.BUILDING);
        begun.filter(generation -> generation.foldVersion() != Fold.VERSION).ifPresent(other -> {
            throw new CouldNotTellException("Generation " + other.number() + " was begun by version "
                    + other.foldVersion() + " of the fold, and this worker has version " + Fold.VERSION
                    + "; './trakkit replay discard' takes it away");
        });
        Generation generation = begun.orElseGet(() -> workshop.generations().create(Fold.VERSION, State.BUILDING));
        Generation live = workshop.generations().live();
        try (Shadow shadow = workshop.shadow(generation, Scope.ALL, telling, new NoRefusals())) {
            workshop.catchUp(shadow, Scope.ALL, telling);
            Report compared = verification.compared(shadow, Scope.ALL, telling);
            workshop.catchUp(shadow, Scope.ALL, telling);
            makeLive(shadow, telling);
            return switched(live, generation, begun.isPresent() ? "resumed and rebuilt" : "rebuilt")
                    .with("found_before", compared.node());
        }
    }

    /** Catches the former generation up and makes it live again. */
    Report rollback(Telling telling) {
        Generation former = workshop.generations()
                .inState(State.FORMER)
                .orElseThrow(() -> new CouldNotTellException("There is no former generation to go back to"));
        workshop.generations().inState(State.BUILDING).ifPresent(building -> {
            throw new CouldNotTellException("Generation " + building.number() + " is being built; './trakkit replay"
                    + " rebuild' goes on with it");
        });
        Workshop.requireOwnFold(former);
        Generation live = workshop.generations().live();
        try (Shadow shadow = workshop.shadow(former, Scope.ALL, telling, new NoRefusals())) {
            workshop.catchUp(shadow, Scope.ALL, telling);
            makeLive(shadow, telling);
            return switched(live, former, "caught up");
        }
    }

    /**
     * Takes away the former generation, or one that was begun and not finished, or goes on with that where it was
     * interrupted.
     */
    Report discard(Telling telling) {
        telling.begin("deleting", 0);
        Optional<Generation> begun = workshop.clearAway();
        Optional<Generation> whole = workshop.generations()
                .inState(State.BUILDING)
                .or(() -> workshop.generations().inState(State.FORMER));
        whole.ifPresent(generation -> {
            // First, so that one which is only half there can never become live.
            workshop.generations().giveUp(generation.number());
            workshop.clearAway();
        });
        Generation generation = whole.or(() -> begun)
                .orElseThrow(() -> new CouldNotTellException("There is no generation beside the live one to discard"));
        return Report.of(Report.FINE, "Generation " + generation.number() + " is discarded")
                .with("generation", generation.number());
    }

    private static Report switched(Generation before, Generation now, String how) {
        return Report.of(
                        Report.FINE,
                        "Generation " + now.number() + " is " + how + " and live; generation " + before.number()
                                + " is kept: 'replay rollback' goes back to it, 'replay discard' takes it away")
                .with("live_generation", now.number())
                .with("former_generation", before.number());
    }

    private void makeLive(Shadow shadow, Telling telling) {
        for (int attempt = 1; ; attempt++) {
            telling.begin(attempt == 1 ? "switching" : "switching, tried again", 0);
            telling.requireWanted();
            try {
                workshop.transactions().executeWithoutResult(_ -> switchTo(shadow));
                return;
            } catch (CannotAcquireLockException e) {
                if (attempt == ATTEMPTS) {
                    throw new CouldNotTellException(
                            "The batches in hand keep the switch waiting; './trakkit replay rebuild' goes on with it",
                            e);
                }
            }
        }
    }

    private void switchTo(Shadow shadow) {
        workshop.generations().holdLiveAlone(settings.switchPatience(), settings.switchAtMost());
        shadow.advanceTo(workshop.progress().nextOffsets());
        workshop.generations().makeLive(shadow.generation());
    }
}
