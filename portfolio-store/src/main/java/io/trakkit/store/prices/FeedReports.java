package io.trakkit.store.prices;

import io.trakkit.store.postgres.Rows;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the leading instance of price-feed reports of its last run, for operators. */
public final class FeedReports {

    private static final String REPORT = """
            INSERT INTO feed_report (source, outcome, ran_at, done_at, next_run_at)
            VALUES (:source, :outcome, :ranAt, :doneAt, :nextRunAt)
            ON CONFLICT (only_row) DO UPDATE
            SET source = excluded.source, outcome = excluded.outcome, ran_at = excluded.ran_at,
                done_at = coalesce(excluded.done_at, feed_report.done_at), next_run_at = excluded.next_run_at
            """;

    private static final String LAST = "SELECT source, outcome, ran_at, done_at, next_run_at FROM feed_report";

    private final JdbcClient jdbc;

    public FeedReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The report of a run.
     *
     * @param source where prices come from, such as "http"
     * @param outcome what came of the run, such as "done"
     * @param ranAt when it ended
     * @param doneAt when a run last put the latest prices into Redis; empty if none has yet
     * @param nextRunAt when the next run is due; empty if none is
     */
    public record FeedReport(
            String source, String outcome, Instant ranAt, Optional<Instant> doneAt, Optional<Instant> nextRunAt) {}

    /** Replaces the report. A report without {@code doneAt} keeps the known one. */
    public void report(FeedReport report) {
        jdbc.sql(REPORT)
                .param("source", report.source())
                .param("outcome", report.outcome())
                .param("ranAt", Rows.toSql(report.ranAt()))
                .param("doneAt", report.doneAt().map(Rows::toSql).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("nextRunAt", report.nextRunAt().map(Rows::toSql).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    /** The last report; empty if price-feed has not run yet. */
    public Optional<FeedReport> last() {
        return jdbc.sql(LAST)
                .query((row, _) -> new FeedReport(
                        row.getString("source"),
                        row.getString("outcome"),
                        Rows.time(row, "ran_at"),
                        Rows.optionalTime(row, "done_at"),
                        Rows.optionalTime(row, "next_run_at")))
                .optional();
    }
}
