package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.ingest.keys.UsedKeys;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.prices.FxRates;
import io.trakkit.testing.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Trades in other currencies than their portfolio, with fees and taxes. */
class CurrencyTest extends IngestTest {

    private static final CurrencyCode CHF = new CurrencyCode("CHF");

    /** A currency that other tests set no rates of. */
    private static final CurrencyCode NOK = new CurrencyCode("NOK");

    @Autowired
    private UsedKeys keys;

    private final Portfolio portfolio = newPortfolio(Optional.of(CHF), false);
    private final String refId = newRefId();

    private static void rate(CurrencyCode base, CurrencyCode quote, String rate, Instant time) {
        new FxRates(Servers.database().jdbc())
                .record(base, quote, new FxRates.KnownRate(FxRate.of(rate), time, new PriceSourceName("test")));
    }

    /** A trade with these fields beside the usual ones. */
    private String with(String fields) {
        return trade(portfolio, refId).replace("\"status\"", fields + ", \"status\"");
    }

    private HttpAnswer post(String fields) {
        return caller().post("/api/v1/trade/", with(fields));
    }

    private HttpAnswer patch(String body) {
        return caller().patch(path(refId), body);
    }

    private Trade posted(String fields) {
        TestLog.Mark mark = trades.mark();
        HttpAnswer answer = post(fields);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return trades.only(mark).created().trade();
    }

    private Amendment amended(String body) {
        TestLog.Mark mark = trades.mark();
        HttpAnswer answer = patch(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return trades.only(mark).amended().amendment();
    }

    @Test
    void allFieldsAreInTheEventAndInTheAnswer() {
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = post("\"currency\": \"eur\", \"fx_rate\": 0.95, \"fee\": 4.9, \"tax\": \"1.25\"");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text())
                .contains("\"currency\":\"EUR\",\"fx_rate\":\"0.95\",\"fee\":\"4.90\",\"tax\":\"1.25\"")
                .doesNotContain("fx_rate_looked_up");
        Trade trade = trades.only(mark).created().trade();
        assertThat(trade.charges()).isEqualTo(new Charges(Money.of("4.9"), Money.of("1.25")));
        assertThat(trade.conversion()).contains(new Conversion(new CurrencyCode("EUR"), FxRate.of("0.95")));
    }

