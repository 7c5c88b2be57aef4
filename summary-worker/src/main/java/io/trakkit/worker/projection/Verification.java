package io.trakkit.worker.projection;

import io.trakkit.store.ledger.JournalRecords;
import io.trakkit.store.ledger.JournalRecords.JournalRecord;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.projection.Generations;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.apply.LogRecord;
import io.trakkit.worker.projection.compare.DeadLetterCheck;
import io.trakkit.worker.projection.compare.DeadLetterFindings;
import io.trakkit.worker.projection.compare.Findings;
import io.trakkit.worker.projection.compare.ProjectionComparison;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ProjectionRebuilder;
import io.trakkit.worker.projection.rebuild.Refusals;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Builds the read model again next to the live one and reports the differences. Changes nothing that readers see. */
final class Verification {

    private static final int RECORDS_AT_A_TIME = 2_000;

    private final LiveSnapshot liveSnapshot;
    private final Rebuilds rebuilds;
    private final PartialGenerations partialGenerations;
    private final Generations generations;
    private final JournalRecords journal;
    private final DeadLetterCheck deadLetterCheck;
    private final Findings findings;

    Verification(
            JdbcClient jdbc,
            LiveSnapshot liveSnapshot,
            Rebuilds rebuilds,
            PartialGenerations partialGenerations,
            DeadLetterCheck deadLetterCheck) {
        this.liveSnapshot = liveSnapshot;
        this.rebuilds = rebuilds;
        this.partialGenerations = partialGenerations;
        this.deadLetterCheck = deadLetterCheck;
        this.generations = new Generations(jdbc);
        this.journal = new JournalRecords(jdbc);
        this.findings = new Findings(jdbc);
    }

    /** Verifies from the log in Kafka. */
    ReplayReport fromLog(PositionFilter positionFilter, ReplayProgress replayProgress) {
        Rebuilds.requireOwnFold(generations.live());
        Refusals refused = new Refusals();
        return partialGenerations.with(replayProgress, partial -> {
            try (ProjectionRebuilder projectionRebuilder =
                    rebuilds.fromLog(partial, positionFilter, replayProgress, refused)) {
                DeadLetterFindings deadLetters =
                        DeadLetterFindings.needed(deadLetterCheck.check(positionFilter, replayProgress));
                rebuilds.catchUp(projectionRebuilder, positionFilter, replayProgress);
                return compared(projectionRebuilder, positionFilter, replayProgress, refused, deadLetters);
            }
        });
    }

    /** Compares a rebuild that is close to the live read model with a snapshot of the live one. */
    ReplayReport compared(
            ProjectionRebuilder projectionRebuilder, PositionFilter positionFilter, ReplayProgress replayProgress) {
        return compared(projectionRebuilder, positionFilter, replayProgress, new Refusals(), DeadLetterFindings.NONE);
    }

    private ReplayReport compared(
            ProjectionRebuilder projectionRebuilder,
            PositionFilter positionFilter,
            ReplayProgress replayProgress,
            Refusals refused,
            DeadLetterFindings deadLetters) {
        return liveSnapshot.read((live, applied) -> {
            projectionRebuilder.advanceTo(applied);
            ProjectionComparison.Result result =
                    liveSnapshot.compare(live, projectionRebuilder.generation(), positionFilter, replayProgress);
            return findings.report(result, live.number(), projectionRebuilder.generation(), refused, deadLetters);
        });
    }

    /** Verifies from the journal in PostgreSQL, for a log that lacks its first records. */
    ReplayReport fromJournal(PositionFilter positionFilter, ReplayProgress replayProgress) {
        Rebuilds.requireOwnFold(generations.live());
        Refusals refused = new Refusals();
        // If the log is incomplete, the topic of dead letters may be too; the journal can be verified without them.
        DeadLetterFindings deadLetters =
                DeadLetterFindings.optional(deadLetterCheck.check(positionFilter, replayProgress));
        return partialGenerations.with(
                replayProgress,
                partial -> liveSnapshot.read((live, _) -> {
                    replayProgress.begin("reading the journal", journal.count(live.number(), positionFilter.filter()));
                    ProjectionRebuilder projectionRebuilder =
                            rebuilds.withoutLog(partial, positionFilter, replayProgress, refused);
                    try (Stream<JournalRecord> records = journal.inOrder(live.number(), positionFilter.filter())) {
                        apply(records.iterator(), projectionRebuilder, replayProgress);
                    }
                    ProjectionComparison.Result result =
                            liveSnapshot.compare(live, partial.number(), positionFilter, replayProgress);
                    return findings.report(result, live.number(), partial.number(), refused, deadLetters);
                }));
    }

    private void apply(
            Iterator<JournalRecord> records, ProjectionRebuilder projectionRebuilder, ReplayProgress replayProgress) {
        Set<LogPartition> owned = new HashSet<>();
        List<LogRecord> batch = new ArrayList<>();
        while (records.hasNext()) {
            JournalRecord record = records.next();
            if (owned.add(record.origin().partition())) {
                rebuilds.takeOver(projectionRebuilder, record.origin().partition());
            }
            batch.add(logRecord(record));
            if (batch.size() == RECORDS_AT_A_TIME || !records.hasNext()) {
                replayProgress.requireWanted();
                projectionRebuilder.apply(batch);
                replayProgress.read(batch.size());
                batch.clear();
            }
        }
    }

    private static LogRecord logRecord(JournalRecord record) {
        return new LogRecord(
                record.origin(),
                Topics.TRADES,
                record.key().logKey().getBytes(StandardCharsets.UTF_8),
                record.payload(),
                new byte[Integer.BYTES],
                record.occurredAt());
    }
}
