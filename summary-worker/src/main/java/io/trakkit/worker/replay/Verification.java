package io.trakkit.worker.replay;

import io.trakkit.store.JournalRecords;
import io.trakkit.store.JournalRecords.JournalRecord;
import io.trakkit.store.LogPartition;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.apply.LogRecord;
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

    private final Workshop workshop;
    private final LetterCheck letterCheck;
    private final Findings findings;

    Verification(Workshop workshop, LetterCheck letterCheck) {
        this.workshop = workshop;
        this.letterCheck = letterCheck;
        this.findings = new Findings(workshop.jdbc());
    }

    /** From the log in Kafka. */
    Report fromLog(Scope scope, Telling telling) {
        Workshop.requireOwnFold(workshop.generations().live());
        Refusals refused = new Refusals();
        return workshop.withPartial(telling, partial -> {
            try (Shadow shadow = workshop.shadow(partial, scope, telling, refused)) {
                LetterFindings letters = LetterFindings.needed(letterCheck.check(scope, telling));
                workshop.catchUp(shadow, scope, telling);
                return compared(shadow, scope, telling, refused, letters);
            }
        });
    }

    /** Compares a shadow that has nearly caught up with the live read model at one moment of that. */
    Report compared(Shadow shadow, Scope scope, Telling telling) {
        return compared(shadow, scope, telling, new Refusals(), LetterFindings.NONE);
    }

    private Report compared(Shadow shadow, Scope scope, Telling telling, Refusals refused, LetterFindings letters) {
        return workshop.atOneMoment((live, applied) -> {
            shadow.advanceTo(applied);
            Comparison.Result result = workshop.compare(live, shadow.generation(), scope, telling);
            return findings.report(result, live.number(), shadow.generation(), refused, letters);
        });
    }

    /** From the journal in PostgreSQL, for a log that was cut off. */
    Report fromJournal(Scope scope, Telling telling) {
        Workshop.requireOwnFold(workshop.generations().live());
        Refusals refused = new Refusals();
        // Who has no whole log any more has perhaps no whole topic of verdicts either; the journal speaks without them.
        LetterFindings letters = LetterFindings.optional(letterCheck.check(scope, telling));
        return workshop.withPartial(
                telling,
                partial -> workshop.atOneMoment((live, _) -> {
                    JournalRecords journal = new JournalRecords(workshop.jdbc());
                    telling.begin("reading the journal", journal.count(live.number(), scope.filter()));
                    Shadow shadow =
                            Shadow.withoutLog(partial.number(), scope, workshop.applier(partial, refused), telling);
                    try (Stream<JournalRecord> records = journal.inOrder(live.number(), scope.filter())) {
                        apply(records.iterator(), shadow, telling);
                    }
                    Comparison.Result result = workshop.compare(live, partial.number(), scope, telling);
                    return findings.report(result, live.number(), partial.number(), refused, letters);
                }));
    }

    private void apply(Iterator<JournalRecord> records, Shadow shadow, Telling telling) {
        Set<LogPartition> owned = new HashSet<>();
        List<LogRecord> batch = new ArrayList<>();
        while (records.hasNext()) {
            JournalRecord record = records.next();
            if (owned.add(record.origin().partition())) {
                workshop.apart(() -> shadow.own(record.origin().partition(), workshop.progress()));
            }
            batch.add(logRecord(record));
            if (batch.size() == RECORDS_AT_A_TIME || !records.hasNext()) {
                telling.requireWanted();
                shadow.apply(batch);
                telling.read(batch.size());
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
