package io.trakkit.ingest.bulk;

import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.verdict.VerdictPoller;
import io.trakkit.store.LogPartition;
import io.trakkit.store.Verdicts;
import io.trakkit.store.Verdicts.Question;
import io.trakkit.store.Verdicts.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Waits for the verdicts on the records of one request, a batch at a time. Waits for the worker's progress, which one cheap
 * query tells, and then reads the verdicts of the batch in one statement. For one thread.
 */
final class VerdictWait {

    private final VerdictPoller poller;
    private final Database database;
    private final Verdicts verdicts;
    private long nanosLeft;

    /** @param limit how long all batches of the request may wait, together */
    VerdictWait(VerdictPoller poller, Database database, Duration limit) {
        this.poller = poller;
        this.database = database;
        verdicts = new Verdicts(database.jdbc());
        nanosLeft = limit.toNanos();
    }

    /** The verdicts that are known at the end of the wait; records without one are left out. */
    Map<Question, Verdict> await(Collection<Question> questions) {
        if (questions.isEmpty()) {
            return Map.of();
        }
        awaitProgress(questions);
        try {
            return database.read(() -> verdicts.find(questions));
        } catch (DatabaseUnavailableException _) {
            return Map.of();
        }
    }

    private void awaitProgress(Collection<Question> questions) {
        if (nanosLeft <= 0) {
            return;
        }
        Map<LogPartition, Long> ends = new HashMap<>();
        for (Question question : questions) {
            ends.merge(question.origin().partition(), question.origin().offset() + 1, Math::max);
        }
        long startedAt = System.nanoTime();
        var _ = poller.awaitProgress(ends, Duration.ofNanos(nanosLeft));
        nanosLeft -= System.nanoTime() - startedAt;
    }
}
