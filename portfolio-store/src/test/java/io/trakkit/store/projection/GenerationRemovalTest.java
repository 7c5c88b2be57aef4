package io.trakkit.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.Plan;
import io.trakkit.store.testing.PlanWatch;
import io.trakkit.store.testing.Population;
import io.trakkit.store.testing.TestDatabase;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A former read model of 120,000 trades is taken away a little at a time. */
class GenerationRemovalTest {

    private static final int AT_A_TIME = 5_000;

    private final TestDatabase database = TestDatabase.create();
    private final JdbcClient jdbc = database.jdbc();

    GenerationRemovalTest() {
        Population.fill(jdbc);
        jdbc.sql("UPDATE generations SET state = 'former'").update();
        jdbc.sql("INSERT INTO generations VALUES (2, 1, 'live')").update();
        jdbc.sql("INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,"
                        + " last_executed_at, last_side, last_ref_id, since_checkpoint, trades, version, updated_at)"
                        + " SELECT client_id, 2, portfolio_id, ticker, held, cost, realised,"
                        + " last_executed_at, last_side, last_ref_id, since_checkpoint, trades, version, updated_at FROM summaries"
                        + " WHERE portfolio_id <= 10")
                .update();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void itGoesOnWhereItWasInterruptedAndLeavesTheOthersAlone() {
        GenerationRemoval interrupted = new GenerationRemoval(jdbc, 1, AT_A_TIME);
        for (int i = 0; i < 3; i++) {
            assertThat(some(interrupted)).isTrue();
        }
        assertThat(rows("events")).isEqualTo(122_400 - 3 * AT_A_TIME);
        assertThat(rows("trades")).isEqualTo(120_000);

        GenerationRemoval another = new GenerationRemoval(jdbc, 1, AT_A_TIME);
        int steps = 1;
        while (some(another)) {
            steps++;
        }

        // 107,400 events, 120,000 trades, 600 activities and 40,000 summaries, and for each table, and the client, one
        // that
        // finds the end.
        assertThat(steps).isEqualTo(22 + 1 + 24 + 1 + 1 + 1 + 8 + 1 + 1);
        assertThat(Stream.of("events", "trades", "activities", "checkpoints").mapToInt(this::rows))
                .containsOnly(0);
        assertThat(rows("summaries")).isEqualTo(20);
        assertThat(jdbc.sql("SELECT generation FROM generations")
                        .query(Integer.class)
                        .list())
                .containsExactly(2);
    }

    @Test
    void noStepWalksOverWhatIsGone() {
        GenerationRemoval removal = new GenerationRemoval(jdbc, 1, AT_A_TIME);
        for (int i = 0; i < 20; i++) {
            some(removal);
        }
        try (PlanWatch watch = new PlanWatch(database, false)) {
            GenerationRemoval other = new GenerationRemoval(watch.jdbc(), 1, AT_A_TIME);
            watch.takePlans();
            other.removeSome();
            List<Plan> plans = watch.takePlans();
            assertThat(plans.getFirst().scannedTables())
                    .as(plans.getFirst().text())
                    .isEmpty();
        }
    }

    private boolean some(GenerationRemoval removal) {
        return Objects.requireNonNull(database.transactions().execute(_ -> removal.removeSome()));
    }

    private int rows(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
    }
}
