package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.HttpAnswer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has an answer asks for changes only; and what a number of JavaScript can't hold is there as text, too. */
class TaggedAnswersTest extends ApiTest {

    private static final String RETURNS = "/api/v1/portfolio/1/cumulative-returns/";
    private static final String SUMMARIES = "/api/v1/portfolio-summary/?portfolio_id=1";

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth");
    }

    private String tag(String path) {
        String tag = get(path).header("ETag");
        assertThat(tag).isNotEmpty();
        return tag;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/portfolio/",
                "/api/v1/portfolio/1/",
                "/api/v1/portfolio-summary/",
                "/api/v1/portfolio/1/cumulative-returns/",
                "/api/v1/portfolio/1/cumulative-returns/?as_of=2026-11-02T08:00:00Z",
                "/api/v1/portfolio/1/performance/?from=2026-10-02T08:00:00Z&to=2026-11-03T08:00:00Z",
                "/api/v1/trade/"
            })
    void anAnswerThatIsKnownIsNotSentAgain(String path) {
        model.summary(1, "AMZN", "100", "25000", "-12.5", 4);
        model.quote("AMZN", "100", "2026-11-02T08:00:00Z");
        String tag = tag(path);
        assertThat(tag).startsWith("W/\"");

        for (String known : List.of(tag, tag.substring(2), "*", "\"other\", " + tag)) {
            HttpAnswer again = get(path, "If-None-Match", known);
            assertThat(again.status()).as(known).isEqualTo(304);
            assertThat(again.text()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(tag);
        }
        assertThat(get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }

    @Test
    void anotherPartOfAListHasAnotherTag() {
        broker.buy("ACME", "1", "10", "2026-01-02T10:00:00Z");
        broker.buy("ZETA", "1", "10", "2026-01-02T10:00:00Z");

        assertThat(tag(SUMMARIES + "&page_size=1")).isNotEqualTo(tag(SUMMARIES + "&page_size=1&page=2"));
        assertThat(tag(SUMMARIES)).isNotEqualTo(tag(SUMMARIES + "&fields=ticker"));
    }

    @Test
    void aTradeChangesTheTagsOfSummariesAndReturns() {
        broker.buy("ACME", "1", "10", "2026-01-02T10:00:00Z");
        String summaries = tag(SUMMARIES);
        String returns = tag(RETURNS);

        broker.buy("ACME", "1", "10", "2026-01-03T10:00:00Z");

        assertThat(get(SUMMARIES, "If-None-Match", summaries).status()).isEqualTo(200);
        assertThat(get(RETURNS, "If-None-Match", returns).status()).isEqualTo(200);
    }

    @Test
    void aPriceChangesTheTagOfReturnsAndThePriceBeforeBringsItBack() {
        model.summary(1, "AMZN", "100", "25000", "-12.5", 4);
        model.quote("AMZN", "100", "2026-11-02T08:00:00Z");
        String before = tag(RETURNS);

        model.execute("UPDATE price_history SET price = 101");
        String after = tag(RETURNS);
        model.execute("UPDATE price_history SET price = 100");

        assertThat(after).isNotEqualTo(before);
        assertThat(tag(RETURNS)).isEqualTo(before);
    }

    @Test
    void aRejectedTradeIsThereAllTheSame() {
        model.trade("r-1", ReadModel.TIME);
        model.flip("r-1", "rejected");

        assertThat(get("/api/v1/trade/r-1/").header("ETag")).isEmpty();
        assertThat(get("/api/v1/trade/r-1/", "If-None-Match", "*").status()).isEqualTo(304);
        assertThat(get("/api/v1/trade/r-2/", "If-None-Match", "*").status()).isEqualTo(404);
    }

    @Test
    void numbersBeyondFifteenDigitsAreThereAsTextToo() {
        String held = "123456789012.0123456789";
        model.summary(1, "AMZN", held, "0.1", "0", 4);
        model.quote("AMZN", "0.0000000001", "2026-11-02T08:00:00Z");

        assertThat(get(SUMMARIES).text()).contains("\"volume\":" + held + ",\"volume_text\":\"" + held + "\"");
        // 12.34567890120123456789 - 0.1
        assertThat(get(RETURNS).text())
                .contains("\"held\":" + held + ",\"held_text\":\"" + held + "\"")
                .contains("\"return_value\":12.24567890120123456789,"
                        + "\"return_value_text\":\"12.24567890120123456789\"");
        model.trade("r-1", 1, "u-1", "AMZN", 1, held, "1", "applied", ReadModel.TIME, ReadModel.TIME);
        assertThat(get("/api/v1/trade/r-1/").text())
                .contains("\"volume\":" + held + ",\"volume_text\":\"" + held + "\"");
    }

    @Test
    void linksNeverCarryWhatIsNoAddress() {
        model.trade("r-1", ReadModel.TIME);
        model.trade("r-2", ReadModel.TIME);
        String path = "/api/v1/trade/?page_size=1";

        assertThat(get(path, "X-Forwarded-Proto", "https", "X-Forwarded-Host", "api.example.com")
                        .link("next")
                        .orElseThrow())
                .startsWith("https://api.example.com/api/v1/trade/?page_size=1&cursor=");
        for (List<String> header : List.of(
                List.of("X-Forwarded-Proto", "javascript"),
                List.of("X-Forwarded-Port", "70000"),
                List.of("X-Forwarded-Host", "evil.example/?"),
                List.of("Forwarded", "host=\"a b\""))) {
            HttpAnswer answer = get(path, header.get(0), header.get(1));
            assertThat(answer.status()).as(header.toString()).isEqualTo(400);
            assertThat(answer.json().get("detail").stringValue()).startsWith(header.get(0));
        }
    }
}
