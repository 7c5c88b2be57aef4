package io.trakkit.worker.replay;

/** Which command is whose. */
final class Commands {

    private final Workshop workshop;
    private final Planning planning;
    private final Verification verification;
    private final Rebuild rebuild;
    private final KeyRepair keyRepair;
    private final Rewinding rewinding;
    private final Adoption adoption;

    Commands(
            Workshop workshop,
            Planning planning,
            LetterCheck letterCheck,
            Rewinding rewinding,
            ReplaySettings settings) {
        this.workshop = workshop;
        this.planning = planning;
        this.verification = new Verification(workshop, letterCheck);
        this.rebuild = new Rebuild(workshop, verification, settings);
        this.keyRepair = new KeyRepair(workshop, verification);
        this.rewinding = rewinding;
        this.adoption = new Adoption(workshop);
    }

    Report run(long id, ReplayOptions options, Telling telling) {
        Scope scope = planning.scope(options, telling);
        if (options.dryRun()) {
            return dry(options, scope, telling);
        }
        // What a discard has left is its own to go on with.
        if (options.command() != Command.PLAN && options.command() != Command.DISCARD) {
            workshop.clearAway();
        }
        return switch (options.command()) {
            case PLAN -> planning.plan(options, scope);
            case VERIFY -> verification.fromLog(scope, telling);
            case JOURNAL -> verification.fromJournal(scope, telling);
            case REBUILD -> scope.isAll() ? rebuild.rebuild(telling) : keyRepair.repair(scope, telling);
            case ROLLBACK -> rebuild.rollback(telling);
            case DISCARD -> rebuild.discard(telling);
            case REWIND -> rewinding.rewind(id, options, telling);
            case ADOPT -> adoption.adopt(false, telling);
        };
    }

    private Report dry(ReplayOptions options, Scope scope, Telling telling) {
        return switch (options.command()) {
            case PLAN, VERIFY, JOURNAL, REBUILD, ROLLBACK, DISCARD -> planning.plan(options, scope);
            case REWIND -> rewinding.plan(options);
            case ADOPT -> adoption.adopt(true, telling);
        };
    }
}
