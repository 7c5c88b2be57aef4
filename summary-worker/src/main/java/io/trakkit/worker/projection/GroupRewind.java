package io.trakkit.worker.projection;

import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.progress.Rewinds;
import io.trakkit.store.progress.Rewinds.Part;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.log.LogReaders.Extent;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import io.trakkit.worker.projection.rebuild.ReportText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has the workers read a part of the log again. Every record of it is a repeat, which changes nothing and is counted. The
 * workers find the rewinds of their partitions in the database.
 */
final class GroupRewind {

    private final LogReaders log;
    private final Progress progress;
    private final TransactionTemplate transactions;
    private final Rewinds rewinds;
    private final Pause pause;

    /** @param transactions at READ COMMITTED */
    GroupRewind(JdbcClient jdbc, TransactionTemplate transactions, LogReaders log, Pause pause) {
        this.log = log;
        this.progress = new Progress(jdbc);
        this.transactions = transactions;
        this.rewinds = new Rewinds(jdbc);
        this.pause = pause;
    }

    /** Waits a moment for other processes. */
    interface Pause {
        void take();
    }

    ReplayReport plan(ReplayOptions options) {
        List<Part> parts = parts(options);
        return ReplayReport.of(
                        ReplayReport.FINE,
                        "'rewind' would have " + ReportText.count(records(parts), "record")
                                + " read again; all of them are repeats and change nothing")
                .with("records", records(parts))
                .with("partitions", parts.stream().map(GroupRewind::described).toList())
                .with("touches", "the offsets from which the live group reads");
    }

    ReplayReport rewind(long id, ReplayOptions options, ReplayProgress replayProgress) {
        List<Part> parts = parts(options);
        if (parts.isEmpty()) {
            return ReplayReport.of(ReplayReport.FINE, "Nothing to read again: no record was applied after that offset")
                    .with("repeated", 0);
        }
        transactions.executeWithoutResult(_ -> rewinds.open(id, parts));
        try {
            await(id, replayProgress, records(parts));
        } finally {
            rewinds.abandon(id);
        }
        List<Rewinds.Rewind> ended = rewinds.of(id);
        long repeated =
                ended.stream().mapToLong(rewind -> rewind.repeated().orElse(0)).sum();
        return ReplayReport.of(
                        ReplayReport.FINE,
                        ReportText.count(repeated, "record") + " read again; all were repeats and changed nothing")
                .with("repeated", repeated)
                .with("partitions", ended.stream().map(GroupRewind::described).toList());
    }

    private void await(long id, ReplayProgress replayProgress, long records) {
        replayProgress.begin("waiting for the workers to read the records again", records);
        long counted = 0;
        while (rewinds.of(id).stream().anyMatch(rewind -> rewind.repeated().isEmpty())) {
            replayProgress.requireWanted();
            pause.take();
            long done = rewinds.of(id).stream()
                    .mapToLong(rewind -> rewind.repeated().orElse(0))
                    .sum();
            replayProgress.read(done - counted);
            counted = done;
        }
    }

    private List<Part> parts(ReplayOptions options) {
        UUID topicId = log.topicId();
        Map<Integer, Extent> extents = log.extents();
        Map<LogPartition, Long> applied = progress.nextOffsets();
        Optional<Map<Integer, Long>> byTime = options.toTime().map(log::offsetsAt);
        List<Part> parts = new ArrayList<>();
        IntStream.range(0, log.partitions())
                .filter(partition ->
                        options.partition().map(only -> only == partition).orElse(true))
                .forEach(partition -> {
                    LogPartition logPartition = new LogPartition(topicId, partition);
                    long wanted = options.toOffset()
                            .or(() -> byTime.map(offsets -> Objects.requireNonNull(offsets.get(partition))))
                            .orElse(0L);
                    long from = Math.max(
                            wanted,
                            Objects.requireNonNull(extents.get(partition)).begin());
                    long until = applied.getOrDefault(logPartition, 0L);
                    if (from < until) {
                        parts.add(new Part(logPartition, from, until));
                    }
                });
        return parts;
    }

    private static long records(List<Part> parts) {
        return parts.stream().mapToLong(part -> part.until() - part.from()).sum();
    }

    private static ObjectNode described(Rewinds.Rewind rewind) {
        ObjectNode node = described(rewind.part());
        rewind.repeated().ifPresent(repeated -> node.put("repeated", repeated));
        return node;
    }

    private static ObjectNode described(Part part) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("partition", part.partition().partition());
        node.put("from_offset", part.from());
        node.put("until_offset", part.until());
        return node;
    }
}
