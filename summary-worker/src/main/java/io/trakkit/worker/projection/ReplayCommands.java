package io.trakkit.worker.projection;

import io.trakkit.worker.projection.compare.DeadLetterCheck;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import io.trakkit.worker.projection.rebuild.ReplaySettings;

/** Which command is whose. */
final class ReplayCommands {

    private final ProjectionService projectionService;
    private final ReplayPlanner replayPlanner;
    private final Verification verification;
    private final GenerationSwitch generationSwitch;
    private final KeyRepair keyRepair;
    private final GroupRewind groupRewind;
    private final TopicMigration topicMigration;

    ReplayCommands(
            ProjectionService projectionService,
            ReplayPlanner replayPlanner,
            DeadLetterCheck deadLetterCheck,
            GroupRewind groupRewind,
            ReplaySettings settings) {
        this.projectionService = projectionService;
        this.replayPlanner = replayPlanner;
        this.verification = new Verification(projectionService, deadLetterCheck);
        this.generationSwitch = new GenerationSwitch(projectionService, verification, settings);
        this.keyRepair = new KeyRepair(projectionService, verification);
        this.groupRewind = groupRewind;
        this.topicMigration = new TopicMigration(projectionService);
    }

    ReplayReport run(long id, ReplayOptions options, ReplayProgress replayProgress) {
        PositionFilter positionFilter = replayPlanner.scope(options, replayProgress);
        if (options.dryRun()) {
            return dry(options, positionFilter, replayProgress);
        }
        // What a discard has left is its own to go on with.
        if (options.command() != ReplayKind.PLAN && options.command() != ReplayKind.DISCARD) {
            projectionService.clearAway();
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
