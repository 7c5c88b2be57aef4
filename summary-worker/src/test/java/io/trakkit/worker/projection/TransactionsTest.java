package io.trakkit.worker.projection;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.RefId;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.TestTransaction;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Kafka transactions leave offsets without records in the log: their ends, and the records of aborted ones. */
class TransactionsTest extends ReplayTest {

    @Test
    void theEndOfATransactionIsPassedWithItsRecords() {
        commit("b1");
        awaitApplied();
        commit("b2");
        commit("b3");
        awaitApplied();

        assertThat(readModel.numberOfTrades()).isEqualTo(3);
        awaitNoLag();
    }

    @Test
    void anAbortedTransactionAtTheEndOfTheLogIsPassed() {
        commit("b1");
        try (TestTransaction transaction = TestTransaction.begin()) {
            transaction.publish(bought("b2"), bought("b3")).abort();
        }
        awaitApplied();
        awaitNoLag();
        worker.awaitUp();
        assertThat(readModel.numberOfTrades()).isEqualTo(1);

        TestKafka.publish(bought("b4"));
        awaitApplied();
        assertThat(readModel.numberOfTrades()).isEqualTo(2);
    }

    @Test
    void recordsBehindAnOpenTransactionAreAppliedWhenItEnds() {
        TestKafka.publish(bought("b1"));
        awaitApplied();
        try (TestTransaction transaction = TestTransaction.begin()) {
            transaction.publish(bought("b2"));
            TestKafka.publish(bought("b3"), buy("other", "IBM", "1", "1", "09:00:00"));

            patiently().until(() -> readModel.numberOfTrades() == 2);
            assertThat(readModel.trades()).containsOnlyKeys(new RefId("b1"), new RefId("other"));
            awaitNoLag();
            worker.awaitUp();
            transaction.commit();
        }
        awaitApplied();
        assertThat(readModel.trades())
                .containsOnlyKeys(new RefId("b1"), new RefId("b2"), new RefId("b3"), new RefId("other"));
        awaitNoLag();
    }

    @Test
    void replaysReadOverTheOffsetsOfTransactions() {
        commit("b1");
        try (TestTransaction transaction = TestTransaction.begin()) {
            transaction.publish(bought("b2")).abort();
        }
        commit("b3");
        TestKafka.publish(bought("b4"));
        commit("b5");
        try (TestTransaction transaction = TestTransaction.begin()) {
            transaction.publish(bought("b6")).abort();
        }
        awaitApplied();
        String before = readModel.everything();

        JsonNode verified = operators.report(VERIFY);
        assertThat(verified.get("exit").asInt()).as("%s", verified).isZero();
        assertThat(verified.get("trades_compared").asInt()).isEqualTo(4);
        JsonNode rewound = operators.report("{\"command\": \"rewind\", \"to_beginning\": true}");
        assertThat(rewound.get("repeated").asInt()).isEqualTo(4);
        assertThat(readModel.everything()).isEqualTo(before);
        JsonNode rebuilt = operators.report("{\"command\": \"rebuild\"}");
        assertThat(rebuilt.get("exit").asInt()).as("%s", rebuilt).isZero();

        awaitApplied();
        awaitNoLag();
        assertThat(worker.counted("trakkit.worker.events.repeated")).isEqualTo(4);
        commit("b7");
        awaitApplied();
        assertThat(new ReadModel(database, 2).trades()).hasSize(5);
    }

    private static TradeEvent.Created bought(String refId) {
        return buy(refId, "AMZN", "1", "1", "09:00:00");
    }

    private static void commit(String refId) {
        try (TestTransaction transaction = TestTransaction.begin()) {
            transaction.publish(bought(refId)).commit();
        }
    }

    /** Waits until the worker reports no lag, which is short of the records of open transactions. */
    private void awaitNoLag() {
        patiently()
                .untilAsserted(
                        () -> assertThat(worker.bean(MeterRegistry.class).get("trakkit.worker.lag").gauges().stream()
                                        .mapToDouble(gauge -> gauge.value())
                                        .sum())
                                .isZero());
    }
}
