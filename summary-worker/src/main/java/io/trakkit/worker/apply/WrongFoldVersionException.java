package io.trakkit.worker.apply;

import io.trakkit.domain.position.Fold;
import io.trakkit.store.projection.Generation;

/** Another version of the fold made the live generation; mixing the numbers of two versions would be wrong. */
public final class WrongFoldVersionException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private WrongFoldVersionException(int needed) {
        super("The live read model was made by fold version " + needed + ", and this worker has fold version "
                + Fold.VERSION + ": deploy a worker with fold version " + needed
                + ", or run './trakkit replay rebuild' on this one");
    }

    /** @throws WrongFoldVersionException if another version of the fold made the generation */
    public static void check(Generation generation) {
        if (generation.foldVersion() != Fold.VERSION) {
            throw new WrongFoldVersionException(generation.foldVersion());
        }
    }
}
