package io.trakkit.prices;

import static io.trakkit.prices.PriceContext.quote;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.QuoteStore.Replacement;
import io.trakkit.prices.QuoteStore.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuoteStoreTest {

    private static final Ticker AAPL = new Ticker("AAPL");
    private static final Quote FIRST = quote("AAPL", "188.38", Instant.parse("2026-11-02T08:00:00Z"));
    private static final Quote SECOND = quote("AAPL", "189.1", Instant.parse("2026-11-02T08:01:00Z"));

    private static final PriceContext CONTEXT = new PriceContext();

    private final QuoteStore store = CONTEXT.bean(QuoteStore.class);

    @AfterAll
    static void stop() {
        CONTEXT.close();
    }

    @BeforeEach
    void empty() {
        CONTEXT.redis.command("CONFIG", "SET", "maxmemory", "0");
        CONTEXT.redis.command("FLUSHALL");
        patiently().until(store::answers);
    }

    @Test
    void aQuoteIsReadAsItWasWritten() {
        assertThat(store.replace(List.of(new Replacement(Stored.NONE, FIRST)))).isEmpty();

        assertThat(quoteOf(AAPL)).isEqualTo(FIRST);
        assertThat(CONTEXT.redis.command("GET", "trakkit:price:AAPL"))
                .contains("{\"price\":\"188.38\",\"currency\":\"USD\",\"time\":\"2026-11-02T08:00:00.000000Z\","
                        + "\"source\":\"test\"}");
    }

    @Test
    void whatHasChangedSinceItWasReadStaysAndIsTold() {
        Replacement late = new Replacement(Stored.NONE, FIRST);
        CONTEXT.put(SECOND);
        Quote other = quote("MSFT", "410", FIRST.time());

        assertThat(store.replace(List.of(late, new Replacement(Stored.NONE, other))))
                .containsExactly(late);

        assertThat(quoteOf(AAPL)).isEqualTo(SECOND);
        assertThat(quoteOf(new Ticker("MSFT"))).isEqualTo(other);
    }

    @Test
    void whatIsNoQuoteIsReplacedWhateverItsType() {
        CONTEXT.redis.command("LPUSH", "trakkit:price:AAPL", "188.38");
        CONTEXT.redis.command("SET", "trakkit:price:MSFT", "<html>");
        Map<Ticker, Stored> read = store.read(List.of(AAPL, new Ticker("MSFT")));
        Quote other = quote("MSFT", "410", FIRST.time());

        assertThat(store.replace(List.of(
                        new Replacement(read.getOrDefault(AAPL, Stored.NONE), FIRST),
                        new Replacement(read.getOrDefault(new Ticker("MSFT"), Stored.NONE), other))))
                .isEmpty();

        assertThat(quoteOf(AAPL)).isEqualTo(FIRST);
        assertThat(quoteOf(new Ticker("MSFT"))).isEqualTo(other);
    }

    @Test
    void moreThanOneScriptTakesAreReplacedTogether() {
        List<Replacement> many = IntStream.range(0, 1_201)
                .mapToObj(i -> new Replacement(Stored.NONE, quote("T" + i, "1", FIRST.time())))
                .toList();

        assertThat(store.replace(many)).isEmpty();
        assertThat(store.replace(many)).hasSize(1_201);
    }

    /** An old price that stayed would be read as the latest. */
    @Test
    void inAFullRedisANewPriceTakesThePlaceOfTheOldOneAndNoneOfAnotherTickerIsTaken() {
        store.replace(List.of(new Replacement(Stored.NONE, FIRST)));
        CONTEXT.redis.command("CONFIG", "SET", "maxmemory", "1");
        Map<Ticker, Stored> read = store.read(List.of(AAPL));

        assertThat(store.replace(List.of(new Replacement(read.getOrDefault(AAPL, Stored.NONE), SECOND))))
                .isEmpty();
        assertThatThrownBy(() ->
                        store.replace(List.of(new Replacement(Stored.NONE, quote("MSFT", "410", FIRST.time())))))
                .isInstanceOf(RedisAwayException.class)
                .hasMessageContaining("OOM");

        assertThat(quoteOf(AAPL)).isEqualTo(SECOND);
        assertThat(quoteOf(new Ticker("MSFT"))).isNull();
    }

    private @Nullable Quote quoteOf(Ticker ticker) {
        return store.read(List.of(ticker)).getOrDefault(ticker, Stored.NONE).quote();
    }
}
