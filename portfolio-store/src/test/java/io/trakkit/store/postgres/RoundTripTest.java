package io.trakkit.store.postgres;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.store.postgres.RoundTrip.Answer;
import io.trakkit.store.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

class RoundTripTest {

    private static final String INSERT = "INSERT INTO notes (number) VALUES (:number)";
    private static final String NUMBERS = "SELECT number FROM notes ORDER BY number";

    private final TestDatabase database = TestDatabase.create();
    private final RoundTrip trip = new RoundTrip(new JdbcTemplate(database.dataSource()));

    @BeforeEach
    void createTable() {
        database.jdbc().sql("CREATE TABLE notes (number integer PRIMARY KEY)").update();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void eachStatementHasItsParametersAndItsAnswer() {
        Answer<Integer> inserted = trip.sql(INSERT).param("number", 7).changes();
        Answer<List<Integer>> numbers = trip.sql(NUMBERS).rows(row -> row.getInt(1));
        Answer<Integer> deleted = trip.sql("DELETE FROM notes WHERE number = ANY (:numbers)")
                .param("numbers", SqlArrays.integers(List.of(7, 8), number -> number))
                .changes();
        Answer<String> none = trip.sql(NUMBERS).rows(row -> row.getInt(1), List::toString);

        inTransaction();

        assertThat(inserted.get()).isEqualTo(1);
        assertThat(numbers.get()).containsExactly(7);
        assertThat(deleted.get()).isEqualTo(1);
        assertThat(none.get()).isEqualTo("[]");
    }

    @Test
    void anAnswerIsNotThereBeforeItIsSent() {
        Answer<Integer> inserted = trip.sql(INSERT).param("number", 7).changes();

        assertThatThrownBy(inserted::get).hasMessage("The statement has not been sent");
    }

    @Test
    void afterAFailureTheRestIsSkipped() {
        trip.sql(INSERT).param("number", 7).changes();
        trip.sql(INSERT).param("number", 7).changes();
        trip.sql(INSERT).param("number", 8).changes();

        assertThatThrownBy(this::inTransaction).isInstanceOf(DuplicateKeyException.class);
        assertThat(database.jdbc().sql(NUMBERS).query(Integer.class).list()).isEmpty();
    }

    /** A batch waits for a lock and must then read what its holder has committed, although both were sent before that. */
    @Test
    void aStatementSeesWhatWasCommittedWhileTheOneBeforeItWaited() {
        Answer<List<Integer>> before = trip.sql(NUMBERS).rows(row -> row.getInt(1));
        trip.sql("SELECT pg_advisory_xact_lock(1)").rows(_ -> "");
        Answer<List<Integer>> after = trip.sql(NUMBERS).rows(row -> row.getInt(1));

        CompletableFuture<Void> sent = database.transactions().execute(_ -> {
            database.jdbc()
                    .sql("SELECT pg_advisory_xact_lock(1)")
                    .query((_, _) -> "")
                    .single();
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(this::inTransaction, Thread::startVirtualThread);
            patiently().until(() -> waiting() == 1);
            database.jdbc().sql("INSERT INTO notes VALUES (7)").update();
            return sending;
        });
        sent.join();

        assertThat(before.get()).isEmpty();
        assertThat(after.get()).containsExactly(7);
    }

    /** If both were sent before the answers were read, the driver would wait for the server, and the server for the driver. */
    @Test
    void muchToSendAndMuchToReadDoNotBlockEachOther() {
        List<Integer> many = IntStream.range(0, 500_000).boxed().toList();
        Answer<List<String>> first = trip.sql("SELECT repeat('a', 1000) FROM generate_series(1, 10000)")
                .rows(row -> row.getString(1));
        Answer<List<Integer>> second = trip.sql("SELECT cardinality(:numbers)")
                .param("numbers", SqlArrays.integers(many, number -> number))
                .rows(row -> row.getInt(1));

        inTransaction();

        assertThat(first.get()).hasSize(10_000);
        assertThat(second.get()).containsExactly(500_000);
    }

    private void inTransaction() {
        database.transactions().executeWithoutResult(_ -> trip.send());
    }

    private long waiting() {
        return database.jdbc()
                .sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
                .query(Long.class)
                .single();
    }
}
