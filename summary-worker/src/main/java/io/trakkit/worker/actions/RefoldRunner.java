package io.trakkit.worker.actions;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.log.LogContradictionException;
import io.trakkit.store.actions.CorporateActions;
import io.trakkit.store.actions.Refolds;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.worker.apply.FailureCauses;
import io.trakkit.worker.apply.KeyRefold;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records new corporate actions and folds the keys of their tickers again, a few in each transaction, beside the batches. After each
 * transaction it is another client's turn. What fails is tried again the next time.
 */
public final class RefoldRunner {

    private static final Logger log = LoggerFactory.getLogger(RefoldRunner.class);

    /** The keys of one transaction. Their rows stay locked until it ends. */
    private static final int KEYS = 100;

    /** A refold of many keys must not keep other actions waiting: they are recorded meanwhile. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /**
     * The batches of all clients stand behind a wait for the lock of the actions. After one that was in vain, because a batch or a
     * part of a refold takes long, they go on for so many times as long.
     */
    private static final int REST = 4;

    private final Runnable recordNew;
    private final Refolds refolds;
    private final CorporateActions actions;
    private final KeyRefold keyRefold;
    private final TransactionTemplate transactions;
    private final BatchSession session;
    private final BooleanSupplier prepared;
    private final LongSupplier nanoTime;
    private boolean failing;
    private long lastAttempt;
    private long rest;

    /** Tickers whose former actions may not be needed any more. */
    private final Set<CorporateActions.ClientTicker> finished = new HashSet<>();

    /** The client that the last refold was of. */
    private @Nullable ClientId last;

    /**
     * @param recordNew records what the topic of corporate actions has
     * @param transactions at READ COMMITTED
     * @param transactionTimeout after which the database ends a transaction
     * @param prepared whether the topics exist, and the worker has not been stopped
     */
    public RefoldRunner(
            Runnable recordNew,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Duration transactionTimeout,
            BooleanSupplier prepared) {
        this(recordNew, jdbc, transactions, transactionTimeout, prepared, System::nanoTime);
    }

    RefoldRunner(
            Runnable recordNew,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Duration transactionTimeout,
            BooleanSupplier prepared,
            LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.recordNew = recordNew;
        refolds = new Refolds(jdbc);
        actions = new CorporateActions(jdbc);
        keyRefold = new KeyRefold(jdbc);
        this.transactions = transactions;
        session = new BatchSession(jdbc, transactionTimeout);
        this.prepared = prepared;
    }

    /** Records what the topic has, and goes on with the refolds until none is left that another worker is not at. */
    public void run() {
        if (!prepared.getAsBoolean()) {
            return;
        }
        try {
            record();
            long looked = nanoTime.getAsLong();
            while (Boolean.TRUE.equals(transactions.execute(_ -> refoldSome()))) {
                if (nanoTime.getAsLong() - looked > LOOK_EVERY.toNanos()) {
                    record();
                    looked = nanoTime.getAsLong();
                }
            }
            forgetFormer();
            failing = rest > 0;
        } catch (KafkaException | NestedRuntimeException | LogContradictionException e) {
            // A stop closes the connections under a look that is under way.
            if (!failing && prepared.getAsBoolean()) {
                log.warn("Corporate actions wait: {}", FailureCauses.reason(e));
            }
            failing = true;
        }
    }

    /**
     * In transactions after those that have finished the refolds: of two workers that finish refolds of one ticker at the same time,
     * neither sees in its own that the other's is done.
     */
    private void forgetFormer() {
        for (CorporateActions.ClientTicker ticker : Set.copyOf(finished)) {
            transactions.executeWithoutResult(_ -> actions.forgetFormer(ticker.client(), ticker.ticker()));
            finished.remove(ticker);
        }
    }

    private void record() {
        long begin = nanoTime.getAsLong();
        if (rest > 0 && begin - lastAttempt < rest) {
            return;
        }
        rest = 0;
        try {
            recordNew.run();
        } catch (CannotAcquireLockException e) {
            lastAttempt = nanoTime.getAsLong();
            rest = REST * (lastAttempt - begin);
            throw e;
        }
    }

    /** Without a transaction of its own where there is nothing to do: most of the time there is nothing. */
    private boolean refoldSome() {
        return refolds.lockNext(last)
                .map(refold -> {
                    last = refold.client();
                    session.begin();
                    List<PositionKey> keys = refolds.keys(refold, KEYS);
                    keyRefold.refold(refold.generation(), keys, refold.from());
                    if (keys.size() < KEYS) {
                        refolds.finish(refold);
                        finished.add(new CorporateActions.ClientTicker(refold.client(), refold.ticker()));
                        log.info(
                                "Corporate actions of {} count in all positions of {} of generation {}",
                                refold.ticker(),
                                refold.client(),
                                refold.generation());
                    } else {
                        refolds.advance(refold, keys.getLast().portfolio(), keys.size());
                    }
                    return true;
                })
                .orElse(false);
    }
}
