package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Amendments that move a record in another currency to another time: 1 BRL is 0.15 CHF on 2026-10-20, 0.16 CHF from 2026-10-22 on,
 * and nobody knows what it was in September.
 */
class MovedRateTest extends IngestTest {

    private static final CurrencyCode CHF = new CurrencyCode("CHF");
    private static final CurrencyCode BRL = new CurrencyCode("BRL");
    private static final Conversion OLD = new Conversion(BRL, FxRate.of("0.15"), true);
    private static final Conversion NEW = new Conversion(BRL, FxRate.of("0.16"), true);
    private static final Conversion GIVEN = new Conversion(BRL, FxRate.of("0.2"));
    private static final String IN_BRL = "\"currency\": \"BRL\", \"executed_at\": \"2026-10-20T13:00:00Z\"";
    private static final String MOVE = "{\"executed_at\": \"2026-10-22T13:00:00Z\"}";

    @Autowired
    private UsedKeys keys;

    private final Portfolio portfolio = newPortfolio(Optional.of(CHF), false);
    private final String refId = newRefId();

    @BeforeEach
    void recordRates() {
        rate("0.15", "2026-10-20T12:00:00Z");
        rate("0.16", "2026-10-22T12:00:00Z");
    }

    private static void rate(String rate, String time) {
        new FxRates(Servers.database().jdbc())
                .record(
                        BRL,
                        CHF,
                        new FxRates.KnownRate(FxRate.of(rate), Instant.parse(time), new PriceSourceName("test")));
    }

    private Optional<Conversion> posted(String fields) {
        TestLog.Mark mark = trades.mark();
        HttpAnswer answer =
                caller().post("/api/v1/trade/", trade(portfolio, refId).replace("\"status\"", fields + ", \"status\""));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return trades.only(mark).event().conversion();
    }

    private HttpAnswer patch(String body, String... headers) {
        return caller().patch(path(refId), body, headers);
    }

