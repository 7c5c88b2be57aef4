package io.trakkit.store.projection;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of replays. One replay runs at a time, under a {@linkplain io.trakkit.store.postgres.SessionLock lock}.
 */
public final class Replays {

    private static final String SELECT = """
            SELECT replay_id, command, options, requested_by, started_at, ended_at, state, events, progress, report
            FROM replays
            """;

    private static final String LATEST = SELECT + """
            WHERE :client::text IS NULL OR options::jsonb ->> 'client_id' = :client
            ORDER BY replay_id DESC
            LIMIT :limit
            """;

    private static final String START = """
            INSERT INTO replays (command, options, requested_by, started_at, state, progress)
            VALUES (:command, :options, :by, :at, 'running', '{}')
            RETURNING replay_id
            """;

    private static final String PROGRESS = """
            UPDATE replays SET events = :events, progress = :progress WHERE replay_id = :id AND state = 'running'
            """;

    private static final String END = """
            UPDATE replays SET state = :state, ended_at = :at, events = :events, report = :report
            WHERE replay_id = :id
            """;

    private static final String INTERRUPTED = """
            UPDATE replays SET state = 'failed', ended_at = :at, report = :report
            WHERE state = 'running' AND replay_id <> :id
            """;

    /** The rate of the last complete replay, to estimate the next one. */
    private static final String EVENTS_PER_SECOND = """
            SELECT round(events / extract(epoch FROM ended_at - started_at))::bigint
            FROM replays
            WHERE state = 'done' AND events >= 1000 AND ended_at > started_at
            ORDER BY replay_id DESC
            LIMIT 1
            """;

    private final JdbcClient jdbc;

    public Replays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A replay, running or ended.
     *
     * @param options what it was asked for, as JSON
     * @param events how many records it has read so far
     * @param progress how far it has come, as JSON
     * @param report what it came to, as JSON; null while it runs
     */
    public record Replay(
            long id,
            String command,
            String options,
            String requestedBy,
            Instant startedAt,
            @Nullable Instant endedAt,
            String state,
            long events,
            String progress,
            @Nullable String report) {}

    public long start(String command, String options, String requestedBy, Instant at) {
        return jdbc.sql(START)
                .param("command", command)
                .param("options", options)
                .param("by", requestedBy)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    public void progress(long id, long events, String progress) {
        jdbc.sql(PROGRESS)
                .param("id", id)
                .param("events", events)
                .param("progress", progress)
                .update();
    }

    /** @param state done, failed or cancelled */
    public void end(long id, String state, Instant at, long events, String report) {
        jdbc.sql(END)
                .param("id", id)
                .param("state", state)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("events", events)
                .param("report", report)
                .update();
    }

    /** Marks replays whose process has died as ended; called by the one that runs. */
    public void endInterrupted(long running, Instant at, String report) {
        jdbc.sql(INTERRUPTED)
                .param("id", running)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("report", report)
                .update();
    }

    public Optional<Replay> find(long id) {
        return jdbc.sql(SELECT + "WHERE replay_id = :id")
                .param("id", id)
                .query((row, _) -> replay(row))
                .optional();
    }

    /**
     * The latest, the last one first.
     *
     * @param client only those that were asked for this client alone; empty: all
     */
    public List<Replay> latest(Optional<ClientId> client, int limit) {
        return jdbc.sql(LATEST)
                .param("client", client.map(ClientId::value).orElse(null), Types.VARCHAR)
                .param("limit", limit)
                .query((row, _) -> replay(row))
                .list();
    }

    /** How many events a second the last replay of some length managed. */
    public Optional<Long> eventsPerSecond() {
        return jdbc.sql(EVENTS_PER_SECOND).query(Long.class).optional();
    }

    private static Replay replay(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Replay(
                row.getLong("replay_id"),
                row.getString("command"),
                row.getString("options"),
                row.getString("requested_by"),
                Rows.time(row, "started_at"),
                ended == null ? null : ended.toInstant(),
                row.getString("state"),
                row.getLong("events"),
                row.getString("progress"),
                row.getString("report"));
    }
}
