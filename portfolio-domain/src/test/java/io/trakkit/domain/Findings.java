package io.trakkit.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers what a fold finds. */
final class Findings implements Fold.Findings {

    final Map<String, TradeState> flips = new LinkedHashMap<>();
    final List<Checkpoint> checkpoints = new ArrayList<>();

    @Override
    public void flipped(Entry entry, TradeState state) {
        flips.put(entry.refId().value(), state);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
    }
}
