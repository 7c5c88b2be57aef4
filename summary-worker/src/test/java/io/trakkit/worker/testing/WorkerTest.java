package io.trakkit.worker.testing;

import io.trakkit.store.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of workers with empty topics and a database of its own, in which portfolio 1 exists. */
public abstract class WorkerTest {

    protected final TestDatabase database = TestDatabase.create();
    protected final ReadModel readModel = new ReadModel(database);

    @BeforeEach
    void emptyTopics() {
        TestKafka.emptyTopics();
        Events.insertPortfolio(database);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }
}
