package io.trakkit.domain.position;

import io.trakkit.domain.trade.FoldOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers what a fold finds. */
public final class RecordedOutcomes implements Fold.Listener {

    final Map<String, FoldOutcome> changes = new LinkedHashMap<>();
    public final List<Checkpoint> checkpoints = new ArrayList<>();

    @Override
    public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {
        changes.put(foldedRecord.refId().value(), foldOutcome);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
    }
}
