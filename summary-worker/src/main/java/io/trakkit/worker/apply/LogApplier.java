package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.progress.ProgressGapException;
import io.trakkit.store.progress.StaleOwnerException;
import io.trakkit.wire.event.TradeEventCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies records of the log, valid or not. A record without a valid event becomes a dead letter. If the database refuses a
 * batch, this class halves it until it finds the record at fault; that one becomes a dead letter, and the others are applied.
 * A failure without a fault in the data (no connection, a lock, a deadlock, a shutdown) is thrown, and the caller retries.
 */
public final class LogApplier {

    private static final Logger log = LoggerFactory.getLogger(LogApplier.class);

    /** The most bytes of records in one transaction, which needs a multiple of that in memory. */
    private static final long MAX_BYTES = 8 * 1024 * 1024;

    /**
     * The most attempts for a batch that fails by a defect. Such a failure may come from a concurrent transaction and not occur
     * again, and a dead letter is final, so the batch must fail several times in a row.
     */
    private static final int MAX_ATTEMPTS = 3;

    /** Data exception, integrity constraint violation, program limit exceeded. */
    private static final Set<String> SQL_STATES_OF_BAD_DATA = Set.of("22", "23", "54");

    private final RecordReader reader;
    private final Applier applier;

    private LogApplier(
            DataSource database, TransactionTemplate transactions, int partitions, ProjectionTarget projectionTarget) {
        TradeEventCodec codec = new TradeEventCodec();
        this.reader = new RecordReader(codec, partitions);
        this.applier = new Applier(new JdbcTemplate(database), transactions, codec, projectionTarget);
    }

    /**
     * An applier to the live read model.
     *
     * @param transactions at READ COMMITTED, on that database
     * @param partitions the number of partitions of the log
     * @param transactionTimeout after which the database ends a transaction
     * @param portfolios called before a portfolio counts as unknown
     */
    public static LogApplier toLive(
            DataSource database,
            TransactionTemplate transactions,
            int partitions,
            Duration transactionTimeout,
            PortfolioCheck portfolios) {
        return to(
                new LiveTarget(JdbcClient.create(database), transactionTimeout, portfolios),
                database,
                transactions,
                partitions);
    }

    /** An applier to any read model. */
    public static LogApplier to(
            ProjectionTarget projectionTarget, DataSource database, TransactionTemplate transactions, int partitions) {
        return new LogApplier(database, transactions, partitions, projectionTarget);
    }

    /**
     * A pending batch.
     *
     * @param number the number of the attempt, from 1 on
     * @param failure the reason why its only record becomes a dead letter; null for an attempt to apply the batch
     */
    private record Attempt(
            Batch batch, int number, @Nullable RuntimeException failure) {

        static Attempt first(Batch batch) {
            return new Attempt(batch, 1, null);
        }

        Attempt without(Set<LogPartition> partitions) {
            return new Attempt(batch.without(partitions), number, failure);
        }
    }

    /**
     * Applies a batch and commits it: in one transaction, or in several if its records are large or the database refuses
     * one of them. Records of partitions that another worker has taken over are left to that worker.
     *
     * @param advances for each partition of the records: the epoch of the lease, the offset from which this worker has read
     *     without a gap, and the offset after the last record
     * @throws ProgressGapException if the database has an older state than this worker has seen
     * @throws WrongFoldVersionException if the read model was made by another version of the fold
     */
    public BatchResult apply(List<LogRecord> records, SortedMap<LogPartition, Progress.Advance> advances) {
        Deque<Attempt> pending = new ArrayDeque<>();
        Batch.of(records.stream().map(reader::read).toList(), advances)
                .parts(MAX_BYTES)
                .forEach(part -> pending.add(Attempt.first(part)));
        BatchResult result = BatchResult.NOTHING;
        while (!pending.isEmpty()) {
            Attempt attempt = pending.removeFirst().without(result.lost());
            if (attempt.batch().size() == 0) {
                continue;
            }
            try {
                result = result.plus(
                        attempt.failure() == null
                                ? applier.apply(attempt.batch())
                                : applier.refuse(
                                        attempt.batch(),
                                        DeadLetterReason.INTERNAL_ERROR,
                                        "The record could not be applied: " + kind(attempt.failure())));
            } catch (StaleOwnerException e) {
                log.info("{}: its owner applies their records", e.getMessage());
                result = result.plusLost(e.lost());
                pending.addFirst(attempt);
            } catch (RuntimeException e) {
                afterFailure(attempt, e).reversed().forEach(pending::addFirst);
            }
        }
        return result;
    }

    /**
     * Advances the progress past offsets that hold no record to apply.
     *
     * @return false if another worker has taken over one of the partitions; then nothing has changed
     * @throws ProgressGapException if the database has an older state than this worker has seen
     * @throws WrongFoldVersionException if the read model was made by another version of the fold
     */
    public boolean passOver(SortedMap<LogPartition, Progress.Advance> advances) {
        try {
            applier.apply(new Batch(List.of(), advances));
            return true;
        } catch (StaleOwnerException _) {
            return false;
        }
    }

    /** The attempts that follow a failure. Rethrows it if the data are not at fault. */
    private static List<Attempt> afterFailure(Attempt failed, RuntimeException e) {
        if (failed.failure() != null || !isFaultOfTheData(e)) {
            throw e;
        }
        Batch batch = failed.batch();
        if (isDefect(e) && failed.number() < MAX_ATTEMPTS) {
            log.warn("Applying a batch of {} records failed; retrying: {}", batch.size(), FailureCauses.reason(e), e);
            return List.of(new Attempt(batch, failed.number() + 1, null));
        }
        if (batch.size() > 1) {
            log.warn(
                    "The database refused a batch of {} records; applying it in two halves: {}",
                    batch.size(),
                    FailureCauses.reason(e));
            return List.of(Attempt.first(batch.firstHalf()), Attempt.first(batch.secondHalf()));
        }
        LogPosition origin = batch.records().getFirst().origin();
        log.error("ALARM: the record at {} could not be applied and became a dead letter", origin, e);
        return List.of(new Attempt(batch, 1, e));
    }

    /** The kind of a failure, for the detail of a dead letter. The worker's log has the stack trace. */
    private static String kind(RuntimeException e) {
        String state = FailureCauses.sqlState(e);
        return state == null ? e.getClass().getSimpleName() : "SQL state " + state;
    }

    private static boolean isFaultOfTheData(RuntimeException e) {
        String state = e instanceof DataAccessException ? FailureCauses.sqlState(e) : null;
        return isDefect(e) || (state != null && SQL_STATES_OF_BAD_DATA.contains(state.substring(0, 2)));
    }

    /** For an exception of Spring the SQL state decides; any other exception is a defect in trakkit. */
    private static boolean isDefect(RuntimeException e) {
        return !(e instanceof NestedRuntimeException
                || e instanceof StaleOwnerException
                || e instanceof ProgressGapException
                || e instanceof WrongFoldVersionException);
    }
}
