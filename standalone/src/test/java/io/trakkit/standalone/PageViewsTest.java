package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser;
import io.trakkit.standalone.browser.Browser.Theme;
import io.trakkit.testing.Http;
import java.nio.file.Path;
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
                new Shown(portfolio + "/new-trade", "Post the trade"),
                new Shown(portfolio + "/trade/" + samples.firstTrade(), "Amend the trade"),
                new Shown("/sign-in", "API key"),
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
        patiently().untilAsserted(() -> assertThat(browser.textOf(".point")).startsWith("29 Nov 2026"));
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

    private void picture(String name, Theme theme, int width, String place, String complete) {
        browser.resize(width);
        browser.prefer(theme);
        browser.open(place);
        browser.await(complete);
        browser.awaitNoText("Loading ");
        browser.awaitNoText("Connecting ");
        browser.screenshot(Path.of("target", "images", name + ".png"));
    }

    /** Written to target/, and copied to docs/images by hand once somebody has looked at them. */
    @Test
    void theViewsArePictured() {
        PageSamples shown = samples.named("Retirement", "ACME");
        shown.post();
        String portfolio = "/portfolio/" + shown.portfolio();
        String explanation = portfolio + "/explain/ACME";
        picture("portfolio-light", Theme.LIGHT, DESK, portfolio, ".uplot");
        picture("portfolio-phone", Theme.LIGHT, PHONE, portfolio, ".uplot");
        picture("position-dark", Theme.DARK, DESK, portfolio + "/position/ACME", ".uplot");
        picture("explain-light", Theme.LIGHT, DESK, explanation, ".effects");
        picture("explain-phone", Theme.DARK, PHONE, explanation, ".effects");
        picture("trades-phone", Theme.LIGHT, PHONE, portfolio + "/trades", "tbody");
        picture("replays-dark", Theme.DARK, DESK, "/operations/replays", "tbody");
    }
}
