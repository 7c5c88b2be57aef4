package io.trakkit.worker.projection;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.store.ledger.Summaries;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.GenerationRows;
import io.trakkit.store.projection.Generations;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Builds some keys again from the log and replaces the live ones, each under its row lock: batches with that key wait a
 * moment, all others continue.
 */
final class KeyRepair {

    private final Generations generations;
    private final GenerationRows generationRows;
    private final CanonicalRows canonicalRows;
    private final Progress progress;
    private final TransactionTemplate transactions;
    private final Rebuilds rebuilds;
    private final PartialGenerations partialGenerations;
    private final Verification verification;
    private final BatchSession session;
    private final Summaries summaries;

    /** @param transactions at READ COMMITTED */
    KeyRepair(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Rebuilds rebuilds,
            PartialGenerations partialGenerations,
            Verification verification) {
        this.transactions = transactions;
        this.rebuilds = rebuilds;
        this.partialGenerations = partialGenerations;
        this.verification = verification;
        this.generations = new Generations(jdbc);
        this.generationRows = new GenerationRows(jdbc);
        this.canonicalRows = new CanonicalRows(jdbc);
        this.progress = new Progress(jdbc);
        this.session = new BatchSession(jdbc);
        this.summaries = new Summaries(jdbc);
    }

    ReplayReport repair(PositionFilter positionFilter, ReplayProgress replayProgress) {
        Rebuilds.requireOwnFold(generations.live());
        return partialGenerations.with(replayProgress, partial -> {
            try (ProjectionRebuilder projectionRebuilder =
                    rebuilds.fromLog(partial, positionFilter, replayProgress, new RefusalGuard())) {
                rebuilds.catchUp(projectionRebuilder, positionFilter, replayProgress);
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
        int live = generations.live().number();
        NavigableSet<PositionKey> keys = keys(live, projectionRebuilder, positionFilter);
        Map<PositionKey, List<UUID>> strangers =
                generationRows.strangers(live, projectionRebuilder.generation(), positionFilter.filter());
        replayProgress.begin("replacing keys", keys.size());
        for (PositionKey key : keys) {
            replayProgress.requireWanted();
            List<UUID> ofKey = strangers.getOrDefault(key, List.of());
            transactions.executeWithoutResult(_ -> replace(live, projectionRebuilder, key, ofKey));
            replayProgress.done(1);
        }
        return keys.size();
    }

    private NavigableSet<PositionKey> keys(
            int live, ProjectionRebuilder projectionRebuilder, PositionFilter positionFilter) {
        NavigableSet<PositionKey> keys = new TreeSet<>();
        for (int generation : List.of(live, projectionRebuilder.generation())) {
            transactions.executeWithoutResult(_ -> {
                try (Stream<CanonicalRows.SummaryRow> rows =
                        canonicalRows.summaries(generation, positionFilter.filter(), false)) {
                    rows.map(CanonicalRows.SummaryRow::key)
                            .filter(positionFilter::admits)
                            .forEach(keys::add);
                }
            });
        }
        return keys;
    }

    /** Under the lock the key does not change, so its records up to the live offsets give its correct state. */
    private void replace(int live, ProjectionRebuilder projectionRebuilder, PositionKey key, List<UUID> strangers) {
        session.begin();
        generations.holdLive();
        Generation now = generations.live();
        if (now.number() != live) {
            throw new InconclusiveReplayException("Another generation became live in the meantime");
        }
        NavigableSet<PositionKey> one = new TreeSet<>(List.of(key));
        summaries.open(live, one);
        summaries.lock(live, one);
        projectionRebuilder.advanceTo(progress.nextOffsets(live));
        generationRows.replaceKey(projectionRebuilder.generation(), live, key, strangers);
    }
}
