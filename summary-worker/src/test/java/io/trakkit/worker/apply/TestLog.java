package io.trakkit.worker.apply;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.log.LogPartitioner;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.projection.Generations;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.worker.projection.rebuild.RebuildTarget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A log in memory: what a test appends, and a worker that applies it to a database, batch by batch. */
final class TestLog {

    static final Instant LOGGED_AT = Instant.parse("2026-11-01T12:00:00Z");

    private final TradeEventCodec codec = new TradeEventCodec();
    private final UUID topicId;
    private final Map<Integer, Long> ends = new HashMap<>();
    private final List<LogRecord> records = new ArrayList<>();

    TestLog() {
        this(new UUID(0, 1));
    }

    TestLog(UUID topicId) {
        this.topicId = topicId;
    }

    /** Appends events, each in the partition of its key. */
    TestLog append(TradeEvent... events) {
        for (TradeEvent event : events) {
            append(event.key().logKey(), codec.encode(event));
        }
        return this;
    }

    /** Appends any bytes in the partition of a key. */
    TestLog append(@Nullable String key, byte @Nullable [] value) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        int partition = keyBytes == null ? 0 : LogPartitioner.partitionOf(keyBytes, Topics.PARTITIONS);
        return append(partition, keyBytes, value);
    }

    /** Appends any bytes in any partition. */
    TestLog append(int partition, byte @Nullable [] key, byte @Nullable [] value) {
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        records.add(new LogRecord(
                new LogPartition(topicId, partition).at(offset), Topics.TRADES, key, value, new byte[4], LOGGED_AT));
        return this;
    }

    List<LogRecord> records() {
        return records;
    }

    /** A worker with a right to all partitions, which it takes when this is called. */
    Worker worker(TestDatabase database) {
        return worker(database, IntStream.range(0, Topics.PARTITIONS).toArray());
    }

    /** A worker with a right to these partitions, which it takes when this is called. */
    Worker worker(TestDatabase database, int... partitions) {
        return new Worker(
                database,
                LogApplier.toLive(
                        database.dataSource(),
                        database.transactions(),
                        Topics.PARTITIONS,
                        Duration.ofMinutes(2),
                        () -> {}),
                partitions);
    }

    /** A worker with a right to all partitions of the live read model, which writes by way of that target. */
    Worker worker(TestDatabase database, ProjectionTarget projectionTarget) {
        return new Worker(
                database,
                LogApplier.to(projectionTarget, database.dataSource(), database.transactions(), Topics.PARTITIONS),
                IntStream.range(0, Topics.PARTITIONS).toArray());
    }

    /** A worker with a right to all partitions of the live read model, which writes by way of that applier. */
    Worker worker(TestDatabase database, LogApplier applier) {
        return new Worker(
                database, applier, IntStream.range(0, Topics.PARTITIONS).toArray());
    }

    /** A worker with a right to all partitions of a generation that is being rebuilt. */
    Worker rebuilder(TestDatabase database, int generation) {
        return new Worker(
                database,
                generation,
                LogApplier.to(
                        new RebuildTarget(database.jdbc(), generation, _ -> {}),
                        database.dataSource(),
                        database.transactions(),
                        Topics.PARTITIONS),
                IntStream.range(0, Topics.PARTITIONS).toArray());
    }

    final class Worker {

        private final LogApplier applier;
        private final Map<LogPartition, Progress.Ownership> owned = new HashMap<>();

        Worker(TestDatabase database, LogApplier applier, int... partitions) {
            this(database, new Generations(database.jdbc()).live().number(), applier, partitions);
        }

        Worker(TestDatabase database, int generation, LogApplier applier, int... partitions) {
            this.applier = applier;
            Progress progress = new Progress(database.jdbc());
            for (int i : partitions) {
                LogPartition partition = new LogPartition(topicId, i);
                owned.put(partition, progress.take(generation, partition));
            }
        }

        /** Applies the whole log in one batch. */
        BatchResult applyAll() {
            return apply(records);
        }

        /** Applies the whole log in batches of that many records. */
        BatchResult applyAll(int batchSize) {
            BatchResult total = BatchResult.NOTHING;
            for (int i = 0; i < records.size(); i += batchSize) {
                total = total.plus(apply(records.subList(i, Math.min(i + batchSize, records.size()))));
            }
            return total;
        }

        CompletableFuture<BatchResult> applyLater(List<LogRecord> batch) {
            return CompletableFuture.supplyAsync(() -> apply(batch), Thread::startVirtualThread);
        }

        BatchResult apply(List<LogRecord> batch) {
            SortedMap<LogPartition, Progress.Advance> advances = new TreeMap<>();
            for (LogRecord record : batch) {
                LogPartition partition = record.origin().partition();
                long epoch = Objects.requireNonNull(owned.get(partition)).epoch();
                Progress.Advance before = advances.get(partition);
                long from = before == null ? record.origin().offset() : before.from();
                advances.put(
                        partition,
                        new Progress.Advance(epoch, from, record.origin().offset() + 1));
            }
            return applier.apply(batch, advances);
        }
    }
}
