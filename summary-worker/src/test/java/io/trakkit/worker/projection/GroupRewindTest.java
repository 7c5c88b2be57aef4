package io.trakkit.worker.projection;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.WorkerTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The live group reads a part of the log again, and nothing changes. */
class GroupRewindTest extends WorkerTest {

    @Test
    void allIsReadAgainByAllWorkersAndFallsOutAsRepeats() {
        try (RunningWorker one = RunningWorker.start(database, Operators.httpSettings());
                RunningWorker other = RunningWorker.start(database)) {
            TestKafka.awaitSharedOut("summary-worker", 6);
            for (int i = 0; i < 40; i++) {
                TestKafka.publish(buy("b" + i, "T" + i, "1", "1", "09:00:00"));
            }
            ReplayTesting.awaitApplied(database);
            String before = readModel.everything();
            Operators operators = new Operators(one);

            JsonNode all = operators.report("{\"command\": \"rewind\", \"to_beginning\": true}");

            assertThat(all.get("summary").asString())
                    .isEqualTo("40 records read again; all were repeats and changed nothing");
            patiently()
                    .until(() -> one.counted("trakkit.worker.events.repeated")
                                    + other.counted("trakkit.worker.events.repeated")
                            == 40);
            assertThat(readModel.everything()).isEqualTo(before);
            assertThat(operators
                            .report("{\"command\": \"rewind\", \"to_time\": \"2999-01-01T00:00:00Z\"}")
                            .get("repeated")
                            .asInt())
                    .isZero();
            int partition = TestKafka.partitionOf(Events.key("T0"));
            JsonNode part =
                    operators.report("{\"command\": \"rewind\", \"to_offset\": 0, \"partition\": " + partition + "}");
            assertThat(part.get("partitions").size()).isEqualTo(1);
            assertThat(part.get("repeated").asInt())
                    .isEqualTo(part.get("partitions").get(0).get("until_offset").asInt());
        }
    }
}
