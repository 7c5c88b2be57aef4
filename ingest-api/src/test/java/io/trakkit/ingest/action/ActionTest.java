package io.trakkit.ingest.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.actions.ActionCurrencies;
import io.trakkit.store.prices.FxRates;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.event.CorporateActionCodec;
import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Corporate actions, and the rates that are fixed in those whose money is in another currency than portfolios. */
class ActionTest extends IngestTest {

    private static final String ACTIONS = "/api/v1/corporate-action/";
    private static final String SPLIT =
            "\"type\": \"split\", \"numerator\": 2, \"denominator\": 1, \"ex_date\": \"2026-10-20\"";

    /** Of 0.50 rand per unit. */
    private static final String DIVIDEND =
            "\"type\": \"dividend\", \"per_unit\": \"0.5\", \"currency\": \"ZAR\", \"ex_date\": \"2026-10-20\"";

    private static final CurrencyCode ZAR = new CurrencyCode("ZAR");
    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final Instant EX_DATE = Instant.parse("2026-10-20T00:00:00Z");

    private final TestLog topic = new TestLog(Topics.CORPORATE_ACTIONS, Servers.kafka());
    private final String id = "action-" + UUID.randomUUID();
    private final String ticker = "T" + Integer.toUnsignedString(id.hashCode());

    /** Those of other tests of this class. */
    @BeforeEach
    void forgetRates() {
        Servers.database()
                .jdbc()
                .sql("DELETE FROM price_history WHERE ticker LIKE '$FX:ZAR/%'")
                .update();
    }

    private String body(String fields) {
        return "{\"action_id\": \"%s\", \"ticker\": \"%s\", %s}".formatted(id, ticker, fields);
    }

    private HttpAnswer post(String fields) {
        return caller().post(ACTIONS, body(fields));
    }

    private HttpAnswer patch(String body) {
        return caller().patch(ACTIONS + id + "/", body);
    }

    private static void rate(CurrencyCode quote, String rate, Instant time) {
        new FxRates(Servers.database().jdbc())
                .record(ZAR, quote, new FxRates.KnownRate(FxRate.of(rate), time, new PriceSourceName("test")));
    }

    /** A rate into each currency that a portfolio has, also those of other tests. */
    private static void rateIntoAll(String rate, Instant time) {
        new ActionCurrencies(Servers.database().jdbc())
                .ofPortfolios(ClientId.DEFAULT).stream()
                        .filter(currency -> !currency.equals(ZAR))
                        .forEach(currency -> rate(currency, rate, time));
    }

    /** A portfolio in a currency that no portfolio had before. */
    private static CurrencyCode openPortfolioIn(String currency) {
        CurrencyCode code = new CurrencyCode(currency);
        newPortfolio(Optional.of(code), false);
        return code;
    }

    private CorporateAction published(TestLog.Mark mark) {
        return new CorporateActionCodec().decode(topic.only(mark).record().value());
    }

    /** A dividend into all currencies that portfolios have, with the rate 0.055; one in dollars is among them. */
    private CorporateAction publishedDividend() {
        newPortfolio();
        rateIntoAll("0.055", EX_DATE.minus(Duration.ofHours(1)));
        TestLog.Mark mark = topic.mark();
        HttpAnswer answer = post(DIVIDEND);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        CorporateAction action = published(mark);
        assertThat(action.rates()).containsEntry("USD", FxRate.of("0.055"));
        return action;
    }

    @Test
    void anActionIsPublishedAndAnswered() {
        TestLog.Mark mark = topic.mark();
        String now = clock.instant().toString().substring(0, 26) + "Z";

        HttpAnswer answer = post(SPLIT);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo(ACTIONS + id + "/");
        assertThat(answer.text()).isEqualToIgnoringWhitespace("""
                {"action_id": "%s", "ticker": "%s", "type": "split", "numerator": 2, "denominator": 1, "ratio": "2:1",
                 "ex_date": "2026-10-20", "effective_at": "2026-10-20T00:00:00.000000Z", "status": "active", "version": 1,
                 "created_at": "%s", "updated_at": "%s"}
                """.formatted(id, ticker, now, now));
        assertThat(topic.only(mark).key()).isEqualTo("default/" + id);
        assertThat(published(mark).effectiveAt()).isEqualTo(EX_DATE);
    }