    /** The conversion that the event of an amendment sets. */
    private Optional<Conversion> amended(String body) {
        TestLog.Mark mark = trades.mark();
        HttpAnswer answer = patch(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return trades.only(mark).event().conversion();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"currency\": \"BRL\", ", "\"volume\": 3, "})
    void aRateThatWasLookedUpIsThatOfTheNewTime(String beside) {
        assertThat(posted(IN_BRL)).contains(OLD);
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = patch(MOVE.replace("{", "{" + beside));

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.text("fx_rate")).isEqualTo("0.16");
        assertThat(answer.text("fx_rate_looked_up")).isEqualTo("true");
        assertThat(trades.only(mark).amended().amendment().conversion()).contains(NEW);
        assertThat(amended("{\"executed_at\": \"2026-10-20T14:00:00Z\"}")).contains(OLD);
    }

    @Test
    void aPutMovesARateAsAPatchDoes() {
        posted(IN_BRL);
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = caller().put(path(refId), """
                {"volume": 10, "amount": 100, "status": "success", "executed_at": "2026-10-22T13:00:00Z"}
                """);

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(trades.only(mark).amended().amendment().conversion()).contains(NEW);
    }

    @Test
    void whatTheWorkerHasRecordedMovesToo() {
        TestLog.Mark mark = trades.mark();
        caller().post("/api/v1/trade/bulk/", inBulk(), "Content-Type", "application/x-ndjson");
        applySince(mark);

        assertThat(amended(MOVE)).contains(NEW);
    }

    private String inBulk() {
        return trade(portfolio, refId).replace("\n", "").replace("\"status\"", IN_BRL + ", \"status\"");
    }

    @Test
    void anActivityMovesAsATradeDoes() {
        String path = "/api/v1/activity/" + refId + "/";
        caller().post(
                        "/api/v1/activity/",
                        activity(portfolio, refId, "\"type\": \"deposit\", \"total\": 5, " + IN_BRL));
        TestLog.Mark posted = trades.mark();

        assertThat(caller().patch(path, MOVE).text("fx_rate")).isEqualTo("0.16");

        assertThat(trades.only(posted).activityAmended().amendment().conversion())
                .contains(NEW);
        TestLog.Mark patched = trades.mark();
        caller().put(path, "{\"total\": 6, \"status\": \"success\", \"executed_at\": \"2026-10-20T14:00:00Z\"}");
        assertThat(trades.only(patched).activityAmended().amendment().conversion())
                .contains(OLD);
    }

    @Test
    void aRateThatWasGivenStays() {
        posted(IN_BRL + ", \"fx_rate\": 0.2");

        assertThat(amended(MOVE)).isEmpty();
        assertThat(amended(MOVE.replace("{", "{\"currency\": \"BRL\", "))).contains(GIVEN);
    }

    @Test
    void aRateThatTheAmendmentGivesIsNotLookedUp() {
        posted(IN_BRL);

        assertThat(amended(MOVE.replace("{", "{\"fx_rate\": 0.2, "))).contains(GIVEN);
        assertThat(amended("{\"executed_at\": \"2026-10-20T13:00:00Z\"}")).isEmpty();
    }

    /** The first rate for its time stays in the record, also if another one of that time is known since. */
    @Test
    void aRecordThatDoesNotMoveKeepsItsRate() {
        rate("0.17", "2026-10-24T12:00:00Z");
        assertThat(posted(IN_BRL.replace("10-20", "10-24"))).contains(new Conversion(BRL, FxRate.of("0.17"), true));
        rate("0.18", "2026-10-24T12:30:00Z");

        assertThat(amended("{\"executed_at\": \"2026-10-24T13:00:00Z\"}"))
                .contains(new Conversion(BRL, FxRate.of("0.17"), true));
        assertThat(amended("{\"currency\": \"BRL\"}")).contains(new Conversion(BRL, FxRate.of("0.17"), true));
        assertThat(amended("{\"volume\": 3}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"currency\": \"BRL\", "})
    void aMissingRateIsRefusedAsInAPost(String beside) {
        posted(IN_BRL);
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = patch("{" + beside + "\"executed_at\": \"2026-09-01T13:00:00Z\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/fx_rate");
        assertThat(answer.detail())
                .contains("fx_rate is missing, and no rate of BRL/CHF is known for 2026-09-01 or the 7 days before");
        assertThat(trades.mark()).isEqualTo(mark);
    }

    /** Whatever happens to the record between a request and its repeat, both say the same. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            , "currency": "BRL"                 | {"volume": 3}                           | false
            , "currency": "BRL"                 | {"fx_rate": 0.2}                        | false
            , "currency": "BRL"                 | {"fx_rate": 0.2}                        | true
            , "currency": "BRL"                 | {"currency": "CHF"}                     | true
            , "currency": "BRL"                 | {"executed_at": "2026-10-20T15:00:00Z"} | true
            , "currency": "BRL", "fx_rate": 0.2 | {"currency": "EUR", "fx_rate": 0.9}     | false
            ''                                  | {"currency": "BRL"}                     | false
            ''                                  | {"currency": "BRL"}                     | true
            """)
    void aRepeatOfTheAmendmentIsARepeat(String fields, String between, boolean afterARestart) {
        TestLog.Mark start = trades.mark();
        posted("\"executed_at\": \"2026-10-20T13:00:00Z\"" + fields);
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
        TestLog.Mark mark = trades.mark();
        HttpAnswer moved = patch(MOVE, key);
        assertThat(moved.status()).as(moved.text()).isEqualTo(202);
        TestLog.Written first = trades.only(mark);
        applyWithBytes(start);
        clock.step(Duration.ofSeconds(1));
        TestLog.Mark next = trades.mark();
        assertThat(patch(between).status()).isEqualTo(202);
        if (afterARestart) {
            applyWithBytes(next);
            keys.forget(first.event().client(), first.event().eventId(), first.position());
        }
        clock.step(Duration.ofSeconds(1));
        TestLog.Mark last = trades.mark();

        HttpAnswer again = patch(MOVE, key);

        assertThat(again.status()).as(again.text()).isEqualTo(202);
        TradeEvent repeat = trades.only(last).event();
        assertThat(repeat.eventId()).isEqualTo(first.event().eventId());
        assertThat(repeat.hasContentOf(first.event())).isTrue();
        HttpAnswer other = patch(MOVE.replace("13:00", "14:00"), key);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("reason")).isEqualTo("idempotency_key_reused");
    }

    /** As a worker does, which keeps the bytes of each event. */
    private void applyWithBytes(TestLog.Mark mark) {
        trades.since(mark)
                .forEach(written -> worker.apply(
                        written.event(), written.position(), written.record().value()));
    }
}
