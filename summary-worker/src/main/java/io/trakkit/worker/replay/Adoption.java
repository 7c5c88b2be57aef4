package io.trakkit.worker.replay;

import io.trakkit.store.JournalRecords;
import io.trakkit.store.JournalRecords.JournalRecord;
import io.trakkit.store.KeyFilter;
import io.trakkit.store.LogPartition;
import io.trakkit.store.MovedTopics;
import io.trakkit.worker.apply.LogRecord;
import io.trakkit.worker.log.LogReader;
import io.trakkit.worker.log.LogReaders.Extent;
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

/**
 * Lets a topic that was copied to another cluster go on as the log that it was copied from. Every accepted event must stand
 * in it at the same offset, byte for byte, since offsets are what progress and verdicts are known by.
 */
final class Adoption {

    private final Workshop workshop;
    private final MovedTopics movedTopics;

    Adoption(Workshop workshop) {
        this.workshop = workshop;
        this.movedTopics = new MovedTopics(workshop.jdbc());
    }

    /** @param dryRun whether only to compare */
    Report adopt(boolean dryRun, Telling telling) {
        UUID topicId = workshop.log().topicId();
        Map<LogPartition, Long> applied = workshop.progress().nextOffsets();
        UUID log = appliedLog(topicId, applied);
        requireRoom(log, applied);
        long same = workshop.atOneMoment((live, _) -> {
            JournalRecords journal = new JournalRecords(workshop.jdbc());
            telling.begin("comparing the topic with the journal", journal.count(live.number(), KeyFilter.ALL));
            try (Stream<JournalRecord> records = journal.inOrder(live.number(), KeyFilter.ALL)) {
                return compare(records.iterator(), log, telling);
            }
        });
        if (!dryRun) {
            workshop.transactions().executeWithoutResult(_ -> movedTopics.add(topicId, log));
        }
        String compared = Words.count(same, "event") + " of the journal found in the topic, each at the same offset";
        return Report.of(
                        Report.FINE,
                        compared + (dryRun ? "" : "; the topic continues the log " + log + ": restart the workers now"))
                .with("events_compared", same)
                .with("topic_id", topicId.toString())
                .with("log_id", log.toString());
    }

    /** The one log that was applied, which must be another than the topic. */
    private static UUID appliedLog(UUID topicId, Map<LogPartition, Long> applied) {
        List<UUID> logs = applied.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey().topicId())
                .distinct()
                .toList();
        if (logs.isEmpty() || logs.contains(topicId)) {
            throw new CouldNotTellException(
                    "Nothing to adopt: the workers already apply this topic (log " + topicId + ")");
        }
        if (logs.size() > 1) {
            throw new CouldNotTellException(
                    "More than one log was applied (" + logs + "), so trakkit cannot tell which one was moved");
        }
        return logs.getFirst();
    }

    private void requireRoom(UUID log, Map<LogPartition, Long> applied) {
        Map<Integer, Extent> extents = workshop.log().extents();
        applied.forEach((partition, next) -> {
            Extent extent = extents.get(partition.partition());
            if (partition.topicId().equals(log) && (extent == null || extent.begin() > 0 || extent.end() < next)) {
                throw new CouldNotTellException("The topic is not a copy of the log: partition " + partition.partition()
                        + " must hold offsets 0 to " + next + " and holds "
                        + (extent == null ? "none" : extent.begin() + " to " + extent.end()));
            }
        });
    }

    private long compare(Iterator<JournalRecord> journal, UUID log, Telling telling) {
        long same = 0;
        @Nullable Walk walk = null;
        try {
            while (journal.hasNext()) {
                JournalRecord event = journal.next();
                if (!event.origin().partition().topicId().equals(log)) {
                    throw new CouldNotTellException("The journal also holds events of another topic");
                }
                int partition = event.origin().partition().partition();
                if (walk == null || walk.partition != partition) {
                    closeIfAny(walk);
                    walk = new Walk(partition);
                }
                if (!Arrays.equals(walk.valueAt(event.origin().offset()), event.payload())) {
                    throw new CouldNotTellException("The topic is not a copy of the log: a different record is at "
                            + Words.place(event.origin()));
                }
                same++;
                telling.done(1);
                telling.requireWanted();
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

    /** Goes through a partition of the topic, forward only. */
    private final class Walk {

        private final int partition;
        private final LogReader reader;
        private final Map<Integer, Long> end;
        private final Deque<LogRecord> ahead = new ArrayDeque<>();

        Walk(int partition) {
            this.partition = partition;
            this.reader = workshop.log().open(List.of(partition));
            this.end = Map.of(
                    partition,
                    Objects.requireNonNull(workshop.log().extents().get(partition))
                            .end());
            reader.seek(partition, 0);
        }

        /** What stands at an offset; null if there is no record, or one without a value. */
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
