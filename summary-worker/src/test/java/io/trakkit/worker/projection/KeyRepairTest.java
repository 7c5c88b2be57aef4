package io.trakkit.worker.projection;

import static io.trakkit.worker.testing.Events.buy;
import static io.trakkit.worker.testing.Events.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.testing.RandomBooks;
import io.trakkit.testing.Seed;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.TwoClients;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Some keys are built again and put in the place of the live ones, while trades come in. */
class KeyRepairTest extends ReplayTest {

    private final Seed seed = Seed.ofThisRun();

    @Test
    void someKeysAreRebuiltInPlaceWhileTradesComeIn() {
        List<TradeEvent> events = RandomBooks.events(
                seed, new UserId("u-1"), List.of(key("AAPL"), key("IBM"), key("^BSESN"), key("MSFT")), 3_000);
        TestKafka.publish(events.subList(0, 2_000));
        awaitApplied();
        database.jdbc()
                .sql("UPDATE summaries SET version = version + 5 WHERE ticker <> 'MSFT'")
                .update();
        database.jdbc()
                .sql("UPDATE trades SET user_id = 'u-9' WHERE ticker = 'IBM'")
                .update();
        database.jdbc()
                .sql("INSERT INTO events SELECT client_id, generation, gen_random_uuid(), type, portfolio_id, ticker,"
                        + " ref_id || '-x', fingerprint, occurred_at, topic_id, partition, log_offset, payload"
                        + " FROM events WHERE ticker = 'AAPL' AND type = 'trade_created' LIMIT 1")
                .update();

        long replay = operators.started("{\"command\": \"rebuild\", \"portfolio_id\": 1, \"ticker\": \"IBM\"}");
        TestKafka.publish(events.subList(2_000, 3_000));
        assertThat(operators.ended(replay).get("report").get("keys_rebuilt").asInt())
                .isEqualTo(1);
        awaitApplied();
        JsonNode verified = operators.report(VERIFY);
        assertThat(verified.get("keys_drifted").asInt()).as("%s", verified).isEqualTo(2);

        JsonNode report = operators.report("{\"command\": \"rebuild\", \"portfolio_id\": 1}");

        assertThat(report.get("summary").asString()).isEqualTo("4 keys rebuilt in place");
        assertThat(operators.report(VERIFY).get("exit").asInt()).isZero();
        assertThat(operators.report("{\"command\": \"journal\"}").get("exit").asInt())
                .isZero();
        assertThat(new ReadModel(database).summaries())
                .as("%s", seed)
                .isEqualTo(PlainBook.of(events).summaries());
    }

    @Test
    void aKeyThatTheLogDoesNotKnowIsEmptiedAndOneThatIsMissingComesBack() {
        TestKafka.publish(buy("b1", "AAPL", "1", "1", "09:00:00"), buy("b2", "IBM", "1", "1", "09:00:00"));
        awaitApplied();
        database.jdbc().sql("DELETE FROM trades WHERE ticker = 'AAPL'").update();
        database.jdbc().sql("DELETE FROM summaries WHERE ticker = 'AAPL'").update();
        database.jdbc()
                .sql("UPDATE events SET ticker = 'GONE' WHERE ref_id = 'b2'")
                .update();

        operators.report("{\"command\": \"rebuild\", \"portfolio_id\": 1}");

        assertThat(operators.report(VERIFY).get("exit").asInt()).isZero();
        assertThat(new ReadModel(database).summaries().keySet()).containsExactly(key("AAPL"), key("IBM"));
    }

    @Test
    void theKeysOfOneClientAreRebuiltAndThoseOfOthersAreLeft() {
        TwoClients.insertPortfolios(database, TwoClients.BETA);
        List<TradeEvent> events =
                List.of(buy("b1", "AAPL", "1", "1", "09:00:00"), buy("b2", "IBM", "1", "1", "09:00:00"));
        TestKafka.publish(events);
        TestKafka.publish(events.stream()
                .map(event -> TwoClients.of(TwoClients.BETA, event))
                .toList());
        awaitApplied();
        database.jdbc()
                .sql("UPDATE summaries SET held = held + 5 WHERE ticker = 'IBM'")
                .update();

        JsonNode report = operators.report("{\"command\": \"rebuild\", \"client_id\": \"default\"}");

        assertThat(report.get("summary").asString()).isEqualTo("2 keys rebuilt in place");
        assertThat(report.at("/found_before/keys_drifted").asInt()).isEqualTo(1);
        JsonNode left = operators.report(VERIFY);
        assertThat(left.get("keys_drifted").asInt()).as("%s", left).isEqualTo(1);
        assertThat(left.at("/drifted/0/portfolio_id").asInt()).isEqualTo(11);
    }

    @Test
    void aTradeThatStandsUnderAnotherKeyComesHome() {
        TestKafka.publish(buy("b1", "AAPL", "1", "1", "09:00:00"), buy("b2", "IBM", "1", "1", "09:00:01"));
        awaitApplied();
        database.jdbc()
                .sql("UPDATE trades SET ticker = 'IBM' WHERE ref_id = 'b1'")
                .update();

        assertThat(operators
                        .report("{\"command\": \"rebuild\", \"portfolio_id\": 1, \"ticker\": \"AAPL\"}")
                        .get("exit")
                        .asInt())
                .isZero();

        assertThat(operators.report(VERIFY).get("exit").asInt()).isZero();
    }
}
