package io.trakkit.worker.projection;

import io.trakkit.domain.position.Fold;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.Generations;
import io.trakkit.store.projection.Replays;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.json.Json;
import io.trakkit.worker.log.LogReaders;
import io.trakkit.worker.log.LogReaders.Extent;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import io.trakkit.worker.projection.rebuild.ReportText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reports what a command would read and change. Changes nothing. */
final class ReplayPlanner {

    /** The speed of a modest machine; used until a replay has been measured. */
    private static final long ASSUMED_PER_SECOND = 5_000;

    private final LogReaders log;
    private final Progress progress;
    private final Generations generations;
    private final Replays replays;

    ReplayPlanner(JdbcClient jdbc, LogReaders log) {
        this.log = log;
        this.progress = new Progress(jdbc);
        this.generations = new Generations(jdbc);
        this.replays = new Replays(jdbc);
    }

    ReplayReport plan(ReplayOptions options, PositionFilter positionFilter) {
        UUID topicId = log.topicId();
        Map<Integer, Extent> extents = log.extents();
        Map<LogPartition, Long> applied = progress.nextOffsets();
        List<ObjectNode> partitions = new ArrayList<>();
        long records = 0;
        boolean whole = true;
        for (int partition : positionFilter.partitions(log.partitions())) {
            Extent extent = Objects.requireNonNull(extents.get(partition));
            long next = applied.getOrDefault(new LogPartition(topicId, partition), 0L);
            partitions.add(partition(partition, extent, next));
            // Offsets: a transaction leaves one without a record at its end, and those of its records if it is aborted.
            records += Math.max(0, next - extent.begin());
            whole &= extent.begin() == 0;
        }
        Optional<Long> measured = replays.eventsPerSecond();
        long perSecond = Math.max(1, measured.orElse(ASSUMED_PER_SECOND));
        return ReplayReport.of(ReplayReport.FINE, summary(options, positionFilter, records, records / perSecond, whole))
                .with("reads", reads(topicId, partitions))
                .with("records", records)
                .with("estimated_seconds", records / perSecond)
                .with("records_per_second", perSecond)
                .with("rate_is", measured.isPresent() ? "measured by the last replay" : "assumed")
                .with("touches", touches(options))
                .with("fold_version", Fold.VERSION)
                .with("generations", generations());
    }

    private static String summary(
            ReplayOptions options, PositionFilter positionFilter, long records, long seconds, boolean whole) {
        String what = options.command() == ReplayKind.PLAN
                ? "A replay"
                : "'" + options.command().wireName() + "'";
        return what + " of " + positionFilter + " would read at most " + ReportText.count(records, "record") + ", in "
                + (seconds == 0 ? "less than a second" : "about " + ReportText.count(seconds, "second"))
                + (whole
                        ? ""
                        : "; the log no longer holds its first records, so only the journal can be verified ('./trakkit replay journal')");
    }

    private static ObjectNode reads(UUID topicId, List<ObjectNode> partitions) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("topic", Topics.TRADES);
        node.put("topic_id", topicId.toString());
        node.putArray("partitions").addAll(partitions);
        return node;
    }

    private static ObjectNode partition(int partition, Extent extent, long applied) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("partition", partition);
        node.put("begin", extent.begin());
        node.put("end", extent.end());
        node.put("applied", applied);
        node.put("first_logged_at", extent.firstAt().map(Json::text).orElse(null));
        node.put("last_logged_at", extent.lastAt().map(Json::text).orElse(null));
        return node;
    }

    private static String touches(ReplayOptions options) {
        return switch (options.command()) {
            case PLAN, VERIFY, JOURNAL ->
                "nothing that readers see: a generation is built beside the live one and deleted afterwards";
            case REBUILD ->
                options.filter().isAll()
                        ? "a generation is built beside the live one and becomes live; the former one is kept"
                        : "these keys of the live generation, each under its row lock";
            case ROLLBACK -> "which generation is live: the former one is brought up to date and replaces the live one";
            case DISCARD -> "the generation beside the live one is deleted";
            case REWIND -> "the offsets from which the live group reads; every record is a repeat and changes nothing";
            case ADOPT -> "the id of the log that the topic continues";
        };
    }

    private List<ObjectNode> generations() {
        return generations.all().stream().map(ReplayPlanner::generation).toList();
    }

    static ObjectNode generation(Generation generation) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("generation", generation.number());
        node.put("state", generation.state().columnValue());
        node.put("fold_version", generation.foldVersion());
        return node;
    }

    /** The keys of a command. */
    PositionFilter scope(ReplayOptions options, ReplayProgress replayProgress) {
        PositionFilter named = new PositionFilter(options.filter(), Optional.empty());
        return options.fromTime()
                .map(time -> since(time, named, replayProgress))
                .orElse(named);
    }

    /** The keys with records since a time; by the log, because the read model may lack some. */
    private PositionFilter since(Instant time, PositionFilter named, ReplayProgress replayProgress) {
        List<Integer> partitions = named.partitions(log.partitions());
        UUID topicId = log.topicId();
        Map<Integer, Long> starts = log.offsetsAt(time);
        Map<LogPartition, Long> applied = progress.nextOffsets();
        return new ChangedKeys(log, replayProgress)
                .find(
                        named,
                        partitions,
                        starts,
                        partition -> applied.getOrDefault(new LogPartition(topicId, partition), 0L));
    }
}
