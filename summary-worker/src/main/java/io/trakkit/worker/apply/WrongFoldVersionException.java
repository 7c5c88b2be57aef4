package io.trakkit.worker.apply;

import io.trakkit.domain.Fold;

/** The live generation was made by another version of the fold than this worker's. Mixing them would make no sense. */
public final class WrongFoldVersionException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    WrongFoldVersionException(int needed) {
        super("The live read model was made by version " + needed + " of the fold, this worker has version "
                + Fold.VERSION + ": deploy a worker of that version, or rebuild the read model with this one");
    }
}
