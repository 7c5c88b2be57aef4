package io.trakkit.worker.projection;

import io.trakkit.store.ledger.JournalRecords;
import io.trakkit.store.ledger.JournalRecords.JournalRecord;
import io.trakkit.store.log.LogPartition;
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

/** Builds the read model again beside the live one, and says where the two differ. Changes nothing that anybody sees. */
final class Verification {

    private static final int RECORDS_AT_A_TIME = 2_000;

    private final ProjectionService projectionService;
    private final DeadLetterCheck deadLetterCheck;
    private final Findings findings;

    Verification(ProjectionService projectionService, DeadLetterCheck deadLetterCheck) {
        this.projectionService = projectionService;
        this.deadLetterCheck = deadLetterCheck;
        this.findings = new Findings(projectionService.jdbc());
    }

    /** From the log in Kafka. */
    ReplayReport fromLog(PositionFilter positionFilter, ReplayProgress replayProgress) {
        ProjectionService.requireOwnFold(projectionService.generations().live());
        Refusals refused = new Refusals();
        return projectionService.withPartial(replayProgress, partial -> {
            try (ProjectionRebuilder projectionRebuilder =
                    projectionService.shadow(partial, positionFilter, replayProgress, refused)) {
                DeadLetterFindings letters =
                        DeadLetterFindings.needed(deadLetterCheck.check(positionFilter, replayProgress));
                projectionService.catchUp(projectionRebuilder, positionFilter, replayProgress);
                return compared(projectionRebuilder, positionFilter, replayProgress, refused, letters);
            }
        });
    }

    /** Compares a shadow that has nearly caught up with the live read model at one moment of that. */
    ReplayReport compared(
            ProjectionRebuilder projectionRebuilder, PositionFilter positionFilter, ReplayProgress replayProgress) {
        return compared(projectionRebuilder, positionFilter, replayProgress, new Refusals(), DeadLetterFindings.NONE);
    }

    private ReplayReport compared(
            ProjectionRebuilder projectionRebuilder,
            PositionFilter positionFilter,
            ReplayProgress replayProgress,
            Refusals refused,
            DeadLetterFindings letters) {
        return projectionService.atOneMoment((live, applied) -> {
            projectionRebuilder.advanceTo(applied);
            ProjectionComparison.Result result =
                    projectionService.compare(live, projectionRebuilder.generation(), positionFilter, replayProgress);
            return findings.report(result, live.number(), projectionRebuilder.generation(), refused, letters);
        });
    }

    /** From the journal in PostgreSQL, for a log that was cut off. */
    ReplayReport fromJournal(PositionFilter positionFilter, ReplayProgress replayProgress) {
        ProjectionService.requireOwnFold(projectionService.generations().live());
        Refusals refused = new Refusals();
        // Who has no whole log any more has perhaps no whole topic of verdicts either; the journal speaks without them.
        DeadLetterFindings letters = DeadLetterFindings.optional(deadLetterCheck.check(positionFilter, replayProgress));
        return projectionService.withPartial(
                replayProgress,
                partial -> projectionService.atOneMoment((live, _) -> {
                    JournalRecords journal = new JournalRecords(projectionService.jdbc());
                    replayProgress.begin("reading the journal", journal.count(live.number(), positionFilter.filter()));
                    ProjectionRebuilder projectionRebuilder = ProjectionRebuilder.withoutLog(
                            partial.number(),
                            positionFilter,
                            projectionService.applier(partial, refused),
                            replayProgress);
                    try (Stream<JournalRecord> records = journal.inOrder(live.number(), positionFilter.filter())) {
                        apply(records.iterator(), projectionRebuilder, replayProgress);
                    }
                    ProjectionComparison.Result result =
                            projectionService.compare(live, partial.number(), positionFilter, replayProgress);
                    return findings.report(result, live.number(), partial.number(), refused, letters);
                }));
    }

    private void apply(
            Iterator<JournalRecord> records, ProjectionRebuilder projectionRebuilder, ReplayProgress replayProgress) {
        Set<LogPartition> owned = new HashSet<>();
        List<LogRecord> batch = new ArrayList<>();
        while (records.hasNext()) {
            JournalRecord record = records.next();
            if (owned.add(record.origin().partition())) {
                projectionService.apart(
                        () -> projectionRebuilder.own(record.origin().partition(), projectionService.progress()));
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