    /** A reader of JSON that keeps 15 digits has them all in the text. */
    @Test
    void aRatioIsAnsweredInAllItsDigits() {
        HttpAnswer answer = post(SPLIT.replace("\"numerator\": 2", "\"numerator\": \"1.234567890123456789\""));

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.text("ratio")).isEqualTo("1.234567890123456789:1");
    }

    @Test
    void theSameAgainIsARepeatAndOtherContentAConflict() {
        TestLog.Mark mark = topic.mark();
        post(SPLIT);

        assertThat(post(SPLIT).status()).isEqualTo(200);
        HttpAnswer other = post(SPLIT.replace("\"numerator\": 2", "\"numerator\": 3"));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.detail())
                .isEqualTo("action_id " + id + " already belongs to a split 2:1 of " + ticker
                        + " on 2026-10-20; correct it with PUT or PATCH, or choose another action_id");
        assertThat(topic.since(mark)).hasSize(1);
    }

    @Test
    void aKeyNamesAnAction() {
        String unnamed = "{\"ticker\": \"" + ticker + "\", " + SPLIT + "}";
        String[] key = {"Idempotency-Key", id};
        TestLog.Mark mark = topic.mark();

        HttpAnswer first = caller().post(ACTIONS, unnamed, key);
        HttpAnswer again = caller().post(ACTIONS, unnamed, key);
        HttpAnswer other = caller().post(ACTIONS, unnamed.replace("2026-10-20", "2026-10-21"), key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("action_id")).isEqualTo(first.text("action_id"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(topic.since(mark)).hasSize(1);
    }

    @Test
    void anActionIsCorrectedWithdrawnAndCountsAgain() {
        post(SPLIT);
        TestLog.Mark mark = topic.mark();

        assertThat(patch("{\"numerator\": 3}").text("version")).isEqualTo("2");
        assertThat(patch("{\"numerator\": 3}").text("version")).isEqualTo("2");
        assertThat(patch("{\"status\": \"withdrawn\"}").text("version")).isEqualTo("3");
        HttpAnswer twice = patch("{\"status\": \"withdrawn\"}");
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.detail())
                .isEqualTo("The corporate action " + id
                        + " is already withdrawn. To have it count again, send the status active");
        assertThat(post(SPLIT.replace("\"numerator\": 2", "\"numerator\": 3")).status())
                .isEqualTo(409);
        HttpAnswer active = patch("{\"status\": \"active\"}");
        assertThat(active.text("version")).isEqualTo("4");
        assertThat(active.text("numerator")).isEqualTo("3");
        assertThat(topic.since(mark)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                              | must have at least one field to change
            {"action_id": "other"}          | action_id can't be changed; the path names
            {"ex_date": "2999-01-01"}       | ex_date is 2999-01-01, which is in the future; record the action then
            {"status": "deleted"}           | status must be active or withdrawn, not "deleted"
            {"per_unit": 1}                 | per_unit is not a field of a corporate split, which has numerator, denominator
            {"currency": "ZAR"}             | currency is not a field of a corporate split, which has numerator, denominator
            """)
    void whatIsWrongInACorrectionIsSaid(String body, String words) {
        post(SPLIT);
        TestLog.Mark mark = topic.mark();

        HttpAnswer answer = patch(body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.detail()).contains(words);
        assertThat(topic.mark()).isEqualTo(mark);
    }

    @Test
    void anActionThatDoesNotExistIsNotFound() {
        HttpAnswer answer = patch("{\"status\": \"withdrawn\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.detail()).isEqualTo("No corporate action has the action_id " + id);
    }

    @Test
    void aDividendNeedsARateIntoEachCurrencyOfPortfolios() {
        rateIntoAll("0.055", EX_DATE.minus(Duration.ofHours(1)));
        CurrencyCode later = openPortfolioIn("UYU");
        TestLog.Mark mark = topic.mark();

        HttpAnswer missing = post(DIVIDEND);
        rate(later, "2.2", EX_DATE.minus(Duration.ofDays(7)));
        HttpAnswer recorded = post(DIVIDEND);

        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.pointers()).containsExactly("/currency");
        assertThat(missing.detail())
                .contains(
                        "currency needs the rate ZAR/UYU of 2026-10-20T00:00:00Z, and none of the seven days before it is"
                                + " known; record the rate first");
        assertThat(recorded.status()).isEqualTo(201);
        assertThat(published(mark).rates()).containsEntry("UYU", FxRate.of("2.2"));
    }

    /** Both while only this instance knows the action, and once a worker has recorded it. */
    @ParameterizedTest
    @CsvSource({"false, BOB", "true, PYG"})
    void aRepeatNeedsNoRateOfAPortfolioThatWasOpenedLater(boolean recorded, String currency) {
        CorporateAction action = publishedDividend();
        if (recorded) {
            worker.record(action, EX_DATE);
        }
        openPortfolioIn(currency);
        TestLog.Mark mark = topic.mark();

        HttpAnswer again = post(DIVIDEND);
        HttpAnswer other = post(DIVIDEND.replace("0.5", "0.6"));

        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.json().at("/rates/USD").asString()).isEqualTo("0.055");
        assertThat(other.status()).isEqualTo(409);
        assertThat(topic.mark()).isEqualTo(mark);
    }

    @ParameterizedTest
    @CsvSource({"false, PEN", "true, GTQ"})
    void aWithdrawalNeedsNoRatesAndKeepsThoseOfTheAction(boolean recorded, String currency) {
        CorporateAction action = publishedDividend();
        if (recorded) {
            worker.record(action, EX_DATE);
        }
        CurrencyCode later = openPortfolioIn(currency);
        TestLog.Mark mark = topic.mark();

        HttpAnswer withdrawn = patch("{\"status\": \"withdrawn\"}");

        assertThat(withdrawn.status()).as(withdrawn.text()).isEqualTo(200);
        assertThat(withdrawn.text("status")).isEqualTo("withdrawn");
        assertThat(published(mark).rates()).isEqualTo(action.rates());
        HttpAnswer active = patch("{\"status\": \"active\"}");
        assertThat(active.status()).isEqualTo(400);
        assertThat(active.detail()).contains("needs the rate ZAR/" + currency + " of 2026-10-20T00:00:00Z");
        rate(later, "7", EX_DATE.minus(Duration.ofHours(1)));
        HttpAnswer counts = patch("{\"status\": \"active\"}");
        assertThat(counts.status()).as(counts.text()).isEqualTo(200);
        assertThat(counts.json().at("/rates/USD").asString()).isEqualTo("0.055");
        assertThat(counts.json().at("/rates/" + currency).asString()).isEqualTo("7");
    }

    @Test
    void aCorrectionKeepsTheRatesAndNeedsThoseThatAreMissing() {
        publishedDividend();
        rateIntoAll("0.06", EX_DATE.minus(Duration.ofMinutes(1)));

        HttpAnswer corrected = patch("{\"per_unit\": \"0.6\"}");

        assertThat(corrected.status()).isEqualTo(200);
        assertThat(corrected.text("per_unit")).isEqualTo("0.6");
        assertThat(corrected.json().at("/rates/USD").asString()).isEqualTo("0.055");
        CurrencyCode later = openPortfolioIn("CRC");
        HttpAnswer missing = patch("{\"per_unit\": \"0.7\"}");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.detail()).contains("needs the rate ZAR/CRC of 2026-10-20T00:00:00Z");
        rate(later, "30", EX_DATE.minus(Duration.ofHours(1)));
        HttpAnswer complete = patch("{\"per_unit\": \"0.7\"}");
        assertThat(complete.json().at("/rates/USD").asString()).isEqualTo("0.055");
        assertThat(complete.json().at("/rates/CRC").asString()).isEqualTo("30");
    }

    @Test
    void aCorrectionOfTheTimeLooksAllRatesUp() {
        publishedDividend();
        rateIntoAll("0.07", EX_DATE.plus(Duration.ofHours(12)));

        HttpAnswer moved = patch("{\"ex_date\": \"2026-10-21\"}");

        assertThat(moved.json().at("/rates/USD").asString()).isEqualTo("0.07");
    }

    /** Rates of the former time are none of the new one. They are looked up once it counts again. */
    @Test
    void aWithdrawalThatMovesAnActionDropsItsRates() {
        publishedDividend();
        rateIntoAll("0.08", EX_DATE.plus(Duration.ofHours(36)));
        openPortfolioIn("DOP");

        HttpAnswer withdrawn = patch("{\"status\": \"withdrawn\", \"ex_date\": \"2026-10-22\"}");

        assertThat(withdrawn.status()).as(withdrawn.text()).isEqualTo(200);
        assertThat(withdrawn.json().has("rates")).isFalse();
        rate(new CurrencyCode("DOP"), "3", EX_DATE.plus(Duration.ofHours(36)));
        assertThat(patch("{\"status\": \"active\"}").json().at("/rates/USD").asString())
                .isEqualTo("0.08");
    }

    @Test
    void aRateThatIsGivenIsThatIntoTheCurrencyOfTheClient() {
        newPortfolio();
        rateIntoAll("0.055", EX_DATE.minus(Duration.ofHours(1)));
        String given = DIVIDEND + ", \"fx_rate\": \"0.051\"";

        HttpAnswer posted = post(given);

        assertThat(posted.status()).as(posted.text()).isEqualTo(201);
        assertThat(posted.json().at("/rates/USD").asString()).isEqualTo("0.051");
        assertThat(post(given).status()).isEqualTo(200);
        assertThat(post(DIVIDEND).status()).isEqualTo(200);
        assertThat(post(given.replace("0.051", "0.052")).status()).isEqualTo(409);
        assertThat(patch("{\"per_unit\": 1}").json().at("/rates/USD").asString())
                .isEqualTo("0.051");
        assertThat(patch("{\"fx_rate\": 0.053}").json().at("/rates/USD").asString())
                .isEqualTo("0.053");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theClientsOwnCurrencyHasNoOtherRateThanOne(boolean repeat) {
        String own = DIVIDEND.replace(ZAR.value(), USD.value()) + ", \"status\": \"withdrawn\"";
        if (repeat) {
            assertThat(post(own).status()).isEqualTo(201);
        }

        HttpAnswer wrong = post(own + ", \"fx_rate\": 2");
        HttpAnswer one = post(own + ", \"fx_rate\": 1");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.pointers()).isEqualTo(List.of("/fx_rate"));
        assertThat(wrong.detail()).contains("fx_rate must be absent or 1, since USD is the currency of the client");
        assertThat(one.status()).isEqualTo(repeat ? 200 : 201);
    }
}
