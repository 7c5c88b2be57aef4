package io.trakkit.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers what a fold finds. */
final class Findings implements Fold.Findings {

    final Map<String, Outcome> changes = new LinkedHashMap<>();
    final List<Checkpoint> checkpoints = new ArrayList<>();

    @Override
    public void changed(Entry entry, Outcome outcome) {
        changes.put(entry.refId().value(), outcome);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
    }
}
