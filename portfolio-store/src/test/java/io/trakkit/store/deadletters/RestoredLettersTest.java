package io.trakkit.store.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The table, brought back from what the dead-letter topic holds. */
class RestoredLettersTest {

    private final TestDatabase database = TestDatabase.create();
    private final DeadLetters letters = new DeadLetters(database.jdbc());
    private final RestoredDecisions outcomes = new RestoredDecisions(database.jdbc());

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void aLetterThatTheTopicHoldsTwiceIsOne() {
        letters.restore(List.of(Letters.at(1), Letters.at(2), Letters.at(1)));
        letters.restore(List.of(Letters.at(2), Letters.at(3)));
        assertThat(rows()).containsExactly("1 - -", "2 - -", "3 - -");
    }

    @Test
    void aLetterThatTheTableHasIsRelayedThen() {
        letters.record(List.of(Letters.at(1), Letters.at(2)));
        letters.restore(List.of(Letters.at(1)));
        assertThat(rows()).containsExactly("1 - -", "2 - - to relay");
    }

    @Test
    void ofSeveralOutcomesARedriveCounts() {
        letters.restore(List.of(Letters.at(1), Letters.at(2), Letters.at(3), Letters.at(4)));
        outcomes.restore(List.of(
                Letters.discarded(1, "ann", "junk"),
                Letters.discarded(2, "ann", "junk"),
                Letters.redriven(2, "bob"),
                Letters.discarded(2, "ann", "junk"),
                Letters.redriven(3, "bob")));
        outcomes.restore(List.of(
                Letters.discarded(3, "ann", "junk"), Letters.redriven(1, "cid"), Letters.discarded(9, "ann", "gone")));
        assertThat(rows()).containsExactly("1 redriven cid", "2 redriven bob", "3 redriven bob", "4 - -");
    }

    @Test
    void whatWasDecidedSinceAndIsNotInTheTopicYetIsNewer() {
        letters.restore(List.of(Letters.at(1)));
        database.jdbc()
                .sql("UPDATE dead_letters SET outcome = 'discarded', outcome_by = 'bob', outcome_at = '2026-11-01Z',"
                        + " outcome_relayed = false")
                .update();
        outcomes.restore(List.of(Letters.discarded(1, "ann", "junk")));
        assertThat(rows()).containsExactly("1 discarded bob to relay");
    }

    /** A redrive has put a copy into the log: an older decision that a restored database still holds gives way to it. */
    @Test
    void aRedriveThatTheTopicTellsOfCountsAlsoWhereADiscardIsNotInTheTopicYet() {
        letters.restore(List.of(Letters.at(1)));
        database.jdbc()
                .sql("UPDATE dead_letters SET outcome = 'discarded', outcome_by = 'bob', outcome_at = '2026-11-01Z',"
                        + " outcome_relayed = false")
                .update();
        outcomes.restore(List.of(Letters.redriven(1, "ann")));
        assertThat(rows()).containsExactly("1 redriven ann");
    }

    private List<@Nullable String> rows() {
        return database.jdbc().sql("""
                        SELECT concat_ws(' ', log_offset, coalesce(outcome, '-'), coalesce(outcome_by, '-'),
                               CASE WHEN NOT relayed OR NOT outcome_relayed THEN 'to relay' END)
                        FROM dead_letters ORDER BY log_offset
                        """).query(String.class).list();
    }
}
