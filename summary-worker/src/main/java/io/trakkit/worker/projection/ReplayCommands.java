package io.trakkit.worker.projection;

import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplayReport;

/** Runs the class of a command. */
final class ReplayCommands {

    private final PartialGenerations partialGenerations;
    private final ReplayPlanner replayPlanner;
    private final Verification verification;
    private final GenerationSwitch generationSwitch;
    private final KeyRepair keyRepair;
    private final GroupRewind groupRewind;
    private final TopicMigration topicMigration;

    ReplayCommands(
            PartialGenerations partialGenerations,
            ReplayPlanner replayPlanner,
            Verification verification,
            GenerationSwitch generationSwitch,
            KeyRepair keyRepair,
            GroupRewind groupRewind,
            TopicMigration topicMigration) {
        this.partialGenerations = partialGenerations;
        this.replayPlanner = replayPlanner;
        this.verification = verification;
        this.generationSwitch = generationSwitch;
        this.keyRepair = keyRepair;
        this.groupRewind = groupRewind;
        this.topicMigration = topicMigration;
    }

    ReplayReport run(long id, ReplayOptions options, ReplayProgress replayProgress) {
        PositionFilter positionFilter = replayPlanner.scope(options, replayProgress);
        if (options.dryRun()) {
            return dry(options, positionFilter, replayProgress);
        }
        // An interrupted discard is continued by the next discard.
        if (options.command() != ReplayKind.PLAN && options.command() != ReplayKind.DISCARD) {
            partialGenerations.removeLeftover();
        }
        return switch (options.command()) {
            case PLAN -> replayPlanner.plan(options, positionFilter);
            case VERIFY -> verification.fromLog(positionFilter, replayProgress);
            case JOURNAL -> verification.fromJournal(positionFilter, replayProgress);
            case REBUILD ->
                positionFilter.isAll()
                        ? generationSwitch.rebuild(replayProgress)
                        : keyRepair.repair(positionFilter, replayProgress);
            case ROLLBACK -> generationSwitch.rollback(replayProgress);
            case DISCARD -> generationSwitch.discard(replayProgress);
            case REWIND -> groupRewind.rewind(id, options, replayProgress);
            case ADOPT -> topicMigration.adopt(false, replayProgress);
        };
    }

    private ReplayReport dry(ReplayOptions options, PositionFilter positionFilter, ReplayProgress replayProgress) {
        return switch (options.command()) {
            case PLAN, VERIFY, JOURNAL, REBUILD, ROLLBACK, DISCARD -> replayPlanner.plan(options, positionFilter);
            case REWIND -> groupRewind.plan(options);
            case ADOPT -> topicMigration.adopt(true, replayProgress);
        };
    }
}
