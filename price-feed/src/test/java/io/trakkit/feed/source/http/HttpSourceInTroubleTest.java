package io.trakkit.feed.source.http;

import static io.trakkit.feed.testing.MarketData.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.price.Quote;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.SourceException;
import io.trakkit.feed.testing.MarketData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that are slow, endless, elsewhere, broken or have had enough. */
class HttpSourceInTroubleTest extends HttpSourceTesting {

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

    /** Wherever it points: to a file, or to what only this machine can reach. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "http://169.254.169.254/latest/meta-data/",
                "http://localhost:1/",
                "//example.com/",
                "nowhere at all"
            })
    void whereARedirectPointsToMakesNoDifference(String location) {
        service.behave((exchange, _) -> {
            exchange.getResponseHeaders().add("Location", location);
            send(exchange, 302, "");
        });
        HttpSource source = source();

        assertThatThrownBy(() -> source.poll(tickers(AAPL))).isInstanceOf(SourceException.class);
        assertThat(service.takeRequests()).isEqualTo(1);
    }

    /** Nobody asked for it to be compressed, and what unpacks to a thousand times its size is never unpacked. */
    @Test
    void aCompressedAnswerIsNoAnswer() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"quotes\": [".getBytes(StandardCharsets.US_ASCII));
            gzip.write(" ".repeat(50_000_000).getBytes(StandardCharsets.US_ASCII));
            gzip.write("]}".getBytes(StandardCharsets.US_ASCII));
        }
        service.behave((exchange, _) -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.size());
            exchange.getResponseBody().write(packed.toByteArray());
        });
        HttpSource source = source();

        assertThatThrownBy(() -> source.poll(tickers(AAPL)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("unexpected answer");
    }

    @Test
    void anAnswerThatNothingHasChangedIsNoneWhereNothingIsKnown() {
        service.behave((exchange, _) -> exchange.sendResponseHeaders(304, -1));
        HttpSource source = source();

        assertThatThrownBy(() -> source.poll(tickers(AAPL))).hasMessageContaining("304");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1e9", "99999999999999999999", "Mon, 01 Jan 2001 00:00:00 GMT"})
    void aServiceThatSaysTooManyAndNotForHowLongIsLeftAloneForAsLongAsUsual(String retryAfter) {
        service.behave((exchange, _) -> {
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            send(exchange, 429, "");
        });
        HttpSource source = source("min-backoff", "10s");
        assertThatThrownBy(() -> source.poll(tickers(AAPL))).hasMessageContaining("429");
        service.takeRequests();
        service.behave(MarketData::quoteAll);

        clock.step(Duration.ofSeconds(9));
        assertThatThrownBy(() -> source.poll(tickers(AAPL))).hasMessageContaining("not asked again yet");
        assertThat(service.takeRequests()).isZero();

        clock.step(Duration.ofSeconds(1));
        assertThat(source.poll(tickers(AAPL)).quotes()).hasSize(1);
    }

    @Test
    void aServiceThatIsGoneIsAFaultAndItsAddressIsNotToldSinceItMayHoldAKey() {
        HttpSource source = source("url", "http://localhost:1/quotes?key=secret&symbols={tickers}");

        assertThatThrownBy(() -> source.poll(tickers(AAPL)))
                .isInstanceOf(SourceException.class)
                .hasMessageNotContaining("secret");
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
        assertThatThrownBy(() -> source.poll(tickers(AAPL, MSFT))).hasMessageContaining("not asked again yet");
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
    void aClockThatWasSetAheadEndsARest() {
        answer(500, "");
        HttpSource source = source();
        assertThatThrownBy(() -> source.poll(tickers(AAPL))).hasMessageContaining("500");
        service.behave(MarketData::quoteAll);

        clock.step(Duration.ofDays(1));

        assertThat(source.poll(tickers(AAPL)).quotes()).hasSize(1);
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
}
