package io.trakkit.feed.source.http;

import static io.trakkit.feed.testing.MarketData.send;

import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.testing.FeedApp;
import io.trakkit.feed.testing.MarketData;
import io.trakkit.testing.SteppedClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** An HTTP source, the service that it asks, and the clock that both go by. */
abstract class HttpSourceTesting {

    static final Ticker AAPL = new Ticker("AAPL");
    static final Ticker MSFT = new Ticker("MSFT");
    static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    final SteppedClock clock = new SteppedClock(NOON);
    final MarketData service = new MarketData();
    private final List<HttpSource> sources = new ArrayList<>();

    @AfterEach
    void close() {
        sources.forEach(HttpSource::close);
        service.close();
    }

    /** With the pointers of the service above, and so patient as a test can be. */
    HttpSource source(String... more) {
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
        HttpSource source = new HttpSource(bound, FeedApp.DEFAULTS, clock);
        sources.add(source);
        return source;
    }

    static Set<Ticker> tickers(Ticker... tickers) {
        return new TreeSet<>(List.of(tickers));
    }

    void answer(int status, String body) {
        service.behave((exchange, _) -> send(exchange, status, body));
    }
}
