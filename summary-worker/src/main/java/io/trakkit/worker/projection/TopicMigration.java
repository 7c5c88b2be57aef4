package io.trakkit.worker.projection;

import io.trakkit.store.ledger.JournalRecords;
import io.trakkit.store.ledger.JournalRecords.JournalRecord;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.MovedTopics;
import io.trakkit.store.progress.Progress;
import io.trakkit.worker.apply.LogRecord;
import io.trakkit.worker.log.LogReader;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.log.LogReaders.Extent;
import io.trakkit.worker.projection.rebuild.InconclusiveReplayException;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import io.trakkit.worker.projection.rebuild.ReportText;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a topic that was copied to another cluster continue the log that it is a copy of. The copy must have every accepted
 * event at the same offset, byte for byte, because progress and dead letters refer to offsets.
 */
final class TopicMigration {

    private final LogReaders log;
    private final LiveSnapshot liveSnapshot;
    private final JournalRecords journal;
    private final Progress progress;
    private final TransactionTemplate transactions;
    private final MovedTopics movedTopics;

    /** @param transactions at READ COMMITTED */
    TopicMigration(JdbcClient jdbc, TransactionTemplate transactions, LogReaders log, LiveSnapshot liveSnapshot) {
        this.log = log;
        this.liveSnapshot = liveSnapshot;
        this.transactions = transactions;
        this.journal = new JournalRecords(jdbc);
        this.progress = new Progress(jdbc);
        this.movedTopics = new MovedTopics(jdbc);
    }

    /** @param dryRun whether only to compare */
    ReplayReport adopt(boolean dryRun, ReplayProgress replayProgress) {
        UUID topicId = log.topicId();
        Map<LogPartition, Long> applied = progress.nextOffsets();
        UUID logId = appliedLog(topicId, applied);
        requireRoom(logId, applied);
        long same = liveSnapshot.read((live, _) -> {
            replayProgress.begin("comparing the topic with the journal", journal.count(live.number(), KeyFilter.ALL));
            try (Stream<JournalRecord> records = journal.inOrder(live.number(), KeyFilter.ALL)) {
                return compare(records.iterator(), logId, replayProgress);
            }
        });
        if (!dryRun) {
            transactions.executeWithoutResult(_ -> movedTopics.add(topicId, logId));
        }
        String compared =
                ReportText.count(same, "event") + " of the journal found in the topic, each at the same offset";
        return ReplayReport.of(
                        ReplayReport.FINE,
                        compared
                                + (dryRun
                                        ? ""
                                        : "; the topic continues the log " + logId + ": restart the workers now"))
                .with("events_compared", same)
                .with("topic_id", topicId.toString())
                .with("log_id", logId.toString());
    }

    /** The one log that was applied. It must not be the topic itself. */
    private static UUID appliedLog(UUID topicId, Map<LogPartition, Long> applied) {
        List<UUID> logs = applied.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey().topicId())
                .distinct()
                .toList();
        if (logs.isEmpty() || logs.contains(topicId)) {
            throw new InconclusiveReplayException(
                    "Nothing to adopt: the workers already apply this topic (log " + topicId + ")");
        }
        if (logs.size() > 1) {
            throw new InconclusiveReplayException(
                    "More than one log was applied (" + logs + "), so trakkit cannot tell which one was moved");
        }
        return logs.getFirst();
    }

    private void requireRoom(UUID logId, Map<LogPartition, Long> applied) {
        Map<Integer, Extent> extents = log.extents();
        applied.forEach((partition, next) -> {
            Extent extent = extents.get(partition.partition());
            if (partition.topicId().equals(logId) && (extent == null || extent.begin() > 0 || extent.end() < next)) {
                throw new InconclusiveReplayException(
                        "The topic is not a copy of the log: partition " + partition.partition()
                                + " must hold offsets 0 to " + next + " and holds "
                                + (extent == null ? "none" : extent.begin() + " to " + extent.end()));
            }
        });
    }

    private long compare(Iterator<JournalRecord> events, UUID logId, ReplayProgress replayProgress) {
        long same = 0;
        @Nullable Walk walk = null;
        try {
            while (events.hasNext()) {
                JournalRecord event = events.next();
                if (!event.origin().partition().topicId().equals(logId)) {
                    throw new InconclusiveReplayException("The journal also holds events of another topic");
                }
                int partition = event.origin().partition().partition();
                if (walk == null || walk.partition != partition) {
                    closeIfAny(walk);
                    walk = new Walk(partition);
                }
                if (!Arrays.equals(walk.valueAt(event.origin().offset()), event.payload())) {
                    throw new InconclusiveReplayException(
                            "The topic is not a copy of the log: a different record is at "
                                    + ReportText.place(event.origin()));
                }
                same++;
                replayProgress.done(1);
                replayProgress.requireWanted();
            }
            return same;
        } finally {
            closeIfAny(walk);
        }
    }

    private static void closeIfAny(@Nullable Walk walk) {
        if (walk != null) {
            walk.reader.close();
        }
    }

    /** Reads a partition of the topic forward. */
    private final class Walk {

        private final int partition;
        private final LogReader reader;
        private final Map<Integer, Long> end;
        private final Deque<LogRecord> ahead = new ArrayDeque<>();

        Walk(int partition) {
            this.partition = partition;
            this.reader = log.open(List.of(partition));
            this.end = Map.of(
                    partition,
                    Objects.requireNonNull(log.extents().get(partition)).end());
            reader.seek(partition, 0);
        }

        /** The value at an offset; null if there is no record or no value. */
        byte @Nullable [] valueAt(long offset) {
            while (true) {
                LogRecord next = ahead.poll();
                if (next != null && next.origin().offset() >= offset) {
                    return next.origin().offset() == offset ? next.value() : null;
                }
                if (next == null && reader.hasReached(end)) {
                    return null;
                }
                if (next == null) {
                    ahead.addAll(reader.poll(end));
                }
            }
        }
    }
}
