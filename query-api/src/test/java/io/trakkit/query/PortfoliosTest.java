package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.HttpAnswer;
import org.junit.jupiter.api.Test;

/** Portfolios, and what they hold, in numbers that can be checked by hand. */
class PortfoliosTest extends ApiTest {

    @Test
    void aPortfolioIsAnsweredInTheShapeOfTheSeed() {
        model.portfolio(1, "some-user-uuid", "name-of-the-portfolio");

        assertThat(get("/api/v1/portfolio/1/").text())
                .isEqualTo("{\"id\":1,\"user_id\":\"some-user-uuid\",\"name\":\"name-of-the-portfolio\","
                        + "\"created_at\":\"2026-11-02T08:13:10.869359Z\","
                        + "\"updated_at\":\"2026-11-02T08:13:10.869359Z\",\"currency\":\"USD\",\"allow_short\":false}");
        assertThat(get("/api/v1/portfolio/1?fields=name").text()).isEqualTo("{\"name\":\"name-of-the-portfolio\"}");
    }

    @Test
    void summariesAreAnsweredInTheShapeOfTheSeed() {
        model.portfolio(1, "u-1", "growth");
        model.summary(1, "GODREJIND", "7", "3070", "0", 2);
        model.summary(1, "AMZN", "100", "100000", "-12.5", 4);

        assertThat(get("/api/v1/portfolio-summary/?user_id=u-1&portfolio_id=1").text())
                .isEqualTo("{\"count\":2,\"next\":null,\"previous\":null,\"results\":["
                        + "{\"portfolio_id\":1,\"ticker\":\"AMZN\",\"average_amount\":\"1000.00\",\"volume\":100,\"volume_text\":\"100\","
                        + "\"cost\":\"100000\",\"realised_return\":\"-12.5\",\"version\":4,"
                        + "\"updated_at\":\"2026-11-02T08:13:10.869359Z\",\"average_excluding_fees\":\"1000.00\",\"fees\":\"0\","
                        + "\"income\":\"0\",\"currency\":\"USD\",\"local_currency\":\"USD\",\"local_cost\":\"100000\","
                        + "\"local_realised\":\"-12.5\"},"
                        + "{\"portfolio_id\":1,\"ticker\":\"GODREJIND\",\"average_amount\":\"438.57\",\"volume\":7,\"volume_text\":\"7\","
                        + "\"cost\":\"3070\",\"realised_return\":\"0\",\"version\":2,"
                        + "\"updated_at\":\"2026-11-02T08:13:10.869359Z\",\"average_excluding_fees\":\"438.57\",\"fees\":\"0\","
                        + "\"income\":\"0\",\"currency\":\"USD\",\"local_currency\":\"USD\",\"local_cost\":\"3070\","
                        + "\"local_realised\":\"0\"}]}");
    }

    @Test
    void closedPositionsAreLeftOutUnlessAskedFor() {
        model.portfolio(1, "u-1", "growth");
        model.summary(1, "AMZN", "0.5", "50", "0", 1);
        model.summary(1, "MSFT", "0", "0", "125.5", 2);
        model.summary(1, "OPENED", "0", "0", "0", 0);

        assertThat(get("/api/v1/portfolio-summary/?portfolio_id=1").results("ticker"))
                .containsExactly("AMZN");
        HttpAnswer all = get("/api/v1/portfolio-summary/?user_id=u-1&include_closed=true");
        assertThat(all.results("ticker")).containsExactly("AMZN", "MSFT");
        assertThat(all.results("average_amount")).containsExactly("100.00", "0.00");
        assertThat(all.results("realised_return")).containsExactly("0", "125.5");
        assertThat(get("/api/v1/portfolio-summary/?ticker=msft&include_closed=true")
                        .results("ticker"))
                .containsExactly("MSFT");
        assertThat(get("/api/v1/portfolio-summary/?user_id=u-2").results("ticker"))
                .isEmpty();
    }

    @Test
    void aGenerationThatIsBeingBuiltIsNotSeen() {
        model.buildGeneration(2);
        model.portfolio(1, "u-1", "growth");
        model.summary(1, "AMZN", "1", "100", "0", 1);
        model.summary(2, 1, "AMZN", "5", "900", "0", 9);
        model.summary(2, 1, "MSFT", "5", "900", "0", 9);

        assertThat(get("/api/v1/portfolio-summary/").results("volume")).containsExactly("1");
        assertThat(get("/api/v1/portfolio-summary/?user_id=u-1").results("volume"))
                .containsExactly("1");
        model.quote("AMZN", "100", "2026-11-02T08:00:00Z");
        assertThat(get("/api/v1/portfolio/1/cumulative-returns/").text()).contains("\"cost\":\"100\"");
    }
}
