package io.trakkit.faults;

import java.time.Duration;

/**
 * How often each fault befalls.
 *
 * @param kills of ingest-api, a worker and query-api
 * @param databaseKills of PostgreSQL's postmaster, and immediate shutdowns, in turns
 * @param brokerStops kills and clean restarts of the broker, in turns
 * @param lostReplies to COMMIT
 * @param networkFaults connections cut, stalled and slowed, in turns
 * @param stall how long a stalled connection stands still
 * @param joining for how long a second worker joins and leaves
 * @param zombies workers that stand still past their session
 * @param replays of all events, delivered again in another legal order
 * @param poison records among good ones
 * @param fullDisks under PostgreSQL
 * @param heldLocks times that held locks exhaust the pool of the worker
 */
record Form(
        int perSecond,
        int kills,
        int databaseKills,
        int brokerStops,
        int lostReplies,
        int networkFaults,
        Duration stall,
        Duration joining,
        int zombies,
        int replays,
        int poison,
        int fullDisks,
        int heldLocks) {

    /** For every build. */
    static final Form SHORT =
            new Form(500, 6, 2, 2, 20, 5, Duration.ofSeconds(5), Duration.ofSeconds(30), 1, 1, 1_000, 0, 1);

    /** A round of the long form, which has {@value #LONG_ROUNDS} of them. */
    static final Form LONG =
            new Form(500, 6, 2, 2, 100, 5, Duration.ofSeconds(30), Duration.ofMinutes(1), 2, 1, 1_000, 1, 1);

    static final int LONG_ROUNDS = 10;
}
