package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.ledger.Progress;
import io.trakkit.store.ledger.ProgressGapException;
import io.trakkit.store.ledger.StaleOwnerException;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.event.TradeEventCodec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies records of the log, whatever they are. A record that nothing can be made of is a dead letter; one that the
 * database refuses is found by halving the batch and becomes a dead letter alone; its neighbours are applied. What is no
 * fault of the data (no connection, a lock, a deadlock, a shutdown) is thrown, to be tried again.
 */
public final class LogApplier {

    private static final Logger log = LoggerFactory.getLogger(LogApplier.class);

    /** What a transaction holds in memory, about, and several times over on its way to the database. */
    private static final long MAX_BYTES = 8 * 1024 * 1024;

    /** How often a batch is tried that fails by a defect. */
    private static final int ATTEMPTS = 3;

    /** Data exception, integrity constraint violation, program limit exceeded. */
    private static final Set<String> SQL_STATES_OF_BAD_DATA = Set.of("22", "23", "54");

    private final RecordReader reader;
    private final Applier applier;

    private LogApplier(
            JdbcClient jdbc, TransactionTemplate transactions, int partitions, ProjectionTarget projectionTarget) {
        TradeEventCodec codec = new TradeEventCodec();
        this.reader = new RecordReader(codec, partitions);
        this.applier = new Applier(jdbc, transactions, codec, projectionTarget);
    }

    /**
     * Applies to the live read model.
     *
     * @param transactions at READ COMMITTED, on the same database as the client
     * @param partitions how many partitions the log has
     * @param transactionTimeout after which the database ends a transaction
     * @param portfolios asked before a portfolio is taken for unknown
     */
    public static LogApplier toLive(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            int partitions,
            Duration transactionTimeout,
            PortfolioCheck portfolios) {
        return to(new LiveTarget(jdbc, transactionTimeout, portfolios), jdbc, transactions, partitions);
    }

    /** The same to another read model. */
    public static LogApplier to(
            ProjectionTarget projectionTarget, JdbcClient jdbc, TransactionTemplate transactions, int partitions) {
        return new LogApplier(jdbc, transactions, partitions, projectionTarget);
    }

    /**
     * Applies a batch and commits it, usually in one transaction; in several if its records are large or one of them
     * is refused by the database. Partitions that have another owner by now are left to it.
     *
     * @param advances for each partition of the records: the owner's epoch, from where on this owner has read without a
     *     gap, and the offset after the last record
     * @throws ProgressGapException if the database has gone back in time
     * @throws WrongFoldVersionException if the read model was made by another version of the fold
     */
    public BatchResult apply(List<LogRecord> records, SortedMap<LogPartition, Progress.Advance> advances) {
        Batch batch = Batch.of(records.stream().map(reader::read).toList(), advances);
        BatchResult result = BatchResult.NOTHING;
        for (Batch part : batch.parts(MAX_BYTES)) {
            result = result.plus(owned(part.without(result.lost())));
        }
        return result;
    }

    /** Applies what is still this worker's to apply. */
    private BatchResult owned(Batch batch) {
        if (batch.size() == 0) {
            return BatchResult.NOTHING;
        }
        try {
            return isolating(batch);
        } catch (StaleOwnerException e) {
            log.info("{}: its owner applies their records", e.getMessage());
            return owned(batch.without(e.lost())).plusLost(e.lost());
        }
    }

    private BatchResult isolating(Batch batch) {
        try {
            return applyDespiteDefects(batch);
        } catch (RuntimeException e) {
            if (!isFaultOfTheData(e)) {
                throw e;
            }
            if (batch.size() > 1) {
                log.warn(
                        "The database refused a batch of {} records; applying it in two halves: {}",
                        batch.size(),
                        FailureCauses.reason(e));
                return isolating(batch.firstHalf()).plus(isolating(batch.secondHalf()));
            }
            LogPosition origin = batch.readings().getFirst().origin();
            log.error("ALARM: the record at {} could not be applied and became a dead letter", origin, e);
            return applier.refuse(
                    batch, DeadLetterReason.INTERNAL_ERROR, "The record could not be applied: " + kind(e));
        }
    }

    /**
     * What fails without the database having refused anything may have come of what others did at that moment, and does not
     * come again then. A verdict is for ever, so it has to fail a few times in a row.
     */
    private BatchResult applyDespiteDefects(Batch batch) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return applier.apply(batch);
            } catch (RuntimeException e) {
                if (!isDefect(e)) {
                    throw e;
                }
                log.warn(
                        "Applying a batch of {} records failed; retrying: {}",
                        batch.size(),
                        FailureCauses.reason(e),
                        e);
            }
        }
        return applier.apply(batch);
    }

    /** For the dead letter, which brokers may see: what kind of failure it was. The log has the rest. */
    private static String kind(RuntimeException e) {
        String state = FailureCauses.sqlState(e);
        return state == null ? e.getClass().getSimpleName() : "SQL state " + state;
    }

    private static boolean isFaultOfTheData(RuntimeException e) {
        String state = e instanceof DataAccessException ? FailureCauses.sqlState(e) : null;
        return isDefect(e) || (state != null && SQL_STATES_OF_BAD_DATA.contains(state.substring(0, 2)));
    }

    /** What Spring throws tells by its SQL state; anything else that is thrown here is a defect, bound to the record. */
    private static boolean isDefect(RuntimeException e) {
        return !(e instanceof NestedRuntimeException
                || e instanceof StaleOwnerException
                || e instanceof ProgressGapException
                || e instanceof WrongFoldVersionException);
    }
}
