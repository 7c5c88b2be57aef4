package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser.Request;
import io.trakkit.testing.HttpAnswer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page in a real browser, by a person's steps. Needs Chromium: {@code ./trakkit test -Pbrowser}. */
@ExtendWith(SharedServer.class)
class PageTest extends BrowserTest {

    private static final long MOST_BYTES = 120_000;

    private final URI address;

    PageTest(Server server) {
        super(server.address());
        address = server.address();
    }

    @Test
    void theFilesHaveVersionsAndHeadersOfTheirOwn() {
        HttpAnswer page = http.get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'self'; form-action 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(http.get("/", "If-None-Match", page.header("ETag")).status()).isEqualTo(304);

        String script = page.text().replaceFirst("(?s).*src=\"(/assets/[0-9a-f]{16}/main\\.js)\".*", "$1");
        HttpAnswer main = http.get(script);
        assertThat(main.status()).isEqualTo(200);
        assertThat(main.header("Content-Type")).startsWith("text/javascript");
        assertThat(main.header("Cache-Control")).isEqualTo("max-age=31536000, public, immutable");
        String hooks = http.get(script.replace("main.js", "preact/hooks/dist/hooks.module.js"))
                .text();
        assertThat(hooks).contains("from\"../../dist/preact.module.js\"").doesNotContain("from\"preact\"");
        assertThat(http.get("/assets/0000000000000000/main.js").status()).isEqualTo(404);
    }

    @Test
    void theFirstLoadIsSmallAndAsksNobodyElse() {
        browser.run("return 1");
        browser.requests();
        browser.open("/portfolio/" + samples.portfolio());
        browser.await(".uplot");

        List<Request> requests = browser.requests().stream()
                .filter(request ->
                        !request.url().startsWith("data:") && !request.url().startsWith("about:"))
                .toList();
        assertThat(requests).allMatch(request -> request.url().startsWith(address + "/"));
        long bytes = requests.stream()
                .filter(request -> !request.url().contains("/api/"))
                .mapToLong(Request::bytes)
                .sum();
        assertThat(bytes).isBetween(20_000L, MOST_BYTES);
    }

    @Test
    void aPersonFindsPortfolioAndPosition() {
        browser.open("/portfolios");
        browser.awaitText(samples.name());
        browser.click(samples.name());

        browser.awaitText("Value and return over time");
        assertThat(browser.textOf("h1")).isEqualTo(samples.name());
        // 15 held at 120, which cost 1,000 + 600 − 1/4 of it.
        browser.awaitText("1,800.00 USD");
        browser.awaitText("1,200.00 USD");
        browser.awaitText("+600.00 USD");
        browser.awaitText("+80.00 USD");
        browser.click(samples.ticker());

        patiently().untilAsserted(() -> assertThat(browser.textOf("h1")).isEqualTo(samples.ticker()));
        browser.awaitText("15 units");
        browser.awaitText("500 to sell, 15 held at that time");
        browser.awaitText("2 buys ▲ and 1 sell ▼");
        browser.await(".uplot");
    }

    @Test
    void whatChangesStandsOutForAMomentAndIncomeFollows() {
        browser.open("/portfolio/" + samples.live());
        browser.awaitText("Live");
        browser.awaitText("No dividends or interest so far.");

        samples.quote("LIVE1", "11", "2026-11-28T10:00:00Z");
        browser.await("td.fresh");
        patiently().until(() -> !browser.has(".fresh"));
        samples.activity(
                samples.live(),
                "\"type\": \"dividend\", \"ticker\": \"LIVE1\", \"total\": \"0.5\"",
                "2026-11-25T00:00:00Z");

        browser.awaitText("+0.50 USD after tax in one payment, the last on 25 Nov 2026.");
    }

    @Test
    void aDepositReachesTheCashThatIsShown() {
        long portfolio = openLive("Cash", "CASH1");

        samples.activity(portfolio, "\"type\": \"deposit\", \"total\": \"777.25\"", "2026-11-25T00:00:00Z");

        browser.awaitText("+777.25");
    }

    @Test
    void aTabThatNobodySeesGivesItsConnectionBackAndCatchesUp() {
        long portfolio = openLive("Unseen", "SEEN1");
        hide(true);
        browser.awaitText("Paused while this tab is not seen");

        samples.trade(portfolio, "SEEN2", "1", "10", 1);
        hide(false);
        browser.awaitText("Positions (2)");
        patiently().untilAsserted(() -> assertThat(browser.textOf(".live")).isEqualTo("Live"));
    }

    /** Opens a new portfolio with one position, and waits until it is followed. */
    private long openLive(String name, String ticker) {
        long portfolio = samples.create(name + ' ' + samples.name());
        samples.trade(portfolio, ticker, "1", "10", 1);
        browser.open("/portfolio/" + portfolio);
        browser.awaitText("Positions (1)");
        patiently().untilAsserted(() -> assertThat(browser.textOf(".live")).isEqualTo("Live"));
        return portfolio;
    }

    private void hide(boolean hidden) {
        browser.run(
                "Object.defineProperty(document, 'hidden', { value: arguments[0], configurable: true });"
                        + "document.dispatchEvent(new Event('visibilitychange'))",
                hidden);
    }

    @Test
    void aTradeIsOnTheScreenWithinTwoSeconds() {
        browser.open("/portfolio/" + samples.live());
        browser.awaitText("Live");
        browser.awaitText("Positions (1)");
        browser.run("""
                window.seen = null;
                new MutationObserver(() => {
                  if (!window.seen && document.body.innerText.includes('Positions (2)')) window.seen = Date.now();
                }).observe(document.body, { childList: true, subtree: true, characterData: true });
                """);

        samples.trade(samples.live(), "LIVE2", "3", "10", 1);
        long posted = System.currentTimeMillis();
        browser.awaitText("Positions (2)");

        assertThat(browser.run("return window.seen"))
                .isInstanceOfSatisfying(
                        Long.class, seen -> assertThat(seen - posted).isLessThan(2_000));
    }
}
