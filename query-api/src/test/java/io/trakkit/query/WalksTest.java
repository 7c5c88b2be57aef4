package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.HttpAnswer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, from their first part to the last by the links, and back. */
class WalksTest extends ApiTest {

    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    /** 23 trades r-01 to r-23, one per minute, but for r-08 to r-15, which share one time. */
    private void trades() {
        model.portfolio(1, "u-1", "growth");
        model.portfolio(2, "u-2", "other");
        model.summary(1, "AMZN", "10", "1000", "0", 16);
        model.summary(1, "MSFT", "10", "1000", "0", 7);
        model.summary(2, "AMZN", "10", "1000", "0", 1);
        for (int number = 1; number <= 23; number++) {
            boolean tie = number >= 8 && number <= 15;
            Instant at = NOON.plusSeconds(60L * (tie ? 8 : number));
            String ticker = number % 3 == 0 ? "MSFT" : "AMZN";
            model.trade(name(number), 1, "u-1", ticker, 1, "10", "100", "applied", at, at.plusSeconds(30));
        }
        model.trade("z", 2, "u-2", "AMZN", 1, "10", "100", "applied", NOON, NOON);
    }

    private static String name(int number) {
        return "r-%02d".formatted(number);
    }

    private static List<String> descending(int from, int to) {
        List<String> names = new ArrayList<>();
        for (int number = from; number >= to; number--) {
            names.add(name(number));
        }
        return names;
    }

    private List<HttpAnswer> walk(String path, String link) {
        List<HttpAnswer> parts = new ArrayList<>(List.of(get(path)));
        for (Optional<String> next = parts.getLast().link(link); next.isPresent(); ) {
            parts.add(get(next.get()));
            assertThat(parts.getLast().status()).isEqualTo(200);
            next = parts.getLast().link(link);
        }
        return parts;
    }

