package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ticker;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityTest extends IngestTest {

    private static final String ACTIVITIES = "/api/v1/activity/";
    private static final String DIVIDEND =
            "\"type\": \"dividend\", \"ticker\": \"msft\", \"per_unit\": 0.24, \"tax\": 1.5";

    private final Portfolio portfolio = newPortfolio();
    private final String refId = newRefId();

    private HttpAnswer post(String fields, String... headers) {
        return caller().post(ACTIVITIES, activity(portfolio, refId, fields), headers);
    }

    private HttpAnswer patch(String body, String... headers) {
        return caller().patch(ACTIVITIES + refId + "/", body, headers);
    }

    @Test
    void anActivityIsPublishedAndAnswered() {
        TestLog.Mark mark = trades.mark();
        String now = clock.instant().toString().substring(0, 26) + "Z";

        HttpAnswer answer = post(DIVIDEND);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo(ACTIVITIES + refId + "/");
        assertThat(answer.text())
                .isEqualToIgnoringWhitespace("""
                {"ref_id": "%s", "user_id": "%s", "portfolio": %s, "type": "dividend", "ticker": "MSFT",
                 "per_unit": "0.24", "tax": "1.50", "status": "success", "executed_at": "%s", "created_at": "%s",
                 "updated_at": "%s"}
                """.formatted(refId, portfolio.user(), portfolio.id(), now, now, now));
        TestLog.Written written = trades.only(mark);
        TradeEvent.ActivityCreated event = written.activityCreated();
        assertThat(written.key()).isEqualTo(portfolio.id() + ":MSFT");
        assertThat(event.executedAtDefaulted()).isTrue();
        assertThat(event.activity().terms().perUnit()).contains(new BigDecimal("0.24"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type\": \"split\", \"ticker\": \"X\", \"numerator\": 2, \"denominator\": 1",
                "\"type\": \"bonus\", \"ticker\": \"X\", \"numerator\": 1, \"denominator\": 4, \"whole\": true",
                "\"type\": \"bonus\", \"ticker\": \"X\", \"volume\": 5",
                "\"type\": \"return_of_capital\", \"ticker\": \"X\", \"per_unit\": \"1\"",
                "\"type\": \"cost_adjustment\", \"ticker\": \"X\", \"total\": \"-1\"",
                "\"type\": \"cash_in_lieu\", \"ticker\": \"X\", \"volume\": 0.5, \"amount\": 6.1",
                "\"type\": \"transfer_in\", \"ticker\": \"X\", \"volume\": 5, \"cost\": 500",
                "\"type\": \"transfer_out\", \"ticker\": \"X\", \"volume\": 5",
                "\"type\": \"interest\", \"total\": 5, \"tax\": 1",
                "\"type\": \"charge\", \"total\": 5, \"status\": \"failed\"",
                "\"type\": \"withdrawal\", \"total\": 5, \"currency\": \"EUR\", \"fx_rate\": 1.1"
            })
    void eachTypeIsTaken(String fields) {
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = post(fields);

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        Activity activity = trades.only(mark).activityCreated().activity();
        assertThat(answer.text("type")).isEqualTo(activity.type().wireName());
    }

    @Test
    void cashHasAKeyOfItsOwn() {
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = post("\"type\": \"deposit\", \"total\": 1000");

        assertThat(answer.text("total")).isEqualTo("1000.00");
        assertThat(answer.json().has("ticker")).isFalse();
        TestLog.Written written = trades.only(mark);
        assertThat(written.key()).isEqualTo(portfolio.id() + ":$CASH");
        assertThat(written.event().key().ticker()).isEqualTo(Ticker.CASH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "ticker": "X"                                              | /type        | type is missing
            "type": "gift"                                             | /type        | type must be "dividend" or
            "type": "split", "ticker": "X"                             | /numerator   | numerator is missing: a split needs numerator and denominator
            "type": "split", "ticker": "X", "numerator": 0, "denominator": 1 | /numerator | numerator must be greater than zero
            "type": "split", "ticker": "X", "numerator": 2, "denominator": 1, "total": 1 | /total | total is not a field of a split
            "type": "dividend", "ticker": "X"                          | /per_unit    | per_unit is missing: a dividend needs per_unit or total
            "type": "dividend", "total": 1                             | /ticker      | ticker is missing
            "type": "deposit", "ticker": "X", "total": 1               | /ticker      | ticker must be left out: a deposit is about cash
            "type": "deposit", "total": -1                             | /total       | total must not be negative, but is -1
            "type": "deposit", "total": 1, "currency": "ABC"           | /currency    | currency must be a currency of ISO 4217
            "type": "deposit", "total": 1, "currency": "XAF"           | /fx_rate     | no rate of XAF/USD is known for 2026-11-02 or the 7 days before
            "type": "deposit", "total": 1, "fx_rate": 1.5              | /fx_rate     | fx_rate must be left out or 1 where the currency is that of the portfolio, USD, but is 1.5
            "type": "transfer_out", "ticker": "X", "volume": 1, "currency": "EUR" | /currency | currency is not a field of a transfer_out
            "type": "deposit", "total": 1, "executed_at": "2999-01-01T00:00:00Z" | /executed_at | more than 5 minutes after receipt
            "type": "deposit", "total": 1, "trade_type": 1             | /trade_type  | trade_type is not a field of a deposit
            """)
    void whatIsWrongIsSaid(String fields, String pointer, String words) {
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = post(fields);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).contains(pointer);
        assertThat(answer.detail()).contains(words);
        assertThat(trades.mark()).isEqualTo(mark);
    }

    @Test
    void aPortfolioOfAnotherUserIsRefused() {
        HttpAnswer answer = caller().post(
                        ACTIVITIES,
                        activity(portfolio, refId, DIVIDEND)
                                .replace(portfolio.user().value(), "somebody"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("portfolio does not exist or does not belong to this user");
    }

    @Test
    void theSameAgainIsARepeatAndOtherContentAConflict() {
        TestLog.Mark mark = trades.mark();
        String fields = DIVIDEND + ", \"executed_at\": \"2026-11-01T00:00:00Z\"";
        post(fields);

        assertThat(post(fields).status()).isEqualTo(202);
        HttpAnswer other = post(fields.replace("0.24", "0.25"));
        HttpAnswer trade = caller().post("/api/v1/trade/", trade(portfolio, refId));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.detail())
                .isEqualTo("ref_id " + refId
                        + " already belongs to a dividend of MSFT on 2026-11-01; this activity says per_unit 0.25");
        assertThat(trade.status()).isEqualTo(409);
        assertThat(trade.detail())
                .isEqualTo("ref_id " + refId + " already belongs to a dividend of MSFT on 2026-11-01; this trade says a"
                        + " trade of 10 GODREJIND");
        assertThat(trades.since(mark)).hasSize(1);
    }

    @Test
    void aKeyIsForOneRequest() {
        String key = "\"" + newRefId() + "\"";
        assertThat(post(DIVIDEND, "Idempotency-Key", key).status()).isEqualTo(202);
        assertThat(post(DIVIDEND, "Idempotency-Key", key).status()).isEqualTo(202);

        HttpAnswer trade = caller().post("/api/v1/trade/", trade(portfolio, newRefId()), "Idempotency-Key", key);

        assertThat(trade.status()).isEqualTo(422);
        assertThat(trade.detail()).isEqualTo("This Idempotency-Key was already used for an activity");
    }

    @Test
    void whoWaitsGetsTheVerdict() throws Exception {
        TestLog.Mark mark = trades.mark();
        CompletableFuture<HttpAnswer> waiting =
                caller().later("POST", ACTIVITIES, activity(portfolio, refId, DIVIDEND), "Prefer", "wait=30");
        TestLog.Written written = awaitWritten(mark);
        worker.apply(written.event(), written.position());

        HttpAnswer answer = waiting.get();

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("state")).isEqualTo("rejected");
        assertThat(answer.text("reason")).isEqualTo("nothing_held");
        assertThat(answer.text("detail")).isEqualTo("nothing held at that time");
        assertThat(answer.text("version")).isEqualTo("1");
    }

    @Test
    void whatTheDatabaseKnowsIsAmendedWithAVersion() throws Exception {
        TestLog.Mark mark = trades.mark();
        post("\"type\": \"deposit\", \"total\": 1000");
        applySince(mark);

        TestLog.Mark before = trades.mark();
        CompletableFuture<HttpAnswer> waiting = caller().later(
                        "PATCH",
                        ACTIVITIES + refId + "/",
                        "{\"total\": 900}",
                        "Prefer",
                        "wait=30",
                        "If-Match",
                        "\"1\"");
        TestLog.Written written = awaitWritten(before);
        worker.apply(written.event(), written.position());
        HttpAnswer answer = waiting.get();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("total")).isEqualTo("900.00");
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        HttpAnswer late = patch("{\"total\": 800}", "If-Match", "\"1\"");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.detail()).isEqualTo("If-Match names version 1, but the activity is at version 2");
    }

    @Test
    void eachFieldIsAmended() {
        post(DIVIDEND);

        assertThat(amended("{\"total\": 12}").total()).contains(new BigDecimal("12"));
        assertThat(amended("{\"tax\": 0}").tax()).isPresent();
        assertThat(amended("{\"executed_at\": \"2026-10-01T00:00:00Z\"}").executedAt())
                .contains(Instant.parse("2026-10-01T00:00:00Z"));
        assertThat(amended("{\"currency\": \"EUR\", \"fx_rate\": 1.1}").conversion())
                .contains(new Conversion(new CurrencyCode("EUR"), FxRate.of("1.1")));
        assertThat(amended("{\"currency\": \"USD\"}").conversion())
                .contains(new Conversion(new CurrencyCode("USD"), FxRate.ONE));
        HttpAnswer answer = caller().put(ACTIVITIES + refId + "/", "{\"per_unit\": 1, \"status\": \"failed\"}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("per_unit")).isEqualTo("1.00");
        assertThat(answer.json().has("total")).isFalse();
        assertThat(answer.text("status")).isEqualTo("failed");
    }

    private ActivityAmendment amended(String body) {
        TestLog.Mark mark = trades.mark();
        HttpAnswer answer = patch(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return trades.only(mark).activityAmended().amendment();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                           | must have at least one field to amend
            {"volume": 5}                | volume is not a field of a dividend
            {"type": "split"}            | type can't be amended; only per_unit, total, tax, currency, fx_rate, status and executed_at can
            {"total": 1, "per_unit": 1}  | total must be left out beside per_unit: a dividend has one of them
            {"total": -1}                | total must not be negative, but is -1
            {"currency": "XAF"}          | no rate of XAF/USD is known for 2026-11-02 or the 7 days before
            {"colour": 1}                | colour is not a known field
            """)
    void whatIsWrongInAnAmendmentIsSaid(String body, String words) {
        post(DIVIDEND);
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = patch(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains(words);
        assertThat(trades.mark()).isEqualTo(mark);
    }

    /** Each type can be amended in its own fields alone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "type": "split", "ticker": "X", "numerator": 2, "denominator": 1 | {"per_unit": 1} | /per_unit | per_unit is not a field of a split
            "type": "split", "ticker": "X", "numerator": 2, "denominator": 1 | {"tax": 1} | /tax | tax is not a field of a split
            "type": "split", "ticker": "X", "numerator": 2, "denominator": 1 | {"currency": "EUR"} | /currency | currency is not a field of a split
            "type": "split", "ticker": "X", "numerator": 2, "denominator": 1 | {"numerator": 3} | /denominator | denominator is missing: both parts of a ratio are amended together
            "type": "split", "ticker": "X", "numerator": 2, "denominator": 1 | {"numerator": 3, "denominator": 0} | /denominator | denominator must be greater than zero
            "type": "bonus", "ticker": "X", "volume": 5 | {"whole": true} | /whole | whole must be left out: it drops the fractions of a ratio, and the bonus has a volume
            "type": "bonus", "ticker": "X", "volume": 5 | {"total": 5} | /total | total is not a field of a bonus
            "type": "bonus", "ticker": "X", "numerator": 1, "denominator": 4 | {"volume": 5, "whole": true} | /whole | whole must be left out: it drops the fractions of a ratio, and the bonus has a volume
            "type": "return_of_capital", "ticker": "X", "total": 5 | {"volume": 5} | /volume | volume is not a field of a return_of_capital
            "type": "return_of_capital", "ticker": "X", "total": 5 | {"per_unit": -1} | /per_unit | per_unit must not be negative, but is -1
            "type": "cost_adjustment", "ticker": "X", "total": 5 | {"tax": 1} | /tax | tax is not a field of a cost_adjustment
            "type": "cash_in_lieu", "ticker": "X", "volume": 0.5, "amount": 6 | {"total": 7} | /total | total is not a field of a cash_in_lieu
            "type": "transfer_in", "ticker": "X", "volume": 5, "cost": 500 | {"total": 7} | /total | total is not a field of a transfer_in
            "type": "transfer_in", "ticker": "X", "volume": 5, "cost": 500 | {"volume": 0} | /volume | volume must be greater than zero
            "type": "transfer_out", "ticker": "X", "volume": 5 | {"cost": 7} | /cost | cost is not a field of a transfer_out
            "type": "deposit", "total": 5 | {"volume": 7} | /volume | volume is not a field of a deposit
            "type": "deposit", "total": 5 | {"ticker": "X"} | /ticker | ticker can't be amended; only total, currency, fx_rate, status and executed_at can
            "type": "withdrawal", "total": 5 | {"total": -5} | /total | total must not be negative, but is -5
            "type": "charge", "total": 5 | {"per_unit": 1} | /per_unit | per_unit is not a field of a charge
            "type": "interest", "total": 5 | {"numerator": 1, "denominator": 2} | /numerator | numerator is not a field of an interest
            """)
    void anAmendmentThatDoesNotFitTheTypeNamesTheField(String fields, String body, String pointer, String words) {
        assertThat(post(fields).status()).isEqualTo(202);
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = patch(body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.pointers()).contains(pointer).doesNotContain("");
        assertThat(answer.detail()).contains(words);
        assertThat(trades.mark()).isEqualTo(mark);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "type": "dividend", "ticker": "X", "per_unit": 1 | {"status": "failed"} | /per_unit | per_unit is missing: a dividend needs per_unit or total
            "type": "dividend", "ticker": "X", "per_unit": 1 | {"per_unit": 1} | /status | status is missing
            "type": "split", "ticker": "X", "numerator": 2, "denominator": 1 | {"status": "failed"} | /numerator | numerator is missing: a split needs numerator and denominator
            "type": "bonus", "ticker": "X", "volume": 5 | {"status": "failed"} | /volume | volume is missing: a bonus needs volume, or numerator and denominator
            "type": "bonus", "ticker": "X", "volume": 5 | {"volume": 5, "whole": true, "status": "success"} | /whole | whole must be left out beside volume
            "type": "transfer_in", "ticker": "X", "volume": 5, "cost": 500 | {"volume": 5, "status": "success"} | /cost | cost is missing: a transfer_in needs volume and cost
            "type": "deposit", "total": 5 | {"status": "failed"} | /total | total is missing: a deposit needs total
            """)
    void aPutNeedsAllTermsOfTheType(String fields, String body, String pointer, String words) {
        assertThat(post(fields).status()).isEqualTo(202);
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = caller().put(ACTIVITIES + refId + "/", body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.pointers()).contains(pointer).doesNotContain("");
        assertThat(answer.detail()).contains(words);
        assertThat(trades.mark()).isEqualTo(mark);
    }

    @Test
    void anActivityIsNoTradeAndATradeNoActivity() {
        catchUp();
        TestLog.Mark mark = trades.mark();
        post(DIVIDEND);
        String tradeRefId = newRefId();
        caller().post("/api/v1/trade/", trade(portfolio, tradeRefId));
        applySince(mark);

        HttpAnswer trade = caller().patch(path(refId), "{\"volume\": 1}");
        HttpAnswer activity = caller().patch(ACTIVITIES + tradeRefId + "/", "{\"total\": 1}");

        assertThat(trade.status()).isEqualTo(404);
        assertThat(trade.detail()).isEqualTo("No trade has the ref_id " + refId);
        assertThat(activity.status()).isEqualTo(404);
        assertThat(activity.detail()).isEqualTo("No activity has the ref_id " + tradeRefId);
    }

    @Test
    void manyRecordsMayBeTradesAndActivities() {
        TestLog.Mark mark = trades.mark();
        String body = trade(portfolio, newRefId()).replace("\n", "") + "\n"
                + activity(portfolio, newRefId(), DIVIDEND).replace("\n", "") + "\n"
                + activity(portfolio, newRefId(), "\"type\": \"split\", \"ticker\": \"X\"")
                        .replace("\n", "") + "\n";

        HttpAnswer answer = caller().post("/api/v1/trade/bulk/", body, "Content-Type", "application/x-ndjson");

        assertThat(answer.text().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"line\":1", "\"status\":202"),
                        line -> assertThat(line).contains("\"line\":2", "\"status\":202"),
                        line -> assertThat(line)
                                .contains("\"status\":400", "/numerator", "a split needs numerator and denominator"),
                        line -> assertThat(line).contains("\"accepted\":2", "\"refused\":1"));
        assertThat(trades.since(mark))
                .extracting(written -> written.event().type().wireName())
                .containsExactlyInAnyOrder("trade_created", "activity_created");
    }

    @Test
    void aTableMayHoldBoth() {
        TestLog.Mark mark = trades.mark();
        String csv = """
                ref_id,user_id,portfolio,type,security_type,ticker,volume,amount,status,per_unit,tax,fee
                %1$s-a,%2$s,%3$s,BUY,stock,MSFT,10,100,success,,,4.9
                %1$s-b,%2$s,%3$s,Dividend,,MSFT,,,,0.24,1.5,
                %1$s-c,%2$s,%3$s,deposit,,,,,,,,
                """.formatted(refId, portfolio.user(), portfolio.id());

        HttpAnswer answer = caller().post("/api/v1/trade/bulk/", csv, "Content-Type", "text/csv");

        assertThat(answer.text().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"status\":202"),
                        line -> assertThat(line).contains("\"status\":202"),
                        line -> assertThat(line).contains("\"status\":400", "a deposit needs total"),
                        line -> assertThat(line).contains("\"accepted\":2"));
        assertThat(trades.since(mark).stream().map(TestLog.Written::event).flatMap(event -> event.booking().stream()))
                .anySatisfy(booking -> assertThat(booking)
                        .isInstanceOfSatisfying(
                                Activity.class,
                                activity -> assertThat(activity.type()).isEqualTo(ActivityType.DIVIDEND)))
                .allSatisfy(booking -> assertThat(booking.conversion()).isEqualTo(Optional.empty()));
    }
}
