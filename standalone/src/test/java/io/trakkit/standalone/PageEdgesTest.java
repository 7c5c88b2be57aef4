package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser.Theme;
import io.trakkit.testing.HttpAnswer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Long and Hebrew names, numbers of 30 digits and of 18 decimals, short positions, ten currencies, other time zones, paper. */
@ExtendWith(SharedServer.class)
class PageEdgesTest extends BrowserTest {

    private static final String HEBREW = "\u05ea\u05d9\u05e7 (2026)";
    private static final int TABLET = 800;
    private static final List<String> CURRENCIES =
            List.of("EUR", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CAD", "AUD");

    private String name;
    private String action;
    private long portfolio;

    PageEdgesTest(Server server) {
        super(server.address());
    }

    @BeforeAll
    void postTheEdges() {
        name = HEBREW + " " + "W".repeat(200) + samples.ticker();
        action = "EX" + samples.ticker();
        portfolio = accepted(http.post(
                        "/api/v1/portfolio/",
                        "{\"user_id\": \"%s\", \"name\": \"%s\", \"currency\": \"USD\", \"allow_short\": true}"
                                .formatted(samples.user(), name)))
                .json()
                .required("id")
                .asLong();
        samples.trade(portfolio, "HUGE", "123456789012.123456789012345678", "987654321098.5", 1);
        samples.trade(portfolio, "SHORT", "5", "100", 2);
        samples.trade(portfolio, "TOKEN", "1000000", "0.000005", 1);
        samples.trade(portfolio, "DUST", "0.000000000000000001", "1", 1);
        samples.trade(portfolio, action, "10", "20", 1, "2026-01-05T10:00:00Z");
        for (String currency : CURRENCIES) {
            samples.activity(
                    portfolio,
                    "\"type\": \"deposit\", \"total\": \"1234567.89\", \"fx_rate\": \"1.5\", \"currency\": \""
                            + currency + "\"",
                    "2026-02-04T10:00:00Z");
        }
        accepted(http.post("/api/v1/corporate-action/", """
                {"action_id": "%1$s", "ticker": "%1$s", "type": "dividend", "per_unit": "0.5", "currency": "USD", "ex_date": "2026-06-01"}""".formatted(action)));
        patiently()
                .untilAsserted(() -> assertThat(http.get("/api/v1/portfolio/" + portfolio + "/income/")
                                .json()
                                .path("count")
                                .asInt())
                        .isEqualTo(1));
    }

    private static HttpAnswer accepted(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    @Test
    void nothingIsCutOffAtAnyWidth() {
        String view = "/portfolio/" + portfolio;
        for (int width : new int[] {PHONE, TABLET, DESK}) {
            browser.resize(width);
            for (String place : List.of(
                    view,
                    view + "/trades",
                    view + "/position/HUGE",
                    view + "/explain/HUGE",
                    view + "/explain?number=cash",
                    "/portfolios?user=" + samples.user())) {
                browser.open(place);
                browser.awaitText(samples.ticker());
                browser.awaitNoText("Loading ");

                assertThat(browser.cutOff()).as("%d %s", width, place).isEmpty();
            }
        }
        browser.open(view);
        browser.awaitText("AUD");
        for (Theme theme : Theme.values()) {
            browser.prefer(theme);
            assertThat(browser.barriers()).as(theme.name()).isEmpty();
        }
    }

    @Test
    void largeSmallAndNegativeNumbersAreWhole() {
        String view = "/portfolio/" + portfolio;
        browser.open(view + "/position/HUGE");
        browser.awaitText("123,456,789,012.123456789012345678 units");
        browser.open(view + "/position/DUST");
        browser.awaitText("0.000000000000000001 units");
        browser.open(view + "/position/TOKEN");
        browser.awaitText("0.000005 USD");
        browser.open(view + "/position/SHORT");
        browser.awaitText("\u22125 units");
        browser.awaitText("\u2212500.00 USD");
        browser.open(view);
        browser.awaitText("Balance JPY");
        // Yen have no decimals.
        assertThat(browser.text()).contains("+1,234,567.89 EUR", "+1,234,568 JPY", "may sell short");
        assertThat(
                        browser.run(
                                "return [...document.querySelectorAll('.trail, h1, .about')].map((one) => getComputedStyle(one.querySelector('a, bdi') ?? one).unicodeBidi).join()"))
                .isEqualTo("isolate,isolate,isolate");
    }

    @Test
    void anExDateIsTheSameDayEverywhere() {
        browser.moveTo("America/New_York");
        try {
            browser.open("/portfolio/" + portfolio + "/position/" + action);
            browser.awaitText("June 2026");
            browser.awaitText("the last on 1 Jun 2026");
            browser.open("/portfolio/" + portfolio + "/explain/" + action);
            browser.awaitText("ex date 1 Jun 2026");
            browser.awaitText("5 Jan 2026, 05:00:00");
            browser.awaitText("Times are in America/New_York.");
        } finally {
            browser.moveTo("Europe/Berlin");
        }
    }

    @Test
    void onPaperAreTheNumbersInTheColoursOfTheLightTheme() {
        browser.prefer(Theme.DARK);
        browser.open("/portfolio/" + samples.portfolio());
        browser.awaitText("1,800.00 USD");
        browser.print(true);

        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(browser.text())
                .contains(samples.name(), "1,800.00 USD", samples.ticker())
                .doesNotContain("Add a trade", "Theme:", "Download CSV");
        browser.print(false);
    }

    @Test
    void aCellThatASpreadsheetWouldRunIsText() {
        browser.open("/portfolios");
        browser.awaitText("Portfolios");

        assertThat(browser.runAsync("""
                const assets = document.querySelector('script[type=module]').src.replace('main.js', '');
                const { csv } = await import(assets + 'data-table.js');
                const cells = ['=1+1', '+1+cmd', '-2+3+cmd|x', '@SUM(1)', '\uff1d1', '-12.5', '+3', 'A, "B"'];
                return csv([{ name: 'text', raw: (row) => row }], cells).trim().split('\\r\\n').join(' | ');
                """))
                .isEqualTo(
                        "text | '=1+1 | '+1+cmd | '-2+3+cmd|x | '@SUM(1) | '\uff1d1 | -12.5 | +3 | \"A, \"\"B\"\"\"");
    }

    @Test
    void theLinesOfANarrowScaleHaveDifferentNames() {
        browser.open("/portfolios");
        browser.awaitText("Portfolios");

        assertThat(browser.runAsync("""
                const assets = document.querySelector('script[type=module]').src.replace('main.js', '');
                const { compact } = await import(assets + 'format.js');
                return [0.00002, 0.000025, 41320, 41340, -2500000].map(compact).join();
                """)).isEqualTo("0.00002,0.000025,41.32k,41.34k,\u22122.5m");
    }

    @Test
    void anAddressWithWrongDaysIsAnswered() {
        browser.open("/portfolio/" + samples.portfolio() + "?span=free&from=soon&to=later");
        browser.await(".uplot");
        browser.open("/portfolio/" + samples.portfolio() + "/explain/" + samples.ticker() + "?as_of=soon");
        browser.awaitText("trakkit cannot use this");
        browser.awaitText("The records that count by soon.");
        browser.forgetComplaints();
    }
}
