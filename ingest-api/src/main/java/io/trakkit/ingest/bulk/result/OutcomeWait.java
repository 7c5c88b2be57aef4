package io.trakkit.ingest.bulk.result;

import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.outcome.OutcomePoller;
import io.trakkit.store.ledger.EventOutcomes;
import io.trakkit.store.ledger.EventOutcomes.EventOutcome;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPartition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Waits for the outcomes of the records of one request, a batch at a time. Waits for the worker's progress, by
 * one cheap query, and then reads the outcomes of the batch in one statement. For one thread.
 */
public final class OutcomeWait {

    private final OutcomePoller poller;
    private final Database database;
    private final EventOutcomes eventOutcomes;
    private long nanosLeft;

    /** @param limit how long all batches of the request may wait, together */
    public OutcomeWait(OutcomePoller poller, Database database, Duration limit) {
        this.poller = poller;
        this.database = database;
        eventOutcomes = new EventOutcomes(database.jdbc());
        nanosLeft = limit.toNanos();
    }

    /** The outcomes that are known at the end of the wait; records without one are left out. */
    public Map<Question, EventOutcome> await(Collection<Question> questions) {
        if (questions.isEmpty()) {
            return Map.of();
        }
        awaitProgress(questions);
        try {
            return database.read(() -> eventOutcomes.find(questions));
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
        var _ = poller.awaitProgress(questions.iterator().next().client(), ends, Duration.ofNanos(nanosLeft));
        nanosLeft -= System.nanoTime() - startedAt;
    }
}
