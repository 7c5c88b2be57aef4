package io.trakkit.worker.projection;

import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.WorkerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of the replays of one running worker. */
abstract class ReplayTest extends WorkerTest {

    static final String VERIFY = "{\"command\": \"verify\"}";

    RunningWorker worker;
    Operators operators;

    @BeforeEach
    void start() {
        worker = RunningWorker.start(database, Operators.httpSettings());
        operators = new Operators(worker);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    void awaitApplied() {
        ReplayTesting.awaitApplied(database);
    }
}
