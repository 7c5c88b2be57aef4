package io.trakkit.store.testing;

import io.trakkit.store.postgres.DatabaseRole;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A connection that notes the plan of each statement run through it, as PostgreSQL's auto_explain reports it. The
 * production code itself runs, so there is no list of statements that could fall behind.
 */
public final class PlanWatch implements AutoCloseable {

    private final SingleConnectionDataSource dataSource;
    private final JdbcTemplate template;
    private final List<Plan> plans = new ArrayList<>();

    /** What a reader runs for the client {@code default}, under row-level security. */
    public static PlanWatch ofReader(TestDatabase database, boolean generic) {
        PlanWatch watch = new PlanWatch(database, generic);
        watch.template.execute(DatabaseRole.READER.connectionInitSql());
        watch.template.execute("SET trakkit.client_id = 'default'");
        watch.plans.clear();
        return watch;
    }

    /** @param generic whether statements are planned without looking at their parameters, as after some repetitions */
    public PlanWatch(TestDatabase database, boolean generic) {
        dataSource = new SingleConnectionDataSource(database.jdbcUrl(), true);
        template = new NotingJdbcTemplate();
        List.of(
                        "LOAD 'auto_explain'",
                        "SET auto_explain.log_min_duration = 0",
                        "SET auto_explain.log_analyze = on",
                        "SET auto_explain.log_timing = off",
                        "SET auto_explain.log_level = notice",
                        "SET plan_cache_mode = " + (generic ? "force_generic_plan" : "force_custom_plan"))
                .forEach(template::execute);
        plans.clear();
    }

    /** To run statements with. */
    public JdbcClient jdbc() {
        return JdbcClient.create(template);
    }

    /** The plans of the statements that were run since this was last asked. */
    public List<Plan> takePlans() {
        List<Plan> taken = List.copyOf(plans);
        plans.clear();
        return taken;
    }

    @Override
    public void close() {
        dataSource.destroy();
    }

    private final class NotingJdbcTemplate extends JdbcTemplate {

        NotingJdbcTemplate() {
            super(CheckedStatements.of(dataSource));
        }

        @Override
        protected void handleWarnings(Statement statement) throws SQLException {
            for (SQLWarning notice = statement.getWarnings(); notice != null; notice = notice.getNextWarning()) {
                String message = String.valueOf(notice.getMessage());
                if (message.contains("plan:")) {
                    plans.add(new Plan(message));
                }
            }
        }
    }
}
