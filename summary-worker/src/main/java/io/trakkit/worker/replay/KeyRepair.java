package io.trakkit.worker.replay;

import io.trakkit.domain.PositionKey;
import io.trakkit.store.BatchSession;
import io.trakkit.store.Generation;
import io.trakkit.store.ModelRows;
import io.trakkit.store.Summaries;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Builds some keys again from the log and puts them in the place of the live ones, each under its lock: batches that
 * touch the key wait a moment, all others go on.
 */
final class KeyRepair {

    private final Workshop workshop;
    private final Verification verification;
    private final BatchSession session;
    private final Summaries summaries;

    KeyRepair(Workshop workshop, Verification verification) {
        this.workshop = workshop;
        this.verification = verification;
        this.session = new BatchSession(workshop.jdbc());
        this.summaries = new Summaries(workshop.jdbc());
    }

    Report repair(Scope scope, Telling telling) {
        Workshop.requireOwnFold(workshop.generations().live());
        return workshop.withPartial(telling, partial -> {
            try (Shadow shadow = workshop.shadow(partial, scope, telling, new NoRefusals())) {
                workshop.catchUp(shadow, scope, telling);
                Report before = verification.compared(shadow, scope, telling);
                int keys = replace(shadow, scope, telling);
                return Report.of(Report.FINE, Words.count(keys, "key") + " rebuilt in place")
                        .with("keys_rebuilt", keys)
                        .with("found_before", before.node());
            }
        });
    }

    private int replace(Shadow shadow, Scope scope, Telling telling) {
        int live = workshop.generations().live().number();
        NavigableSet<PositionKey> keys = keys(live, shadow, scope);
        Map<PositionKey, List<UUID>> strangers = workshop.rows().strangers(live, shadow.generation(), scope.filter());
        telling.begin("replacing keys", keys.size());
        for (PositionKey key : keys) {
            telling.requireWanted();
            List<UUID> ofKey = strangers.getOrDefault(key, List.of());
            workshop.transactions().executeWithoutResult(_ -> replace(live, shadow, key, ofKey));
            telling.done(1);
        }
        return keys.size();
    }

    private NavigableSet<PositionKey> keys(int live, Shadow shadow, Scope scope) {
        NavigableSet<PositionKey> keys = new TreeSet<>();
        for (int generation : List.of(live, shadow.generation())) {
            workshop.transactions().executeWithoutResult(_ -> {
                try (Stream<ModelRows.SummaryRow> rows =
                        new ModelRows(workshop.jdbc()).summaries(generation, scope.filter(), false)) {
                    rows.map(ModelRows.SummaryRow::key).filter(scope::admits).forEach(keys::add);
                }
            });
        }
        return keys;
    }

    /** Under the lock nothing happens to the key, so what the log has of it up to the live progress is what it must be. */
    private void replace(int live, Shadow shadow, PositionKey key, List<UUID> strangers) {
        session.begin();
        workshop.generations().holdLive();
        Generation now = workshop.generations().live();
        if (now.number() != live) {
            throw new CouldNotTellException("Another generation has become live meanwhile");
        }
        NavigableSet<PositionKey> one = new TreeSet<>(List.of(key));
        summaries.open(live, one);
        summaries.lock(live, one);
        shadow.advanceTo(workshop.progress().nextOffsets(live));
        workshop.rows().replaceKey(shadow.generation(), live, key, strangers);
    }
}
