package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser.Theme;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Every view, in both themes and on a phone, by keyboard, and with data that would like to be HTML. */
@ExtendWith(SharedServer.class)
class PageViewsTest extends BrowserTest {

    private static final String HOSTILE = "<img src=x onerror=document.title='hacked'>";

    PageViewsTest(Server server) {
        super(server.address());
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
                new Shown(portfolio + "/explain/" + samples.ticker() + "?number=unrealised", "How it comes about"),
                new Shown(portfolio + "/explain?number=total", "the sum of 1 position"),
                new Shown(portfolio + "/explain?number=return", "All trades of the portfolio"),
                new Shown(portfolio + "/explain?number=money", "The value at the end"),
                new Shown(portfolio + "/explain?number=cash", "The records that add up to it (5)"),
                new Shown(portfolio + "/explain?number=value&as_of=2026-04-10T00:00:00Z", "the sum of 1 position"),
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
