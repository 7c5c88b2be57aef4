package io.trakkit.worker.projection;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.amend;
import static io.trakkit.worker.testing.Events.amendTotal;
import static io.trakkit.worker.testing.Events.buy;
import static io.trakkit.worker.testing.Events.deposit;
import static io.trakkit.worker.testing.Events.dividend;
import static io.trakkit.worker.testing.Events.sell;
import static io.trakkit.worker.testing.Events.split;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.testing.RandomBooks;
import io.trakkit.domain.testing.TradeCopies;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.Seed;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.TwoClients;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a verification finds, and what it does not. */
class VerifyTest extends ReplayTest {

    private static final String JOURNAL = "{\"command\": \"journal\"}";

    private final Seed seed = Seed.ofThisRun();

    @Test
    void theLogSaysWhatTheReadModelSaysAlsoWhileTradesComeIn() {
        List<TradeEvent> events =
                RandomBooks.events(seed, new UserId("u-1"), List.of(key("AAPL"), key("IBM"), key("^BSESN")), 3_000);
        TestKafka.publish(events.subList(0, 2_000));
        awaitApplied();
        long first = operators.started(VERIFY);
        TestKafka.publish(events.subList(2_000, 3_000));

        assertThat(operators.ended(first).get("report").get("exit").asInt())
                .as("%s", seed)
                .isZero();
        awaitApplied();
        JsonNode second = operators.report(VERIFY);
        JsonNode again = operators.report(VERIFY);
        JsonNode journal = operators.report(JOURNAL);

        assertThat(second.get("summary").asString()).as("%s", seed).startsWith("No drift: 3 keys, ");
        assertThat(second.get("trades_compared").asInt()).isEqualTo(readModel.numberOfTrades());
        assertThat(second.get("digest")).isEqualTo(second.get("live_digest"));
        assertThat(again.get("digest")).isEqualTo(second.get("digest"));
        assertThat(journal.get("digest")).isEqualTo(second.get("digest"));
        assertThat(generations()).isEqualTo(1);

        database.jdbc()
                .sql("UPDATE checkpoints SET cost = cost + 1 WHERE ticker = 'IBM'")
                .update();
        assertThat(operators.report(VERIFY).get("summary").asString()).startsWith("DRIFT in 1 key: ");
    }

    @Test
    void eachKeyThatDriftedIsNamedWithBothValuesAndTheFirstEventAtWhichTheyPart() {
        TradeEvent.Created bought = buy("b1", "AAPL", "10", "100", "09:00:00");
        TestKafka.publish(
                bought,
                sell("s1", "AAPL", "4", "120", "10:00:00"),
                amend(bought, "12"),
                buy("b2", "IBM", "7", "50", "09:00:00"),
                buy("b3", "MSFT", "1", "1", "09:00:00"),
                buy("b4", "TSLA", "5", "2", "09:00:00"));
        awaitApplied();
        database.jdbc()
                .sql("UPDATE summaries SET held = 9 WHERE ticker = 'IBM'")
                .update();
        database.jdbc().sql("UPDATE trades SET price = 121 WHERE ref_id = 's1'").update();
        database.jdbc().sql("DELETE FROM trades WHERE ref_id = 'b4'").update();
        database.jdbc().sql("DELETE FROM events WHERE ref_id = 'b4'").update();

        JsonNode report = operators.report(VERIFY);

        assertThat(report.get("exit").asInt()).isEqualTo(3);
        assertThat(report.get("summary").asString())
                .isEqualTo("DRIFT in 3 keys: 4 keys, 5 trades and 0 dead letters compared");
        JsonNode aapl = report.get("drifted").get(0);
        assertThat(aapl.get("ticker").asString()).isEqualTo("AAPL");
        assertThat(aapl.get("live")).isEqualTo(aapl.get("rebuilt"));
        assertThat(aapl.get("trades").get(0).get("live").asString()).contains("amount 121");
        assertThat(aapl.get("trades").get(0).get("rebuilt").asString()).contains("amount 120");
        assertThat(aapl.get("parts_at").asString())
                .startsWith("trade_created s1 at partition ")
                .endsWith(": both have it, and differ from there on");
        JsonNode ibm = report.get("drifted").get(1);
        assertThat(ibm.get("live").asString()).startsWith("held 9, cost 350,");
        assertThat(ibm.get("rebuilt").asString()).startsWith("held 7, cost 350,");
        assertThat(ibm.get("parts_at").asString()).startsWith("trade_created b2 at partition ");
        JsonNode tsla = report.get("drifted").get(2);
        assertThat(tsla.get("trades").get(0).get("live").isNull()).isTrue();
        assertThat(tsla.get("parts_at").asString())
                .startsWith("trade_created b4 at partition ")
                .endsWith(": the live read model lacks it");
        assertThat(report.get("digest")).isNotEqualTo(report.get("live_digest"));
    }

