package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.util.Locale;

/** What the tests of the page look at: two portfolios of a user of their own, with numbers that are worked out by hand. */
final class PageSamples {

    private final Http http;
    private final String run = Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT);
    private int trades;
    private long portfolio;
    private long live;

    private final String name;
    private final String ticker;

    PageSamples(Http http) {
        this.http = http;
        this.name = "Savings " + run;
        this.ticker = "PG" + run;
    }

    private PageSamples(Http http, String name, String ticker) {
        this.http = http;
        this.name = name;
        this.ticker = ticker;
    }

    /** The same with names that a person would choose, for pictures. */
    PageSamples named(String newName, String newTicker) {
        return new PageSamples(http, newName, newTicker);
    }

    long portfolio() {
        return portfolio;
    }

    /** Of a portfolio that changes while it is looked at. */
    long live() {
        return live;
    }

    String name() {
        return name;
    }

    String user() {
        return "page-" + run;
    }

    String firstTrade() {
        return run + "-1";
    }

    String ticker() {
        return ticker;
    }

    /** Buys 10 at 100 and 10 at 60, sells 5 at 96, quoted at 120: 15 held at 1,200; 480 − 400 = 80 realised. */
    void post() {
        portfolio = create(name());
        live = create("Live " + name);
        trade(portfolio, ticker(), "10", "100", 1, "2026-01-05T10:00:00Z");
        trade(portfolio, ticker(), "10", "60", 1, "2026-03-05T10:00:00Z");
        trade(portfolio, ticker(), "5", "96", 2, "2026-05-05T10:00:00Z");
        trade(portfolio, ticker(), "500", "96", 2, "2026-05-06T10:00:00Z");
        activity(
                portfolio,
                "\"type\": \"dividend\", \"ticker\": \"" + ticker() + "\", \"per_unit\": \"0.5\", \"tax\": \"1\"",
                "2026-06-10T00:00:00Z");
        activity(portfolio, "\"type\": \"deposit\", \"total\": \"2000\"", "2026-01-04T10:00:00Z");
        quote(ticker(), "90", "2026-02-02T10:00:00Z");
        quote(ticker(), "130", "2026-07-02T10:00:00Z");
        quote(ticker(), "120", "2026-11-28T10:00:00Z");
        trade(live, "LIVE1", "1", "10", 1);
    }

    long create(String name) {
        return accepted(http.post(
                        "/api/v1/portfolio/",
                        "{\"user_id\": \"%s\", \"name\": \"%s\", \"currency\": \"USD\"}".formatted(user(), name)))
                .json()
                .required("id")
                .asLong();
    }

    void trade(long of, String ticker, String volume, String amount, int side) {
        trade(of, ticker, volume, amount, side, "2026-11-20T10:00:00Z");
    }

    void trade(long of, String ticker, String volume, String amount, int side, String at) {
        accepted(http.post(
                "/api/v1/trade/",
                """
                {"ref_id": "%s-%d", "user_id": "%s", "portfolio": %d, "trade_type": %d, "security_type": "stock", "ticker": "%s",
                 "volume": "%s", "amount": "%s", "status": "success", "executed_at": "%s"}""".formatted(run, ++trades, user(), of, side, ticker, volume, amount, at),
                "Prefer",
                "wait=30"));
    }

    void activity(long of, String fields, String at) {
        accepted(http.post(
                "/api/v1/activity/", """
                {"ref_id": "%s-%d", "user_id": "%s", "portfolio": %d, "status": "success", "executed_at": "%s", %s}""".formatted(run, ++trades, user(), of, at, fields), "Prefer", "wait=30"));
    }

    void quote(String ticker, String price, String at) {
        accepted(http.put(
                "/api/v1/price/" + ticker + "/",
                "{\"price\": \"%s\", \"as_of\": \"%s\", \"accept_jump\": true}".formatted(price, at)));
    }

    private static HttpAnswer accepted(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }
}
