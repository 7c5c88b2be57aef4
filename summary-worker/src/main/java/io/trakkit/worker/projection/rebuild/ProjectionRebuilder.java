package io.trakkit.worker.projection.rebuild;

import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.worker.apply.LogApplier;
import io.trakkit.worker.apply.LogRecord;
import io.trakkit.worker.log.LogReader;
import io.trakkit.worker.log.LogReaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.springframework.dao.TransientDataAccessException;

/**
 * Builds a read model next to the live one. It never gets ahead of the live one, because the live one decides which records are
 * refused.
 */
public final class ProjectionRebuilder implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final int generation;
    private final UUID topicId;
    private final PositionFilter positionFilter;
    private final LogApplier applier;
    private final ReplayProgress replayProgress;
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<LogPartition, Progress.Ownership> owned = new ConcurrentHashMap<>();

    private ProjectionRebuilder(
            int generation,
            UUID topicId,
            PositionFilter positionFilter,
            LogApplier applier,
            ReplayProgress replayProgress) {
        this.generation = generation;
        this.topicId = topicId;
        this.positionFilter = positionFilter;
        this.applier = applier;
        this.replayProgress = replayProgress;
    }

    /** Partitions that one thread reads and applies. */
    private record Lane(LogReader reader, List<Integer> partitions) {}

    /**
     * Takes a generation over, also from another worker, and continues at its offsets.
     *
     * @param threads the number of partitions that are read at the same time
     * @throws InconclusiveReplayException if the log no longer has these offsets
     */
    public static ProjectionRebuilder open(
            int generation,
            PositionFilter positionFilter,
            int threads,
            LogReaders log,
            Progress progress,
            LogApplier applier,
            ReplayProgress replayProgress) {
        UUID topicId = log.topicId();
        ProjectionRebuilder projectionRebuilder =
                new ProjectionRebuilder(generation, topicId, positionFilter, applier, replayProgress);
        List<Integer> partitions = positionFilter.partitions(log.partitions());
        Map<Integer, LogReaders.Extent> extents = log.extents();
        for (int partition : partitions) {
            LogPartition logPartition = new LogPartition(topicId, partition);
            Progress.Ownership ownership = progress.take(generation, logPartition);
            requireHeld(partition, ownership.nextOffset(), Objects.requireNonNull(extents.get(partition)));
            projectionRebuilder.owned.put(logPartition, ownership);
        }
        try {
            projectionRebuilder.openLanes(partitions, Math.min(threads, partitions.size()), log);
            return projectionRebuilder;
        } catch (RuntimeException e) {
            projectionRebuilder.close();
            throw e;
        }
    }

    private static void requireHeld(int partition, long next, LogReaders.Extent extent) {
        if (extent.begin() > next) {
            throw new InconclusiveReplayException(
                    "The log no longer holds the records that this replay needs: partition " + partition
                            + " begins at offset " + extent.begin() + " and is needed from offset " + next
                            + ". './trakkit replay journal' verifies from the journal in PostgreSQL instead");
        }
    }

    private void openLanes(List<Integer> partitions, int threads, LogReaders log) {
        for (int i = 0; i < threads; i++) {
            int lane = i;
            List<Integer> own = partitions.stream()
                    .filter(partition -> partitions.indexOf(partition) % threads == lane)
                    .toList();
            LogReader reader = log.open(own);
            lanes.add(new Lane(reader, own));
            own.forEach(partition -> reader.seek(partition, ownership(partition).nextOffset()));
        }
    }

    private Progress.Ownership ownership(int partition) {
        return Objects.requireNonNull(owned.get(new LogPartition(topicId, partition)));
    }

    public int generation() {
        return generation;
    }

    /**
     * Applies the log up to the offsets of the live read model.
     *
     * @param live the next offsets of the live read model
     * @throws InconclusiveReplayException if the live read model was also built from another log
     */
    public void advanceTo(Map<LogPartition, Long> live) {
        live.forEach((partition, next) -> {
            if (!partition.topicId().equals(topicId) && next > 0) {
                throw new InconclusiveReplayException("The live read model also holds events of an earlier topic (id "
                        + partition.topicId() + ") that this log lacks; './trakkit replay journal' verifies"
                        + " from the journal in PostgreSQL instead");
            }
        });
        List<CompletableFuture<Void>> running = lanes.stream()
                .map(lane ->
                        CompletableFuture.runAsync(() -> advance(lane, limits(lane, live)), Thread::startVirtualThread))
                .toList();
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private Map<Integer, Long> limits(Lane lane, Map<LogPartition, Long> live) {
        Map<Integer, Long> limits = new HashMap<>();
        lane.partitions()
                .forEach(partition ->
                        limits.put(partition, live.getOrDefault(new LogPartition(topicId, partition), 0L)));
        return limits;
    }

    private void advance(Lane lane, Map<Integer, Long> limits) {
        while (!lane.reader().hasReached(limits)) {
            replayProgress.requireWanted();
            List<LogRecord> records = lane.reader().poll(limits);
            apply(records.stream().filter(positionFilter::admits).toList());
            replayProgress.read(records.size());
        }
        passOver(limits);
    }

    /** Passes what the log has before the limits and that was not applied here, such as the ends of transactions. */
    private void passOver(Map<Integer, Long> limits) {
        SortedMap<LogPartition, Progress.Advance> advances = new TreeMap<>();
        limits.forEach((partition, limit) -> {
            Progress.Ownership ownership = ownership(partition);
            if (limit > ownership.nextOffset()) {
                advances.put(
                        new LogPartition(topicId, partition),
                        new Progress.Advance(ownership.epoch(), ownership.nextOffset(), limit));
            }
        });
        if (!advances.isEmpty()) {
            requireOwned(retried(() -> applier.passOver(advances)));
            own(advances);
        }
    }

    /** Applies records, in the order of each partition. */
    public void apply(List<LogRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        SortedMap<LogPartition, Progress.Advance> advances = new TreeMap<>();
        for (LogRecord record : records) {
            LogPartition partition = record.origin().partition();
            Progress.Ownership ownership = Objects.requireNonNull(owned.get(partition));
            advances.put(
                    partition,
                    new Progress.Advance(
                            ownership.epoch(),
                            ownership.nextOffset(),
                            record.origin().offset() + 1));
        }
        requireOwned(retried(() -> applier.apply(records, advances).lost().isEmpty()));
        own(advances);
    }

    private static void requireOwned(boolean isOwned) {
        if (!isOwned) {
            throw new InconclusiveReplayException("Another replay took over this one");
        }
    }

    private void own(SortedMap<LogPartition, Progress.Advance> advances) {
        advances.forEach(
                (partition, advance) -> owned.put(partition, new Progress.Ownership(advance.epoch(), advance.to())));
    }

    /** Retries transient failures such as deadlocks. Other failures end the replay, which can be resumed. */
    private static boolean retried(BooleanSupplier work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.getAsBoolean();
            } catch (TransientDataAccessException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Takes over a partition whose records do not come from Kafka. */
    public void own(LogPartition partition, Progress progress) {
        owned.put(partition, progress.take(generation, partition));
    }

    /** A rebuilder whose records the caller passes. */
    public static ProjectionRebuilder withoutLog(
            int generation, PositionFilter positionFilter, LogApplier applier, ReplayProgress replayProgress) {
        return new ProjectionRebuilder(generation, new UUID(0, 0), positionFilter, applier, replayProgress);
    }

    @Override
    public void close() {
        lanes.forEach(lane -> lane.reader().close());
    }
}