    /** Both read models have all events; live took one of each key otherwise. */
    @Test
    void theFirstEventIsTheOneThatLiveTookOtherwise() {
        TradeEvent.Created withoutVolume = buy("b1", "AAPL", "10", "100", "09:00:00");
        TradeEvent.Created notAmended = buy("b2", "IBM", "10", "100", "09:00:00");
        TradeEvent.Created twiceAmended = buy("b3", "INTC", "10", "100", "09:00:00");
        TestKafka.publish(
                withoutVolume,
                buy("b4", "AAPL", "5", "100", "09:30:00"),
                amend(withoutVolume, "12"),
                amend(withoutVolume, "12"),
                sell("s1", "AAPL", "13", "110", "10:00:00"),
                notAmended,
                amend(notAmended, "12"),
                buy("b5", "IBM", "1", "1", "10:00:00"),
                twiceAmended,
                amend(twiceAmended, "12"),
                amend(twiceAmended, "15"),
                sell("s2", "MSFT", "5", "2", "09:30:00"),
                buy("b6", "MSFT", "1", "1", "10:00:00"),
                buy("b7", "MSFT", "5", "1", "09:00:00"),
                buy("b8", "MSFT", "1", "1", "11:00:00"),
                buy("b9", "TSLA", "5", "2", "09:00:00"),
                buy("b10", "TSLA", "5", "2", "10:00:00"),
                buy("b11", "TSLA", "5", "2", "11:00:00"));
        awaitApplied();
        change("UPDATE trades SET volume = 10 WHERE ref_id = 'b1'");
        change("UPDATE trades SET volume = 10, version = 1, updated_at = created_at WHERE ref_id = 'b2'");
        change("UPDATE trades SET volume = 99 WHERE ref_id = 'b3'");
        change("UPDATE trades SET state = 'rejected' WHERE ref_id = 's2'");
        change("UPDATE summaries SET held = 5, cost = 10, version = 1, trades = 1, last_side = 1,"
                + " since_checkpoint = 1, last_executed_at = '2026-10-01T09:00:00Z', last_ref_id = 'b9',"
                + " last_traded_at = '2026-10-01T09:00:00Z' WHERE ticker = 'TSLA'");

        JsonNode report = operators.report(VERIFY);

        assertThat(report.get("drifted").valueStream().map(VerifyTest::partsAt))
                .as("%s", report)
                .containsExactly(
                        "AAPL: trade_amended b1 #2",
                        "IBM: trade_amended b2 #1",
                        "INTC: trade_amended b3 #2",
                        "MSFT: trade_created b7 #2",
                        "TSLA: trade_created b10 #1");
    }