    private static List<String> all(List<HttpAnswer> parts, String field) {
        return parts.stream().flatMap(part -> part.results(field).stream()).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user_id=u-1",
                "portfolio_id=1",
                "user_id=u-1&ordering=-executed_at",
                "user_id=u-1&ordering=-executed_at,-ref_id",
                "portfolio_id=1&ordering=-updated_at",
                "portfolio_id=1&ordering=-ref_id",
                "executed_from=2026-11-02T12:00:01Z",
                "executed_from=2026-11-02T12:00:01Z&ordering=-updated_at",
                "executed_from=2026-11-02T12:00:01Z&ordering=-ref_id"
            })
    void newestFirstShowsEachTradeOnceAlsoWhereTimesAreEqual(String query) {
        trades();

        List<HttpAnswer> parts = walk("/api/v1/trade/?page_size=4&" + query, "next");

        assertThat(parts).hasSize(6).allSatisfy(part -> {
            assertThat(part.json().get("count").intValue()).isEqualTo(23);
        });
        assertThat(all(parts, "ref_id")).isEqualTo(descending(23, 1));
        assertThat(parts.getFirst().link("previous")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"executed_at", "updated_at", "ref_id", "executed_at,ref_id"})
    void oldestFirstIsTheOtherWayRound(String ordering) {
        trades();

        List<HttpAnswer> parts = walk("/api/v1/trade/?page_size=5&user_id=u-1&ordering=" + ordering, "next");

        assertThat(all(parts, "ref_id")).isEqualTo(descending(23, 1).reversed());
    }

    @Test
    void thePreviousLinksLeadBackOverTheSameParts() {
        trades();
        List<HttpAnswer> forward = walk("/api/v1/trade/?page_size=5&user_id=u-1", "next");

        List<HttpAnswer> back = walk(forward.getLast().link("previous").orElseThrow(), "previous");

        assertThat(back.reversed().stream().map(part -> part.results("ref_id")))
                .isEqualTo(forward.subList(0, forward.size() - 1).stream()
                        .map(part -> part.results("ref_id"))
                        .toList());
        assertThat(back.getLast().link("next")).isPresent();
    }

    @Test
    void tradesThatArriveDuringAWalkMakeNoneAppearTwiceOrBeLeftOut() {
        trades();
        HttpAnswer first = get("/api/v1/trade/?page_size=10&user_id=u-1");
        model.trade("newest", NOON.plusSeconds(86_000));
        model.trade("late", NOON.plusSeconds(30));

        HttpAnswer second = get(first.link("next").orElseThrow());
        HttpAnswer third = get(second.link("next").orElseThrow());

        assertThat(all(List.of(first, second, third), "ref_id"))
                .startsWith(name(23))
                .endsWith(name(1), "late")
                .hasSize(24)
                .doesNotHaveDuplicates();
        assertThat(third.link("next")).isEmpty();
        HttpAnswer before =
                get(get(second.link("previous").orElseThrow()).link("previous").orElseThrow());
        assertThat(before.results("ref_id")).containsExactly("newest");
        assertThat(before.link("previous")).isEmpty();
    }

    @Test
    void aPageByItsNumberIsTheSamePartAsByTheLinks() {
        trades();

        HttpAnswer third = get("/api/v1/trade/?page=3&page_size=5&user_id=u-1");

        assertThat(third.results("ref_id")).isEqualTo(descending(13, 9));
        assertThat(get(third.link("previous").orElseThrow()).results("ref_id")).isEqualTo(descending(18, 14));
        assertThat(get(third.link("next").orElseThrow()).results("ref_id")).isEqualTo(descending(8, 4));
    }

    @Test
    void theLinksKeepTheQueryAndAreAbsolute() {
        trades();

        String next =
                get("/api/v1/trade?user_id=u%2D1&page=1&page_size=2&fields=ref_id,state&executed_from=2026-11-02T12:00:00%2B00:00")
                        .link("next")
                        .orElseThrow();

        assertThat(next).startsWith("http://localhost:" + port() + "/api/v1/trade/?");
        assertThat(URLDecoder.decode(next, StandardCharsets.UTF_8))
                .contains(
                        "user_id=u-1", "page_size=2", "fields=ref_id,state", "executed_from=2026-11-02T12:00:00+00:00")
                .doesNotContain("page=1");
        assertThat(get(next).text()).contains("{\"ref_id\":\"r-21\",\"state\":\"applied\"}");
    }

    @Test
    void theLinksTakeACharacterThatTheCallerLeftAsItWas() {
        model.portfolio(1, "a=b", "growth");
        model.portfolio(2, "a=b", "other");

        HttpAnswer first = get("/api/v1/portfolio/?page_size=1&user_id=a=b");

        assertThat(get(first.link("next").orElseThrow()).results("name")).containsExactly("growth");
    }

    @Test
    void theLinksNameTheHostThatTheClientAskedThroughAGateway() {
        trades();

        HttpAnswer answer = get(
                "/api/v1/trade/?page_size=2",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "trakkit.example",
                "X-Forwarded-Port",
                "443");

        assertThat(answer.link("next").orElseThrow()).startsWith("https://trakkit.example/api/v1/trade/?");
    }

    @Test
    void aPageBeyondTheLastIsEmptyAndLeadsNowhereElse() {
        trades();

        HttpAnswer answer = get("/api/v1/trade/?page=1000&page_size=10");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("count").intValue()).isEqualTo(24);
        assertThat(answer.results("ref_id")).isEmpty();
        assertThat(answer.link("next")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "user_id=u-1, 23",
        "user_id=u-2, 1",
        "user_id=nobody, 0",
        "portfolio_id=1, 23",
        "portfolio_id=99, 0",
        "user_id=u-1&portfolio_id=1&ticker=%20amzn%20, 16",
        "user_id=u-1&portfolio_id=2, 0",
        "portfolio_id=1&ticker=MSFT, 7",
        "ticker=amzn, 17",
        "trade_type=1, 24",
        "trade_type=2, 0",
        "status=failed, 0",
        "state=applied, 24",
        "executed_from=2026-11-02T12:08:00Z&executed_to=2026-11-02T12:08:00Z, 8",
        "updated_since=2026-11-02T12:23:30Z, 1",
        "updated_since=2026-11-02T12:23:31Z, 0"
    })
    void filtersNarrowTheListAndItsCount(String query, int count) {
        trades();

        HttpAnswer answer = get("/api/v1/trade/?page_size=100&" + query);

        assertThat(answer.json().get("count").intValue()).isEqualTo(count);
        assertThat(answer.results("ref_id")).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user_id=u-1 | 3 1",
                "ordering=-id | 3 2 1",
                "ordering=id | 1 2 3",
                "ordering=name | 2 3 1",
                "ordering=name,id | 2 3 1",
                "ordering=-name,-id | 1 3 2",
                "name=x | 3 2"
            })
    void portfoliosAreWalkedInEitherOrder(String query, String ids) {
        model.portfolio(1, "u-1", "y");
        model.portfolio(2, "u-2", "x");
        model.portfolio(3, "u-1", "x");

        List<HttpAnswer> parts = walk("/api/v1/portfolio/?page_size=1&" + query, "next");

        assertThat(String.join(" ", all(parts, "id"))).isEqualTo(ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user_id=u-1", "ordering=ticker"})
    void summariesAreWalkedByTickerAndPortfolio(String query) {
        model.portfolio(1, "u-1", "a");
        model.portfolio(2, "u-1", "b");
        for (String ticker : List.of("MSFT", "AMZN", "GOOG")) {
            model.summary(1, ticker, "1", "100", "0", 1);
            model.summary(2, ticker, "1", "100", "0", 1);
        }

        List<HttpAnswer> parts = walk("/api/v1/portfolio-summary/?page_size=2&" + query, "next");

        assertThat(all(parts, "ticker")).containsExactly("AMZN", "AMZN", "GOOG", "GOOG", "MSFT", "MSFT");
        assertThat(all(parts, "portfolio_id")).containsExactly("1", "2", "1", "2", "1", "2");
        List<HttpAnswer> back = walk(parts.getLast().link("previous").orElseThrow(), "previous");
        assertThat(all(back, "ticker")).containsExactly("GOOG", "GOOG", "AMZN", "AMZN");
    }
}
