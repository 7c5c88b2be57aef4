package io.trakkit.worker.projection;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.store.ledger.Summaries;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.projection.Generation;
import io.trakkit.worker.projection.rebuild.InconclusiveReplayException;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ProjectionRebuilder;
import io.trakkit.worker.projection.rebuild.RefusalGuard;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import io.trakkit.worker.projection.rebuild.ReportText;
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

    private final ProjectionService projectionService;
    private final Verification verification;
    private final BatchSession session;
    private final Summaries summaries;

    KeyRepair(ProjectionService projectionService, Verification verification) {
        this.projectionService = projectionService;
        this.verification = verification;
        this.session = new BatchSession(projectionService.jdbc());
        this.summaries = new Summaries(projectionService.jdbc());
    }

    ReplayReport repair(PositionFilter positionFilter, ReplayProgress replayProgress) {
        ProjectionService.requireOwnFold(projectionService.generations().live());
        return projectionService.withPartial(replayProgress, partial -> {
            try (ProjectionRebuilder projectionRebuilder =
                    projectionService.shadow(partial, positionFilter, replayProgress, new RefusalGuard())) {
                projectionService.catchUp(projectionRebuilder, positionFilter, replayProgress);
                ReplayReport before = verification.compared(projectionRebuilder, positionFilter, replayProgress);
                int keys = replace(projectionRebuilder, positionFilter, replayProgress);
                return ReplayReport.of(ReplayReport.FINE, ReportText.count(keys, "key") + " rebuilt in place")
                        .with("keys_rebuilt", keys)
                        .with("found_before", before.node());
            }
        });
    }

    private int replace(
            ProjectionRebuilder projectionRebuilder, PositionFilter positionFilter, ReplayProgress replayProgress) {
        int live = projectionService.generations().live().number();
        NavigableSet<PositionKey> keys = keys(live, projectionRebuilder, positionFilter);
        Map<PositionKey, List<UUID>> strangers =
                projectionService.rows().strangers(live, projectionRebuilder.generation(), positionFilter.filter());
        replayProgress.begin("replacing keys", keys.size());
        for (PositionKey key : keys) {
            replayProgress.requireWanted();
            List<UUID> ofKey = strangers.getOrDefault(key, List.of());
            projectionService.transactions().executeWithoutResult(_ -> replace(live, projectionRebuilder, key, ofKey));
            replayProgress.done(1);
        }
        return keys.size();
    }

    private NavigableSet<PositionKey> keys(
            int live, ProjectionRebuilder projectionRebuilder, PositionFilter positionFilter) {
        NavigableSet<PositionKey> keys = new TreeSet<>();
        for (int generation : List.of(live, projectionRebuilder.generation())) {
            projectionService.transactions().executeWithoutResult(_ -> {
                try (Stream<CanonicalRows.SummaryRow> rows = new CanonicalRows(projectionService.jdbc())
                        .summaries(generation, positionFilter.filter(), false)) {
                    rows.map(CanonicalRows.SummaryRow::key)
                            .filter(positionFilter::admits)
                            .forEach(keys::add);
                }
            });
        }
        return keys;
    }

    /** Under the lock nothing happens to the key, so what the log has of it up to the live progress is what it must be. */
    private void replace(int live, ProjectionRebuilder projectionRebuilder, PositionKey key, List<UUID> strangers) {
        session.begin();
        projectionService.generations().holdLive();
        Generation now = projectionService.generations().live();
        if (now.number() != live) {
            throw new InconclusiveReplayException("Another generation became live in the meantime");
        }
        NavigableSet<PositionKey> one = new TreeSet<>(List.of(key));
        summaries.open(live, one);
        summaries.lock(live, one);
        projectionRebuilder.advanceTo(projectionService.progress().nextOffsets(live));
        projectionService.rows().replaceKey(projectionRebuilder.generation(), live, key, strangers);
    }
}
