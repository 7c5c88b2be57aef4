package io.trakkit.feed.source.http;

import static io.trakkit.feed.testing.MarketData.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.Quote;
import io.trakkit.domain.Ticker;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.SourceException;
import io.trakkit.feed.testing.FeedApp;
import io.trakkit.feed.testing.MarketData;
import io.trakkit.feed.testing.SteppedClock;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class HttpSourceTest {

    private static final Ticker AAPL = new Ticker("AAPL");
    private static final Ticker MSFT = new Ticker("MSFT");
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    private final SteppedClock clock = new SteppedClock(NOON);
    private final MarketData service = new MarketData();
    private final List<HttpSource> sources = new ArrayList<>();

    @AfterEach
    void close() {
        sources.forEach(HttpSource::close);
        service.close();
    }

    /** With the pointers of the service above, and so patient as a test can be. */
    private HttpSource source(String... more) {
        Map<String, String> settings = IntStream.range(0, more.length / 2)
                .boxed()
                .collect(Collectors.toMap(i -> "f." + more[2 * i], i -> more[2 * i + 1]));
        settings.putIfAbsent("f.url", service.url());
        settings.putIfAbsent("f.quotes", "/quotes");
        settings.putIfAbsent("f.ticker", "/symbol");
        settings.putIfAbsent("f.price", "/last");
        settings.putIfAbsent("f.time", "/at");
        settings.putIfAbsent("f.timeout", "30s");
        HttpSettings bound =
                new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("f", HttpSettings.class);
        HttpSource source = new HttpSource(bound, FeedApp.USD, clock);
        sources.add(source);
        return source;
    }

    private static Set<Ticker> tickers(Ticker... tickers) {
        return new TreeSet<>(List.of(tickers));
    }

    private void answer(int status, String body) {
        service.behave((exchange, _) -> send(exchange, status, body));
    }

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
                .hasMessageContaining("its answer is not what is wanted");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectIsFollowed(int status) {
        service.behave((exchange, tickers) -> {
            if (exchange.getRequestURI().getPath().equals("/elsewhere")) {
                MarketData.quoteAll(exchange, tickers);
            } else {
                exchange.getResponseHeaders().add("Location", "/elsewhere?symbols=AAPL");
                send(exchange, status, "");
            }
        });
        HttpSource source = source();

        assertThatThrownBy(() -> source.poll(tickers(AAPL)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("not followed");
        assertThat(service.takeRequests()).isEqualTo(1);
    }

    @Test
    void anEndlessBodyEndsAtTheLimit() {
        service.behave((exchange, _) -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                byte[] spaces = " ".repeat(8_192).getBytes(StandardCharsets.US_ASCII);
                while (true) {
                    body.write(spaces);
                }
            }
        });
        HttpSource source = source("max-body", "64KB");

        assertThatThrownBy(() -> source.poll(tickers(AAPL))).isInstanceOf(SourceException.class);
    }

    @Test
    void aServiceThatIsSlowWithItsHeadOrItsBodyIsGivenUp() {
        CountDownLatch done = new CountDownLatch(1);
        service.behave((exchange, tickers) -> {
            if (tickers.contains("AAPL")) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        HttpSource source = source("batch-size", "1", "timeout", "200ms");

        try {
            assertThatThrownBy(() -> source.poll(tickers(AAPL, MSFT))).isInstanceOf(SourceException.class);
        } finally {
            done.countDown();
        }
    }

    @Test
    void whatHasNotChangedIsNotSentAgainOnceItIsSafe() {
        List<String> conditions = Collections.synchronizedList(new ArrayList<>());
        service.behave((exchange, tickers) -> {
            String condition = exchange.getRequestHeaders().getFirst("If-None-Match") + " "
                    + exchange.getRequestHeaders().getFirst("If-Modified-Since");
            conditions.add(condition);
            if (condition.startsWith("\"one\"")) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            exchange.getResponseHeaders().add("ETag", "\"one\"");
            exchange.getResponseHeaders().add("Last-Modified", "Mon, 02 Nov 2026 12:00:00 GMT");
            MarketData.quoteAll(exchange, tickers);
        });
        HttpSource source = source();

        source.poll(tickers(AAPL));
        Polled notTakenBefore = source.poll(tickers(AAPL));
        assertThat(notTakenBefore.quotes()).hasSize(1);
        notTakenBefore.whenTaken().run();
        assertThat(source.poll(tickers(AAPL)).quotes()).isEmpty();

        assertThat(conditions).containsExactly("null null", "null null", "\"one\" Mon, 02 Nov 2026 12:00:00 GMT");
    }

    @Test
    void aServiceThatSaysTooManyIsLeftAloneAltogetherForAsLongAsItSays() {
        service.behave((exchange, _) -> {
            exchange.getResponseHeaders().add("Retry-After", "90");
            send(exchange, 429, "");
        });
        HttpSource source = source("batch-size", "1", "parallel", "1");

        assertThatThrownBy(() -> source.poll(tickers(AAPL, MSFT))).hasMessageContaining("429");
        assertThat(service.takeRequests()).isEqualTo(1);

        service.behave(MarketData::quoteAll);
        clock.step(Duration.ofSeconds(89));
        assertThat(source.poll(tickers(AAPL, MSFT)).quotes()).isEmpty();
        assertThat(service.takeRequests()).isZero();

        clock.step(Duration.ofSeconds(1));
        assertThat(source.poll(tickers(AAPL, MSFT)).quotes()).hasSize(2);
    }

    @Test
    void noWishForPeaceIsGrantedForLongerThanTheSettingsSay() {
        service.behave((exchange, _) -> {
            exchange.getResponseHeaders().add("Retry-After", "Fri, 31 Dec 2027 23:59:59 GMT");
            send(exchange, 503, "");
        });
        HttpSource source = source("max-backoff", "5m");
        assertThatThrownBy(() -> source.poll(tickers(AAPL))).hasMessageContaining("503");

        service.behave(MarketData::quoteAll);
        clock.step(Duration.ofMinutes(5));

        assertThat(source.poll(tickers(AAPL)).quotes()).hasSize(1);
    }

    @Test
    void whatFailsIsLeftAloneForTwiceAsLongEachTimeAndTheRestIsAskedAllTheSame() {
        service.behave((exchange, tickers) -> {
            if (tickers.contains("AAPL")) {
                send(exchange, 500, "oops");
            } else {
                MarketData.quoteAll(exchange, tickers);
            }
        });
        HttpSource source = source("batch-size", "1", "max-backoff", "3s");

        List<Integer> requests = new ArrayList<>();
        for (int second = 0; second <= 10; second++) {
            assertThat(source.poll(tickers(AAPL, MSFT)).quotes())
                    .extracting(Quote::ticker)
                    .containsExactly(MSFT);
            requests.add(service.takeRequests());
            clock.step(Duration.ofSeconds(1));
        }

        // After 1 s, after 2 s more, and then every 3 s.
        assertThat(requests).containsExactly(2, 2, 1, 2, 1, 1, 2, 1, 1, 2, 1);
    }

    @Test
    void aClockThatWasSetBackLengthensNoRest() {
        answer(500, "");
        HttpSource source = source();
        assertThatThrownBy(() -> source.poll(tickers(AAPL))).hasMessageContaining("500");
        service.behave(MarketData::quoteAll);

        clock.step(Duration.ofDays(-1));

        assertThat(source.poll(tickers(AAPL)).quotes()).hasSize(1);
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
