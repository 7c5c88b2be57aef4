package io.trakkit.worker.projection;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.store.progress.Progress;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.TestKafka;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What the tests of replays wait for. */
final class ReplayTesting {

    private ReplayTesting() {}

    /** Waits until the live read model has come to the end of the log. */
    static void awaitApplied(TestDatabase database) {
        Map<TopicPartition, OffsetSpec> all = IntStream.range(0, Topics.PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(i -> new TopicPartition(Topics.TRADES, i), _ -> OffsetSpec.latest()));
        Progress progress = new Progress(database.jdbc());
        // Asked each time, because the end of a transaction is written after its commit was acknowledged.
        patiently()
                .until(() -> progress.nextOffsets().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                        == TestKafka.answered(TestKafka.admin().listOffsets(all).all()).values().stream()
                                .mapToLong(offset -> offset.offset())
                                .sum());
    }
}
