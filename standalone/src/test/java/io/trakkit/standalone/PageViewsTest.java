package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser;
import io.trakkit.standalone.browser.Browser.Theme;
import io.trakkit.testing.Http;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Every view, in both themes and on a phone, by keyboard, and with data that would like to be HTML. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedServer.class)
class PageViewsTest {

    private static final String HOSTILE = "<img src=x onerror=document.title='hacked'>";
    private static final int PHONE = 360;
    private static final int DESK = 1280;

    private final PageSamples samples;
    private final Browser browser;

    PageViewsTest(Server server) {
        samples = new PageSamples(new Http(server.address()));
        browser = Browser.start(server.address());
    }

    @BeforeAll
    void post() {
        samples.post();
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @AfterEach
    void nothingIsWrongInTheConsole() {
        browser.resize(DESK);
        browser.prefer(Theme.LIGHT);
        assertThat(browser.complaints()).isEmpty();
    }

    /** A view, and what it shows once it is complete. */
    private record Shown(String place, String text) {}

    private List<Shown> views() {
        String portfolio = "/portfolio/" + samples.portfolio();
        return List.of(
                new Shown("/portfolios", samples.name()),
                new Shown(portfolio, "June 2026"),
                new Shown(portfolio + "/trades", "500 to sell, 15 held at that time"),
                new Shown(portfolio + "/position/" + samples.ticker(), "2 buys ▲ and 1 sell ▼"),
                new Shown(
                        portfolio + "/explain/" + samples.ticker() + "?number=realised", "The records that changed it"),
                new Shown(portfolio + "/explain?number=total", "the sum of 1 position"),
                new Shown(portfolio + "/explain?number=return", "All trades of the portfolio"),
                new Shown(portfolio + "/new-trade", "Post the trade"),
                new Shown(portfolio + "/trade/" + samples.firstTrade(), "Amend the trade"),
                new Shown("/sign-in", "API key"),
                new Shown("/import", "Drop the file of your broker here"),
                new Shown("/operations", "Measured "),
                new Shown("/operations/dead-letters", "Newest records first"),
                new Shown("/operations/replays", "Generations of the read model"),
                new Shown("/administration", "default"),
                new Shown("/administration?show=keys", "New key of the platform"),
                new Shown("/administration?show=audit", "Newest first"),
                new Shown("/no-such-view", "This page has no such view."));
    }

    @Test
    void axeFindsNothingInEitherTheme() {
        for (Theme theme : Theme.values()) {
            browser.prefer(theme);
            for (Shown view : views()) {
                browser.open(view.place());
                browser.awaitText(view.text());

                assertThat(browser.barriers()).as("%s %s", theme, view.place()).isEmpty();
            }
        }
    }

    @Test
    void nothingIsCutOffOnAPhone() {
        browser.resize(PHONE);
        for (Shown view : views()) {
            browser.open(view.place());
            browser.awaitText(view.text());

            assertThat(browser.cutOff()).as(view.place()).isEmpty();
        }
    }

    @Test
    void thePageIsUsedByKeyboardAlone() {
        browser.open("/portfolios");
        browser.awaitText(samples.name());
        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("Skip to the content");
        browser.press(Keys.ENTER);
        for (int i = 0; i < 40 && !browser.focused().equals(samples.name()); i++) {
            browser.press(Keys.TAB);
        }
        browser.press(Keys.ENTER);
        patiently().untilAsserted(() -> assertThat(browser.textOf("h1")).isEqualTo(samples.name()));
        patiently().untilAsserted(() -> assertThat(browser.focused()).isEqualTo(samples.name()));

        browser.await(".uplot");
        browser.run("document.querySelector('.plot').focus()");
        browser.press(Keys.END);
        patiently()
                .untilAsserted(
                        () -> assertThat(browser.textOf(".point")).contains("Value 1,800.00 USD", "Cost 1,200.00 USD"));
        browser.press(Keys.ARROW_LEFT);
        // The point before the last is the start of the day.
        String today = LocalDate.now(ZoneId.of("Europe/Berlin"))
                .format(DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(Locale.UK));
        patiently().untilAsserted(() -> assertThat(browser.textOf(".point")).startsWith(today));
    }

    @Test
    void theThemeIsChosenAndKept() {
        browser.open("/portfolios");
        browser.awaitText(samples.name());
        browser.choose("Theme", "Theme: dark");
        browser.reload();
        browser.awaitText(samples.name());

        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(17, 21, 27)");
        browser.choose("Theme", "Theme: system");
    }

    @Test
    void aTradeIsPostedRefusedInWordsAndAmended() {
        browser.open("/portfolio/" + samples.live() + "/new-trade?ticker=FORM");
        browser.awaitText("Add a trade");
        browser.type("Units", "4");
        browser.type("Price of one unit", "25,50");
        browser.type("ISIN", "US5949181046");
        browser.click("Post the trade");
        browser.awaitText("trakkit cannot use this");
        patiently()
                .untilAsserted(() -> assertThat(browser.textOf(".wrong .why")).contains("check digit"));
        browser.forgetComplaints();

        browser.type("ISIN", "");
        browser.click("Post the trade");
        browser.awaitText("It counts.");
        browser.click("To FORM");
        browser.awaitText("4 units");
        browser.awaitText("102.00 USD");

        browser.await("a.ref").click();
        browser.awaitText("Amend page-");
        browser.type("Units", "6");
        browser.click("Amend the trade");
        browser.awaitText("The trade is amended");
        browser.click("To FORM");
        browser.awaitText("6 units");
        browser.awaitText("153.00 USD");
    }

    @Test
    void dataAreTextAndNeverHtml() {
        long portfolio = samples.create(HOSTILE);
        samples.trade(portfolio, "HTML", "1", "1", 1, "2026-11-20T10:00:00Z");
        for (String place : List.of(
                "/portfolios",
                "/portfolio/" + portfolio,
                "/portfolio/" + portfolio + "/trades",
                "/portfolio/" + portfolio + "/position/HTML")) {
            browser.open(place);
            browser.awaitText(HOSTILE);

            assertThat(browser.has("main img")).isFalse();
            assertThat(browser.run("return document.title")).isNotEqualTo("hacked");
        }
        browser.open("/portfolio/" + HOSTILE.replace("/", "%2F").replace(" ", "%20"));
        browser.await(".notice");
        browser.forgetComplaints();
        assertThat(browser.has("main img")).isFalse();
    }

    @Test
    void anyNumberOpensTheRecordsThatMadeIt() {
        browser.open("/portfolio/" + samples.portfolio() + "/position/" + samples.ticker());
        browser.click("Realised: +80.00 USD. Explain");
        browser.awaitText("How " + samples.ticker() + " comes to its realised gain");
        browser.awaitText("0 + 5 × 96 − 1,600 × 5 ÷ 20 = 80");
        browser.awaitText("The records that changed it (1)");
        browser.run("document.querySelector('.origin summary').click()");
        browser.awaitText("trakkit.trades, partition ");

        browser.click("All");
        browser.awaitText("500 to sell, 15 held at that time");
        browser.choose("Cost method", "first in, first out");
        browser.awaitText("0 + 5 × 96 − 500 = −20");
    }

    @Test
    void heldAndAverageOpenTheRecordsThatMadeThem() {
        String position = "/portfolio/" + samples.portfolio() + "/position/" + samples.ticker();
        browser.open(position);
        browser.click("Held: 15 units. Explain");
        browser.awaitText("How " + samples.ticker() + " comes to its units");
        browser.awaitText("The records that changed it (3)");
        assertThat(browser.text())
                .contains("0 + 10 = 10", "10 + 10 = 20", "20 − 5 = 15")
                .doesNotContain("500");

        browser.open(position);
        browser.click("Average: 80.00 USD. Explain");
        browser.awaitText("How " + samples.ticker() + " comes to its average cost");
        // The sell takes units at average cost, so the average stays.
        browser.awaitText("The records that changed it (2)");
        assertThat(browser.text()).contains("1,000 ÷ 10 = 100", "1,600 ÷ 20 = 80");
        assertThat(browser.textOf(".origin summary")).contains("In the log: trakkit.trades, partition ", ", offset ");
    }

    @Test
    void theTotalsOfAPortfolioLeadToTheRecordsThatMadeThem() {
        browser.open("/portfolio/" + samples.portfolio());
        browser.click("Cost: 1,200.00 USD. Explain");
        browser.awaitText("How " + samples.name() + " comes to its cost");
        browser.awaitText("of 15 units");
        browser.click("Value");
        browser.awaitText("15 × 120.00 USD");
        browser.click("Total return");
        browser.awaitText("(+600.00) + (+80.00) + (+6.50)");
        browser.awaitText("+686.50");
        browser.click("Realised");
        browser.click(samples.ticker() + ": +80.00 USD. Explain");
        browser.awaitText("How " + samples.ticker() + " comes to its realised gain");
        browser.awaitText("0 + 5 × 96 − 1,600 × 5 ÷ 20 = 80");
    }

    @Test
    void aMovementOfCashSaysWhereItsRecordIs() {
        browser.open("/portfolio/" + samples.portfolio());
        browser.click("deposit");
        browser.awaitText("activity created, ");
        assertThat(browser.textOf(".in-log ul")).containsPattern("trakkit.trades, partition [0-9]+, offset [0-9]+");
        browser.click("dividend " + samples.ticker());
        patiently()
                .untilAsserted(() -> assertThat(browser.run("return document.querySelectorAll('.in-log ul').length"))
                        .isEqualTo(2L));
        assertThat(browser.barriers()).isEmpty();
    }

    @Test
    void aReturnLeadsToTheRecordsThatMadeIt() {
        browser.open("/portfolio/" + samples.portfolio() + "?span=Max");
        browser.await("a.explained[aria-label^='Time-weighted return']").click();
        browser.awaitText("How " + samples.name() + " comes to its time-weighted return");
        browser.awaitText("The parts of the span, one after the other (3)");
        // The deposit begins the portfolio; what follows it, down to the dividend, is within one part.
        assertThat(records(2))
                .singleElement()
                .asString()
                .contains("deposit 2,000.00 USD", "+2,000.00 USD", "ends this part");
        assertThat(records(3))
                .satisfiesExactly(
                        buy -> assertThat(buy)
                                .contains("buy " + samples.ticker() + " 10 at 100.00 USD", "−1,000.00 USD"),
                        buy -> assertThat(buy).contains("buy " + samples.ticker() + " 10 at 60.00 USD", "−600.00 USD"),
                        sell -> assertThat(sell)
                                .contains("sell " + samples.ticker() + " 5 at 96.00 USD", "+480.00 USD"),
                        dividend -> assertThat(dividend).contains("dividend " + samples.ticker(), "+6.50 USD"))
                .allSatisfy(
                        each -> assertThat(each).containsPattern("trakkit.trades, partition [0-9]+, offset [0-9]+"));
        browser.run("document.querySelectorAll('.of-part summary')[1].click()");
        browser.awaitText("trade created");
        browser.click("All trades of the portfolio");
        browser.awaitText("500 to sell, 15 held at that time");
    }

    /** What the records of a part say. */
    private List<String> records(int part) {
        Object found = browser.run("""
                return [...document.querySelectorAll(`.records > li:nth-child(${arguments[0]}) .of-part > li`)].map((one) => one.innerText);
                """, part);
        return found instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    @Test
    void chartsHaveTheirDataAsTables() {
        browser.open("/portfolio/" + samples.portfolio() + "?span=1M");
        browser.await(".uplot");
        assertThat(browser.textOf(".chart .words")).contains("to 1,800.00 USD on", "+600.00 USD against cost");
        browser.run("document.querySelector('.chart-data summary').click()");
        browser.awaitText("Value and cost, the data");
        browser.awaitText("Download CSV");
    }

    @Test
    void anOperatorStartsAReplay() {
        browser.open("/operations/replays");
        browser.awaitText("Start a replay");
        browser.type("Your name", "ada");
        browser.type("Only the ticker", samples.ticker());
        browser.type("Only the portfolio", Long.toString(samples.portfolio()));
        browser.click("Start");
        browser.awaitText("No drift: ");
    }

    @Test
    void anAdministratorCreatesAClientAndAKey() {
        String client = samples.user().toLowerCase(Locale.ROOT);
        browser.open("/administration");
        browser.awaitText("New client");
        browser.type("Id", client);
        browser.type("Name", "Acme Wealth");
        browser.click("Create the client");
        browser.click(client);
        browser.awaitText("Limits of " + client);
        browser.click("Keys of " + client);
        browser.awaitText("New key of " + client);
        browser.click("Issue the key");
        browser.awaitText("trakkit cannot use this");
        browser.forgetComplaints();
        browser.run("document.querySelector('input[value=read]').click()");
        browser.click("Issue the key");
        browser.awaitText("trk_");
        browser.click("I have kept it");
        browser.awaitNoText("trk_");
        browser.await("tbody button").click();
        browser.await("button.danger").click();
        browser.awaitText("revoked ");
    }
}
