package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** 10,000 positions, 100,000 trades, ten years by day: the page stays quick. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedServer.class)
class PageSizeTest {

    private static final int POSITIONS = 10_000;
    private static final int ROUNDS = 10;

    private final Http http;
    private final PageSamples samples;
    private final Browser browser;

    PageSizeTest(Server server) {
        http = new Http(server.address());
        samples = new PageSamples(http);
        browser = Browser.start(server.address());
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @Test
    void aLargePortfolioDoesNotFreezeThePage() {
        long portfolio = samples.create("Large " + samples.user());
        for (int round = 0; round < ROUNDS; round++) {
            HttpAnswer answer = http.send(
                    "POST",
                    "/api/v1/trade/bulk/",
                    BodyPublishers.ofString(trades(portfolio, round)),
                    "Content-Type",
                    "application/x-ndjson");
            assertThat(answer.status()).isEqualTo(200);
        }
        patiently()
                .untilAsserted(() -> assertThat(
                                http.get("/api/v1/portfolio-summary/?page_size=1&ordering=-ticker&portfolio_id="
                                                + portfolio + "&ticker=T09999")
                                        .json()
                                        .at("/results/0/volume_text")
                                        .asString())
                        .isEqualTo("10"));

        browser.open("/portfolio/" + portfolio + "?span=1M");
        browser.run("""
                window.longest = 0;
                new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.longest = Math.max(window.longest, entry.duration); }))
                    .observe({ type: 'longtask', buffered: true });
                """);
        browser.awaitText("Positions (10,000)");
        patiently().untilAsserted(() -> assertThat(browser.textOf(".live")).isEqualTo("Live"));
        assertThat(browser.run("return document.querySelectorAll('tr').length"))
                .isInstanceOfSatisfying(Long.class, rows -> assertThat(rows).isLessThan(200));
        browser.type("Ticker", "T09999");
        browser.await("tbody a[href$='T09999']");
        assertThat(browser.run("return window.longest"))
                .isInstanceOfSatisfying(
                        Number.class, longest -> assertThat(longest.longValue()).isLessThan(1_500));

        browser.go("/portfolio/" + portfolio + "/trades");
        browser.awaitText("1–25 of 10,000 or more");
        browser.click("Next");
        browser.awaitText("26–50 of 10,000 or more");
    }

    private String trades(long portfolio, int round) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < POSITIONS; i++) {
            lines.append(
                    "{\"ref_id\":\"%s-%d-%d\",\"user_id\":\"%s\",\"portfolio\":%d,\"trade_type\":1,\"security_type\":\"stock\",\"ticker\":\"T%05d\",\"volume\":1,\"amount\":%d,\"status\":\"success\",\"executed_at\":\"2026-11-%02dT10:00:00Z\"}\n"
                            .formatted(
                                    samples.user(), round, i, samples.user(), portfolio, i, 10 + i % 90, 10 + round));
        }
        return lines.toString();
    }

    @Test
    void aChartOfTenYearsByDayIsDrawnWithin300Milliseconds() {
        browser.open("/portfolios");
        browser.awaitText("Portfolios");
        Object took = browser.runAsync("""
                const assets = document.querySelector('script[type=module]').src.replace('main.js', '');
                const { draw } = await import(assets + 'chart.js');
                const element = document.createElement('div');
                document.querySelector('main').append(element);
                const series = [{ name: 'Value', colour: '--line-1', value: (point) => point.value }, { name: 'Cost', colour: '--line-2', value: (point) => point.cost }];
                const points = Array.from({ length: 3653 }, (_, i) => ({ at: new Date(2016, 0, 1 + i).toISOString(), value: String(1000 + i % 97), cost: String(900 + i % 31) }));
                await draw(element, { points: points.slice(0, 2), series });
                const started = performance.now();
                await draw(element, { points, series });
                await new Promise((resolve) => requestAnimationFrame(resolve));
                return performance.now() - started;
                """);
        assertThat(took)
                .isInstanceOfSatisfying(
                        Number.class, millis -> assertThat(millis.longValue()).isLessThan(300));
    }
}