    @Test
    void activitiesAreComparedAndTracedAsTradesAre() {
        TradeEvent.ActivityCreated dividend = dividend("d1", "AAPL", "0.5", "10:00:00");
        TradeEvent.ActivityCreated deposit = deposit("c1", "1000", "08:00:00");
        TestKafka.publish(
                buy("b1", "AAPL", "10", "100", "09:00:00"),
                dividend,
                amendTotal(dividend, "7"),
                buy("b2", "IBM", "4", "50", "09:00:00"),
                split("x1", "IBM", 2, 1, "10:00:00"),
                deposit,
                amendTotal(deposit, "1100"));
        awaitApplied();
        JsonNode clean = operators.report(VERIFY);
        assertThat(clean.get("summary").asString())
                .isEqualTo("No drift: 3 keys, 2 trades, 3 activities and 0 dead letters compared");
        assertThat(clean.get("activities_compared").asInt()).isEqualTo(3);

        change("UPDATE activities SET total = 5 WHERE ref_id = 'd1'");
        change("UPDATE summaries SET held = 4 WHERE ticker = 'IBM'");
        change("UPDATE activities SET total = 5, version = 1, updated_at = created_at WHERE ref_id = 'c1'");
        JsonNode report = operators.report(VERIFY);

        assertThat(report.get("drifted").valueStream().map(VerifyTest::partsAt))
                .as("%s", report)
                .containsExactly(
                        "$CASH: activity_created c1 #0", "AAPL: activity_amended d1 #2", "IBM: activity_created x1 #1");

        assertThat(operators
                        .report("{\"command\": \"rebuild\", \"portfolio_id\": 1}")
                        .get("exit")
                        .asInt())
                .isZero();
        assertThat(operators.report(VERIFY).get("digest")).isEqualTo(clean.get("digest"));
        assertThat(operators.report(JOURNAL).get("digest")).isEqualTo(clean.get("digest"));
    }

    /** The event of a key, and how many of the key stand before it. */
    private static String partsAt(JsonNode drifted) {
        JsonNode event = drifted.get("first_event");
        String ticker = drifted.get("ticker").asString();
        long before = TestKafka.read(Topics.TRADES).stream()
                .filter(record -> new String(record.key(), UTF_8).equals("1:" + ticker))
                .filter(record -> record.offset() < event.get("offset").asLong())
                .count();
        return ticker + ": " + event.get("type").asString() + " "
                + event.get("ref_id").asString() + " #" + before;
    }

    private void change(String sql) {
        assertThat(database.jdbc().sql(sql).update()).isEqualTo(1);
    }

    @Test
    void keysAreVerifiedAloneAndThoseOfWhichNothingWasSaidSinceATimeAreLeftOut() {
        TestKafka.publish(buy("b1", "AAPL", "10", "100", "09:00:00"), buy("b2", "IBM", "7", "50", "09:00:00"));
        awaitApplied();
        database.jdbc()
                .sql("UPDATE summaries SET held = 9 WHERE ticker = 'IBM'")
                .update();

        JsonNode aapl = operators.report("{\"command\": \"verify\", \"portfolio_id\": 1, \"ticker\": \"AAPL\"}");
        JsonNode ibm = operators.report("{\"command\": \"verify\", \"ticker\": \"IBM\"}");
        JsonNode since = operators.report("{\"command\": \"verify\", \"from_time\": \"2020-01-01T00:00:00Z\"}");
        JsonNode nothing = operators.report("{\"command\": \"verify\", \"from_time\": \"2999-01-01T00:00:00Z\"}");

        assertThat(aapl.get("summary").asString()).isEqualTo("No drift: 1 key, 1 trade and 0 dead letters compared");
        assertThat(ibm.get("summary").asString())
                .isEqualTo("DRIFT in 1 key: 1 key, 1 trade and 0 dead letters compared");
        assertThat(since.get("summary").asString())
                .isEqualTo("DRIFT in 1 key: 2 keys, 2 trades and 0 dead letters compared");
        assertThat(nothing.get("summary").asString())
                .isEqualTo("No drift: 0 keys, 0 trades and 0 dead letters compared");
    }

