package io.trakkit.query;

import java.util.function.Supplier;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads that need more than one statement and see one moment: in a transaction that is REPEATABLE READ and reads only. */
public final class Snapshots {

    private final TransactionTemplate transaction;

    Snapshots(PlatformTransactionManager transactions) {
        transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        transaction.setReadOnly(true);
    }

    /** What the statements make of one moment. */
    public <T> T read(Supplier<T> statements) {
        return transaction.execute(_ -> statements.get());
    }
}
