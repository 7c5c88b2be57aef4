package io.trakkit.feed.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.SourceException;
import io.trakkit.feed.testing.MarketData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a service, and what is made of its answers. */
class HttpSourceTest extends HttpSourceTesting {

    @Test
    void tickersAreAskedForInBatchesEncodedAndAllOfThemOnce() {
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        service.behave((exchange, tickers) -> {
            asked.addAll(tickers);
            MarketData.quoteAll(exchange, tickers);
        });

        Polled polled = source("batch-size", "2")
                .poll(tickers(AAPL, MSFT, new Ticker("M&M"), new Ticker("^GSPC"), new Ticker("BTC-USD")));

        assertThat(service.takeRequests()).isEqualTo(3);
        assertThat(asked).containsExactlyInAnyOrder("AAPL", "MSFT", "M&M", "^GSPC", "BTC-USD");
        assertThat(polled.quotes()).hasSize(5).allSatisfy(quote -> {
            assertThat(quote.price()).hasToString("101.5");
            assertThat(quote.time()).isEqualTo(NOON);
            assertThat(quote.source()).hasToString("http");
        });
        assertThat(polled.faults()).isEmpty();
    }

    @Test
    void oneTickerARequestNeedsNoTickerInTheAnswer() {
        answer(200, "{\"data\": {\"last\": \"188.38\", \"at\": 1793620800}}");

        Polled polled = source("batch-size", "1", "quotes", "/data", "ticker", "", "time-format", "epoch-seconds")
                .poll(tickers(AAPL));

        assertThat(polled.quotes()).extracting(Quote::time).containsExactly(Instant.ofEpochSecond(1_793_620_800));
    }

    @Test
    void quotesMayStandInAnObjectByTicker() {
        answer(
                200,
                "{\"AAPL\": {\"last\": 188.38, \"at\": 1793620800123}, \"MSFT\": {\"last\": 410, \"at\": 1793620800123}}");

        Polled polled = source("quotes", "", "ticker", "", "time-format", "epoch-millis")
                .poll(tickers(AAPL, MSFT));

        assertThat(polled.quotes()).extracting(Quote::ticker).containsExactlyInAnyOrder(AAPL, MSFT);
        assertThat(polled.quotes().getFirst().time()).isEqualTo(Instant.ofEpochMilli(1_793_620_800_123L));
    }

    @ParameterizedTest
    @CsvSource({"\"188.38\", 188.38", "1.8838e2, 188.38", "188.380000, 188.38", "1e-10, 0.0000000001"})
    void aPriceMayBeTextOrANumberHoweverItIsWritten(String written, String price) {
        answer(
                200,
                "{\"quotes\": [{\"symbol\": \"AAPL\", \"last\": %s, \"at\": \"2026-11-02T12:00:00Z\"}]}"
                        .formatted(written));

        assertThat(source().poll(tickers(AAPL)).quotes().getFirst().price()).hasToString(price);
    }

    @Test
    void whatBinaryFractionsLeaveBehindIsRoundedAway() {
        answer(
                200,
                "{\"quotes\": [{\"symbol\": \"AAPL\", \"last\": 0.30000000000000004, \"at\": \"2026-11-02T12:00:00Z\"}]}");

        assertThat(source().poll(tickers(AAPL)).quotes().getFirst().price()).hasToString("0.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"symbol\": \"AAPL\", \"last\": 0, \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": -188.38, \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": null, \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": \"N/A\", \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": \"NaN\", \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": \"Infinity\", \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": 1e-11, \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": {}, \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": true, \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": 1e2000000000, \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": 1000000000000, \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": \"AAPL\", \"last\": 188.38}",
                "{\"symbol\": \"AAPL\", \"last\": 188.38, \"at\": \"noon\"}",
                "{\"symbol\": \"AAPL\", \"last\": 188.38, \"at\": \"0001-01-01T00:00:00Z\"}",
                "{\"symbol\": \"GOOG\", \"last\": 188.38, \"at\": \"2026-11-02T12:00:00Z\"}",
                "{\"symbol\": 7, \"last\": 188.38, \"at\": \"2026-11-02T12:00:00Z\"}",
                "\"AAPL\""
            })
    void whatIsNoQuoteIsLeftOutAndSaidAndHarmsNoOther(String quote) {
        answer(
                200,
                "{\"quotes\": [%s, {\"symbol\": \"MSFT\", \"last\": 410, \"at\": \"2026-11-02T12:00:00Z\"}]}"
                        .formatted(quote));

        Polled polled = source().poll(tickers(AAPL, MSFT));

        assertThat(polled.quotes()).extracting(Quote::ticker).containsExactly(MSFT);
        assertThat(polled.faults()).singleElement().asString().startsWith("AAPL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><body>Please sign in. AAPL 188.38</body></html>",
                "{\"quotes\": [{\"symbol\": \"AAPL\", \"last\": 188.38",
                "{\"quotes\": [{\"symbol\": \"AAPL\", \"last\": NaN, \"at\": \"2026-11-02T12:00:00Z\"}]}",
                "{\"quotes\": [{\"symbol\": \"AAPL\", \"last\": 1e99999999999, \"at\": \"2026-11-02T12:00:00Z\"}]}",
                "{\"quotes\": [], \"quotes\": []}",
                "{\"error\": \"no such plan\"}",
                "[]",
                "188.38",
                "null",
                ""
            })
    void anAnswerThatIsNotTheJsonThatIsWantedIsNoAnswer(String body) {
        answer(200, body);
        HttpSource source = source();

        assertThatThrownBy(() -> source.poll(tickers(AAPL)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("unexpected answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://example.com/quotes",
                "http://{tickers}.example.com/quotes",
                "http://{tickers}/quotes",
                "http://example.com:{tickers}/quotes",
                "http://{tickers}@example.com/quotes",
                "http://user@example.com/{tickers}",
                "ftp://example.com/{tickers}",
                "file:///{tickers}",
                "/quotes/{tickers}",
                "http://example.com?{tickers}",
                "http://example.com/{tickers}/{tickers}"
            })
    void theAddressHasItsTickersInPathOrQueryAndItsHostFixed(String url) {
        assertThatThrownBy(() -> source("url", url))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("trakkit.feed.http.url");
    }
}
