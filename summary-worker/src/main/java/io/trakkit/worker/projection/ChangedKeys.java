package io.trakkit.worker.projection;

import io.trakkit.worker.apply.LogRecord;
import io.trakkit.worker.log.LogReader;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** Finds the keys of the records in a part of the log. */
final class ChangedKeys {

    private final LogReaders log;
    private final ReplayProgress replayProgress;

    ChangedKeys(LogReaders log, ReplayProgress replayProgress) {
        this.log = log;
        this.replayProgress = replayProgress;
    }

    /**
     * The keys of a filter that have records in a range of offsets.
     *
     * @param starts the first offset of each partition
     * @param ends the offset after the last one, by partition
     */
    PositionFilter find(
            PositionFilter positionFilter,
            List<Integer> partitions,
            Map<Integer, Long> starts,
            IntFunction<Long> ends) {
        replayProgress.begin("looking for keys", 0);
        Set<String> keys = new HashSet<>();
        Map<Integer, Long> limits = new HashMap<>();
        try (LogReader reader = log.open(partitions)) {
            for (int partition : partitions) {
                long end = ends.apply(partition);
                limits.put(partition, end);
                reader.seek(partition, Math.min(end, Objects.requireNonNull(starts.get(partition))));
            }
            while (!reader.hasReached(limits)) {
                replayProgress.requireWanted();
                List<LogRecord> records = reader.poll(limits);
                replayProgress.read(records.size());
                records.stream()
                        .filter(positionFilter::admits)
                        .map(LogRecord::key)
                        .filter(Objects::nonNull)
                        .forEach(key -> keys.add(new String(key, StandardCharsets.UTF_8)));
            }
        }
        return new PositionFilter(positionFilter.filter(), Optional.of(keys));
    }
}