    @Test
    void theOwnCurrencyIsNone() {
        assertThat(posted("\"currency\": \"CHF\", \"fx_rate\": 1, \"fee\": 0").conversion())
                .isEmpty();

        HttpAnswer again = caller().post("/api/v1/trade/", trade(portfolio, refId));
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text()).doesNotContain("currency", "fee");
    }

    @Test
    void everySecurityTypeAndATickerWithASlashAreTaken() {
        for (SecurityType type : SecurityType.values()) {
            String body = trade(portfolio, newRefId())
                    .replace("\"stock\"", '"' + type.wireName() + '"')
                    .replace("GODREJIND", "btc/usd");
            HttpAnswer answer = caller().post("/api/v1/trade/", body);
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.text("ticker")).isEqualTo("BTC/USD");
        }
    }

    @Test
    void aRateThatIsLeftOutIsLookedUpAtTheTimeOfExecutionAndFixed() {
        Instant noon = Instant.parse("2026-10-20T12:00:00Z");
        rate(new CurrencyCode("SEK"), CHF, "0.085", noon);
        rate(new CurrencyCode("SEK"), CHF, "0.086", noon.plus(Duration.ofHours(1)));
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = post("\"currency\": \"SEK\", \"executed_at\": \"2026-10-20T12:59:59Z\"");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("fx_rate")).isEqualTo("0.085");
        assertThat(answer.text("fx_rate_looked_up")).isEqualTo("true");
        assertThat(trades.only(mark).created().trade().conversion())
                .contains(new Conversion(new CurrencyCode("SEK"), FxRate.of("0.085"), true));
    }

    @Test
    void theInversePairWillDo() {
        rate(CHF, new CurrencyCode("DKK"), "8", Instant.parse("2026-10-20T12:00:00Z"));

        assertThat(posted("\"currency\": \"DKK\", \"executed_at\": \"2026-10-21T12:00:00Z\"")
                        .conversion())
                .contains(new Conversion(new CurrencyCode("DKK"), FxRate.of("0.125"), true));
    }

    /** The broker's file is posted again: what was fixed first stays. */
    @Test
    void aRepeatAfterTheRateHasChangedIsARepeat() {
        CurrencyCode pln = new CurrencyCode("PLN");
        rate(pln, CHF, "0.21", Instant.parse("2026-10-20T12:00:00Z"));
        String body = "\"currency\": \"PLN\", \"executed_at\": \"2026-10-20T13:00:00Z\"";
        TestLog.Mark mark = trades.mark();
        post(body);
        rate(pln, CHF, "0.22", Instant.parse("2026-10-20T12:30:00Z"));

        HttpAnswer again = post(body);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("fx_rate")).isEqualTo("0.21");
        HttpAnswer stated = post(body + ", \"fx_rate\": 0.210");
        assertThat(stated.status()).isEqualTo(202);
        assertThat(stated.text("fx_rate_looked_up")).isEqualTo("true");
        assertThat(trades.since(mark)).hasSize(1);
        HttpAnswer other = post(body + ", \"fx_rate\": 0.22");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.detail()).endsWith("this trade says fx_rate 0.22");
    }

    /** One rule for both names of a request: it is the same if the rate that is given is the one that was looked up. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKeyTakesARepeatThatNamesTheRateWhichWasLookedUp(boolean afterARestart) {
        CurrencyCode thb = new CurrencyCode("THB");
        rate(thb, CHF, "0.025", Instant.parse("2026-10-20T12:00:00Z"));
        String body = with("\"currency\": \"THB\", \"executed_at\": \"2026-10-20T13:00:00Z\"");
        String key = UUID.randomUUID().toString();
        TestLog.Mark mark = trades.mark();
        assertThat(withKey(key, body).status()).isEqualTo(202);
        if (afterARestart) {
            forgetSince(mark);
        }

        HttpAnswer stated = withKey(key, body.replace("\"THB\"", "\"THB\", \"fx_rate\": \"0.025\""));

        assertThat(stated.status()).as(stated.text()).isEqualTo(202);
        assertThat(stated.text("fx_rate_looked_up")).isEqualTo("true");
        assertThat(trades.since(mark)).hasSize(1);
        HttpAnswer other = withKey(key, body.replace("\"THB\"", "\"THB\", \"fx_rate\": \"0.026\""));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("reason")).isEqualTo("idempotency_key_reused");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKeyTakesARepeatedAmendmentThatNamesTheRateWhichWasLookedUp(boolean afterARestart) {
        CurrencyCode myr = new CurrencyCode("MYR");
        rate(myr, CHF, "0.19", Instant.parse("2026-11-01T12:00:00Z"));
        String key = UUID.randomUUID().toString();
        TestLog.Mark before = trades.mark();
        post("\"fee\": 1");
        applySince(before);
        TestLog.Mark mark = trades.mark();
        HttpAnswer amended = caller().patch(path(refId), "{\"currency\": \"MYR\"}", "Idempotency-Key", key);
        assertThat(amended.status()).as(amended.text()).isEqualTo(202);
        if (afterARestart) {
            forgetSince(mark);
        }

        String stated = "{\"currency\": \"MYR\", \"fx_rate\": 0.19}";
        assertThat(caller().patch(path(refId), stated, "Idempotency-Key", key).status())
                .isEqualTo(202);
        assertThat(caller().patch(path(refId), stated.replace("9", "8"), "Idempotency-Key", key)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aFileMayBePostedAgainUnderItsKeyWithTheRateThatWasLookedUp() {
        CurrencyCode php = new CurrencyCode("PHP");
        rate(php, CHF, "0.015", Instant.parse("2026-10-20T12:00:00Z"));
        String line = with("\"currency\": \"PHP\", \"executed_at\": \"2026-10-20T13:00:00Z\"")
                .replace("\n", "");
        String key = UUID.randomUUID().toString();
        TestLog.Mark mark = trades.mark();
        file(line, key);

        HttpAnswer again = file(line.replace("\"PHP\"", "\"PHP\", \"fx_rate\": 0.0150"), key);

        assertThat(again.text()).contains("\"repeated\":1,");
        assertThat(trades.since(mark)).hasSize(1);
    }

    private HttpAnswer file(String line, String key) {
        return caller().post(
                        "/api/v1/trade/bulk/", line, "Content-Type", "application/x-ndjson", "Idempotency-Key", key);
    }

    private HttpAnswer withKey(String key, String body) {
        return caller().post("/api/v1/trade/", body, "Idempotency-Key", key);
    }

    /** As after a restart: the worker has applied what this instance does not remember. */
    private void forgetSince(TestLog.Mark mark) {
        applySince(mark);
        TestLog.Written written = trades.only(mark);
        keys.forget(written.event().client(), written.event().eventId(), written.position());
    }

    @Test
    void aRateThatWasGivenMayBeLeftOutInARepeatWhileTheKnownOneIsEqual() {
        CurrencyCode huf = new CurrencyCode("HUF");
        rate(huf, CHF, "0.0024", Instant.parse("2026-10-20T12:00:00Z"));
        String body = "\"currency\": \"HUF\", \"executed_at\": \"2026-10-20T13:00:00Z\"";
        TestLog.Mark mark = trades.mark();
        post(body + ", \"fx_rate\": 0.0024");

        HttpAnswer again = post(body);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().has("fx_rate_looked_up")).isFalse();
        rate(huf, CHF, "0.0025", Instant.parse("2026-10-20T12:30:00Z"));
        assertThat(post(body).status()).isEqualTo(409);
        assertThat(trades.since(mark)).hasSize(1);
    }

    @Test
    void anActivityMayNameTheRateInARepeat() {
        CurrencyCode ron = new CurrencyCode("RON");
        rate(ron, CHF, "0.19", Instant.parse("2026-10-20T12:00:00Z"));
        String body = "\"currency\": \"RON\", \"executed_at\": \"2026-10-20T13:00:00Z\"";
        String activity = activity(portfolio, refId, "\"type\": \"deposit\", \"total\": 5, " + body);
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/activity/", activity);
        String stated = activity.replace("\"RON\"", "\"RON\", \"fx_rate\": \"0.19\"");

        assertThat(caller().post("/api/v1/activity/", stated).status()).isEqualTo(202);

        assertThat(trades.since(mark)).hasSize(1);
    }

    @Test
    void aFileMayNameARateInOneLineAndLeaveItOutInAnother() {
        CurrencyCode czk = new CurrencyCode("ISK");
        rate(czk, CHF, "0.0065", Instant.parse("2026-10-20T12:00:00Z"));
        String looked = with("\"currency\": \"ISK\", \"executed_at\": \"2026-10-20T13:00:00Z\"")
                .replace("\n", "");
        String lines = looked + "\n" + looked.replace("\"ISK\"", "\"ISK\", \"fx_rate\": 0.0065") + "\n"
                + looked.replace("\"ISK\"", "\"ISK\", \"fx_rate\": 0.0066") + "\n";

        HttpAnswer answer = caller().post("/api/v1/trade/bulk/", lines, "Content-Type", "application/x-ndjson");

        assertThat(answer.text()).contains("\"repeated\":1,\"refused\":1,");
    }

    @Test
    void aConflictNamesChargesAndCurrency() {
        post("\"fee\": 1");

        HttpAnswer answer = post("\"tax\": 2, \"currency\": \"EUR\", \"fx_rate\": 0.9");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).endsWith("this trade says fee 0, tax 2, currency EUR, fx_rate 0.9");
    }

    @Test
    void aRateOfMoreThanSevenDaysBeforeIsNone() {
        rate(NOK, CHF, "0.08", Instant.parse("2026-10-01T12:00:00Z"));

        assertThat(posted("\"currency\": \"NOK\", \"executed_at\": \"2026-10-08T12:00:00Z\"")
                        .conversion())
                .isPresent();
        HttpAnswer late = caller().post(
                        "/api/v1/trade/",
                        with("\"currency\": \"NOK\", \"executed_at\": \"2026-10-08T12:00:01Z\"")
                                .replace(refId, newRefId()));
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.pointers()).containsExactly("/fx_rate");
        assertThat(late.detail())
                .contains("fx_rate is missing, and no rate of NOK/CHF is known for 2026-10-08 or the 7 days before");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "currency": "ABC"                   | /currency | currency must be a currency of ISO 4217, such as USD, not "ABC"
            "currency": "EUR", "fx_rate": 0     | /fx_rate  | fx_rate must be greater than zero
            "currency": "CHF", "fx_rate": "1.1" | /fx_rate  | fx_rate must be left out or 1 where the currency is that of the portfolio, CHF, but is 1.1
            "fx_rate": 0.5                      | /fx_rate  | fx_rate must be left out or 1 where the currency is that of the portfolio, CHF, but is 0.5
            "currency": "XAF"                   | /fx_rate  | fx_rate is missing, and no rate of XAF/CHF is known for 2026-11-02 or the 7 days before
            "fee": -1                           | /fee      | fee must not be negative, but is -1
            "tax": "-0.5"                       | /tax      | tax must not be negative, but is -0.5
            "fee": "1,50"                       | /fee      | fee is "1,50": decimals need a point
            "isin": "US5949181046"              | /isin     | isin has the check digit 6, but 5 is right for "US5949181046"
            "fx_rate_looked_up": true           | /fx_rate_looked_up | fx_rate_looked_up is not a known field
            "type": "dividend"                  | /type     | type is not a known field
            """)
    void whatIsWrongIsSaid(String fields, String pointer, String words) {
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = post(fields);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly(pointer);
        assertThat(answer.detail()).contains(words);
        assertThat(trades.mark()).isEqualTo(mark);
    }

    @Test
    void eachFieldIsAmended() {
        posted("\"fee\": 4.9");
        CurrencyCode czk = new CurrencyCode("CZK");
        rate(czk, CHF, "0.04", Instant.parse("2026-11-01T12:00:00Z"));

        assertThat(amended("{\"fee\": 0}").fee()).contains(Money.ZERO);
        assertThat(amended("{\"tax\": 2.5}").tax()).contains(Money.of("2.5"));
        assertThat(amended("{\"isin\": \"US5949181045\"}").isin()).isPresent();
        assertThat(amended("{\"executed_at\": \"2026-11-01T13:00:00Z\"}").executedAt())
                .contains(Instant.parse("2026-11-01T13:00:00Z"));
        assertThat(amended("{\"currency\": \"EUR\", \"fx_rate\": 0.94}").conversion())
                .contains(new Conversion(new CurrencyCode("EUR"), FxRate.of("0.94")));
        assertThat(amended("{\"fx_rate\": 0.95}").conversion())
                .contains(new Conversion(new CurrencyCode("EUR"), FxRate.of("0.95")));
        assertThat(amended("{\"currency\": \"EUR\", \"volume\": 3}").conversion())
                .contains(new Conversion(new CurrencyCode("EUR"), FxRate.of("0.95")));
        assertThat(amended("{\"currency\": \"CZK\"}").conversion())
                .contains(new Conversion(czk, FxRate.of("0.04"), true));
        assertThat(amended("{\"currency\": \"CHF\"}").conversion()).contains(new Conversion(CHF, FxRate.ONE));
        HttpAnswer last = patch("{\"status\": \"failed\"}");
        assertThat(last.text("volume")).isEqualTo("3");
        assertThat(last.text("tax")).isEqualTo("2.50");
        assertThat(last.text("executed_at")).isEqualTo("2026-11-01T13:00:00.000000Z");
        assertThat(last.json().has("fee")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"fx_rate": 2}                            | fx_rate must be left out or 1 where the currency is that of the portfolio, CHF, but is 2
            {"currency": "CHF", "fx_rate": 2}         | fx_rate must be left out or 1 where the currency is that of the portfolio, CHF, but is 2
            {"currency": "XAF"}                       | fx_rate is missing, and no rate of XAF/CHF is known for 2026-11-02 or the 7 days before
            {"currency": "XAF", "executed_at": "2026-10-01T00:00:00Z"} | no rate of XAF/CHF is known for 2026-10-01 or the 7 days before
            {"currency": "QQQ"}                       | currency must be a currency of ISO 4217
            {"fee": -1}                               | fee must not be negative, but is -1
            {"executed_at": "2999-01-01T00:00:00Z"}   | executed_at is 2999-01-01T00:00:00Z, which is more than 5 minutes after receipt
            {"security_type": "etf"}                  | security_type can't be amended; only volume, amount, status, executed_at, isin, currency, fx_rate, fee and tax can
            {}                                        | must have at least one of volume, amount, status, isin, fee, tax, currency, fx_rate, executed_at
            """)
    void whatIsWrongInAnAmendmentIsSaid(String body, String words) {
        posted("\"fee\": 4.9");
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = patch(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains(words);
        assertThat(trades.mark()).isEqualTo(mark);
    }
}