    @Test
    void aLogThatWasCutOffCannotTellButTheJournalCan() {
        TradeEvent.Created bought = buy("b1", "AAPL", "10", "100", "09:00:00");
        TestKafka.publish(bought, amend(bought, "12"));
        awaitApplied();
        TopicPartition partition = new TopicPartition(Topics.TRADES, TestKafka.partitionOf(key("AAPL")));
        TestKafka.answered(TestKafka.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                .all());

        JsonNode log = operators.report(VERIFY);
        JsonNode journal = operators.report(JOURNAL);

        assertThat(log.get("exit").asInt()).isEqualTo(1);
        assertThat(log.get("summary").asString())
                .startsWith("The log no longer holds the records that this replay needs: partition "
                        + partition.partition() + " begins at offset 1 and is needed from offset 0. ");
        assertThat(journal.get("exit").asInt()).isZero();
        database.jdbc().sql("UPDATE trades SET volume = 11").update();
        assertThat(operators.report(JOURNAL).get("exit").asInt()).isEqualTo(3);
    }

    @Test
    void whatWasRefusedStaysRefusedAlthoughItsCauseIsGone() {
        Events.insertPortfolio(database, 2, "u-2");
        TestKafka.publish(
                buy("b1", "AAPL", "1", "1", "09:00:00"), foreign("b2"), buy("b3", "AAPL", "1", "1", "10:00:00"));
        patiently().until(() -> readModel.deadLetters().equals(List.of("unknown_portfolio")));
        awaitApplied();
        Events.insertPortfolio(database, 7, "u-1");

        JsonNode report = operators.report(VERIFY);

        assertThat(report.get("summary").asString()).isEqualTo("No drift: 1 key, 2 trades and 1 dead letter compared");
    }

    @Test
    void aClientIsVerifiedAlone() {
        TradeEvent.Created bought = buy("b1", "AAPL", "10", "100", "09:00:00");
        TestKafka.publish(bought);
        awaitApplied();
        JsonNode alone = operators.report(VERIFY);
        TwoClients.insertPortfolios(database, TwoClients.BETA);
        TestKafka.publish(
                TwoClients.of(TwoClients.BETA, bought),
                TwoClients.of(TwoClients.BETA, amend(bought, "7")),
                TwoClients.claimed(TwoClients.BETA, new PortfolioId(1), buy("b2", "AAPL", "1", "1", "09:00:00")));
        awaitApplied();
        database.jdbc()
                .sql("UPDATE summaries SET held = 9 WHERE client_id = 'beta'")
                .update();

        for (String command : List.of("verify", "journal")) {
            JsonNode ofDefault = operators.report(ofClient(command, "default"));
            assertThat(ofDefault.get("summary").asString())
                    .isEqualTo("No drift: 1 key, 1 trade and 0 dead letters compared");
            assertThat(ofDefault.get("digest")).isEqualTo(alone.get("digest"));
            JsonNode ofBeta = operators.report(ofClient(command, "beta"));
            assertThat(ofBeta.get("summary").asString())
                    .isEqualTo("DRIFT in 1 key: 1 key, 1 trade and 1 dead letter compared");
        }
        assertThat(operators.report(VERIFY).get("summary").asString())
                .isEqualTo("DRIFT in 1 key: 2 keys, 2 trades and 1 dead letter compared");
    }

    @Test
    void aClientThatDoesNotExistIsNotVerified() {
        HttpAnswer answer = operators.post("", ofClient("verify", "nobody"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("/client_id", "must be an existing client, not \\\"nobody\\\"");
        assertThat(operators.post("", ofClient("rollback", "default")).text()).contains("does not apply to rollback");
    }

    private static String ofClient(String command, String client) {
        return "{\"command\": \"%s\", \"client_id\": \"%s\"}".formatted(command, client);
    }

    private static TradeEvent foreign(String refId) {
        TradeEvent.Created trade = buy(refId, "AAPL", "1", "1", "09:30:00");
        return new TradeEvent.Created(
                trade.eventId(), trade.client(), trade.occurredAt(), TradeCopies.inPortfolio(trade.trade(), 7), false);
    }

    private int generations() {
        return database.jdbc()
                .sql("SELECT count(*) FROM generations")
                .query(Integer.class)
                .single();
    }

    private static PositionKey key(String ticker) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker(ticker));
    }
}
