package io.trakkit.store.projection;

import io.trakkit.store.postgres.LockTimeouts;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.projection.Generation.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The read models; one is live. Batches share a lock on the live one while they are applied; a switch to another one holds the
 * lock alone.
 */
public final class Generations {

    private static final String SELECT = "SELECT generation, fold_version, state FROM generations ";

    private static final String CREATE = """
            INSERT INTO generations (generation, fold_version, state)
            SELECT max(generation) + 1, :foldVersion, :state FROM generations
            RETURNING generation, fold_version, state
            """;

    /** An empty generation fits any version of the fold. */
    private static final String ADOPT_UNUSED = """
            UPDATE generations g SET fold_version = :foldVersion
            WHERE g.state = 'live' AND g.fold_version <> :foldVersion
                AND NOT EXISTS (SELECT FROM progress p WHERE p.generation = g.generation)
                AND NOT EXISTS (SELECT FROM summaries s WHERE s.generation = g.generation)
            """;

    /** Any number that no other lock of the database has: "trakkit" in ASCII. */
    private static final long LIVE_LOCK = 0x7472616b6b6974L;

    private static final String HOLD_LIVE = "SELECT pg_advisory_xact_lock_shared(" + LIVE_LOCK + ")";

    /** Should its holder stand still, PostgreSQL ends its session, and batches go on. */
    private static final String HOLD_LIVE_ALONE = """
            SELECT set_config('lock_timeout', :patience, true),
                   set_config('idle_in_transaction_session_timeout', :longest, true),
                   pg_advisory_xact_lock(:lock)
            """;

    private static final String BECOME = "UPDATE generations SET state = :state WHERE generation = :generation";

    private static final String LIVE = "WHERE state = 'live'";

    private final JdbcClient jdbc;

    public Generations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The generation that readers see and batches go to. */
    public Generation live() {
        return inState(State.LIVE).orElseThrow();
    }

    /** The generation in a state that at most one has. */
    public Optional<Generation> inState(State state) {
        return jdbc.sql(SELECT + "WHERE state = :state")
                .param("state", state.columnValue())
                .query((row, _) -> generation(row))
                .optional();
    }

    /** All that there are, the oldest first. */
    public List<Generation> all() {
        return jdbc.sql(SELECT + "ORDER BY generation")
                .query((row, _) -> generation(row))
                .list();
    }

    /** Keeps the live generation live until the transaction ends. Call it before {@link #live}. */
    public void holdLive() {
        jdbc.sql(HOLD_LIVE).query((_, _) -> "").single();
    }

    /**
     * Waits for the batches in hand, and keeps new ones waiting until the transaction ends.
     *
     * @param patience how long to wait for the batches in hand
     * @param longest how long the transaction may stand still
     * @throws org.springframework.dao.CannotAcquireLockException if the batches in hand take longer
     */
    public void holdLiveAlone(Duration patience, Duration longest) {
        LockTimeouts.acquire(() -> jdbc.sql(HOLD_LIVE_ALONE)
                .param("patience", patience.toMillis() + "ms")
                .param("longest", longest.toMillis() + "ms")
                .param("lock", LIVE_LOCK)
                .query((_, _) -> "")
                .single());
    }

    /**
     * Keeps the live generation live until the transaction ends, and reads it.
     *
     * @param check what is wanted of it; may fail
     */
    public <T> RoundTrip.Answer<T> holdLive(RoundTrip trip, Function<Generation, T> check) {
        trip.sql(HOLD_LIVE).rows(_ -> "");
        return trip.sql(SELECT + LIVE).rows(Generations::generation, rows -> check.apply(rows.getFirst()));
    }

    /** Adds an empty generation. There can be one at a time that is being built, partial or not. */
    public Generation create(int foldVersion, State state) {
        return jdbc.sql(CREATE)
                .param("foldVersion", foldVersion)
                .param("state", state.columnValue())
                .query((row, _) -> generation(row))
                .single();
    }

    /** Makes a generation live and the live one the former, in a transaction that {@linkplain #holdLiveAlone holds}. */
    public void makeLive(int generation) {
        int live = live().number();
        // In between it is neither: there is one former generation, and one live, at any moment of the transaction.
        become(generation, State.BUILDING);
        become(live, State.FORMER);
        become(generation, State.LIVE);
    }

    /** Marks a generation so that it never becomes live. */
    public void giveUp(int generation) {
        become(generation, State.PARTIAL);
    }

    private void become(int generation, State state) {
        jdbc.sql(BECOME)
                .param("state", state.columnValue())
                .param("generation", generation)
                .update();
    }

    /** Gives the live generation to a version of the fold, if nothing was ever applied to it. */
    public void adoptUnused(int foldVersion) {
        jdbc.sql(ADOPT_UNUSED).param("foldVersion", foldVersion).update();
    }

    private static Generation generation(ResultSet row) throws SQLException {
        return new Generation(
                row.getInt("generation"), row.getInt("fold_version"), State.parse(row.getString("state")));
    }
}
