package io.trakkit.worker.projection;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transactions of the replays.
 *
 * @param readCommitted at READ COMMITTED
 * @param separate the same, and commits on its own inside another transaction
 * @param snapshot at REPEATABLE READ and read-only
 */
record ReplayTransactions(
        TransactionTemplate readCommitted, TransactionTemplate separate, TransactionTemplate snapshot) {

    static ReplayTransactions of(PlatformTransactionManager transactionManager) {
        TransactionTemplate readCommitted = new TransactionTemplate(transactionManager);
        readCommitted.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        TransactionTemplate separate = new TransactionTemplate(transactionManager);
        separate.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        TransactionTemplate snapshot = new TransactionTemplate(transactionManager);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        return new ReplayTransactions(readCommitted, separate, snapshot);
    }
}
