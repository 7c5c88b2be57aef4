package io.trakkit.worker.apply;

import io.trakkit.domain.position.Fold;
import io.trakkit.store.projection.Generation;

/** The live generation was made by another version of the fold than this worker's. Mixing them would make no sense. */
public final class WrongFoldVersionException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private WrongFoldVersionException(int needed) {
        super("The live read model was made by fold version " + needed + ", and this worker has fold version "
                + Fold.VERSION + ": deploy a worker with fold version " + needed
                + ", or run './trakkit replay rebuild' on this one");
    }

    /** @throws WrongFoldVersionException if this worker's fold cannot go on with what that read model holds */
    public static void check(Generation generation) {
        if (generation.foldVersion() != Fold.VERSION) {
            throw new WrongFoldVersionException(generation.foldVersion());
        }
    }
}
