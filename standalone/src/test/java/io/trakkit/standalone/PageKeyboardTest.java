package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Forms, replays and administration by Tab, Enter and Escape: the focus is never lost, and goes where the work goes on. */
@ExtendWith(SharedServer.class)
class PageKeyboardTest extends BrowserTest {

    PageKeyboardTest(Server server) {
        super(server.address());
    }

    private void awaitFocusOn(String name) {
        patiently().untilAsserted(() -> assertThat(browser.focusedName()).isEqualTo(name));
    }

    @Test
    void aTradeIsPostedRefusedAndAmended() {
        browser.open("/portfolio/" + samples.live());
        browser.awaitText("Live");
        browser.tabTo("Add a trade");
        browser.press(Keys.ENTER);
        awaitFocusOn("Add a trade");
        browser.tabTo("Ticker");
        browser.type("KEYS");
        browser.tabTo("Units");
        browser.type("4");
        browser.tabTo("Price of one unit");
        browser.type("25,50");
        browser.tabTo("ISIN");
        browser.type("US5949181046");
        browser.tabTo("Post the trade");
        browser.press(Keys.ENTER);
        browser.awaitText("trakkit cannot use this");
        browser.forgetComplaints();

        // The focus goes to the field that is wrong.
        awaitFocusOn("ISIN");
        browser.press(Keys.END);
        for (int i = 0; i < "US5949181046".length(); i++) {
            browser.press(Keys.BACK_SPACE);
        }
        browser.press(Keys.ENTER);
        browser.awaitText("It counts.");
        awaitFocusOn("The trade is posted");
        browser.tabTo("Add another");
        browser.press(Keys.ENTER);
        awaitFocusOn("Side");
        browser.tabTo("Cancel");
        browser.press(Keys.ENTER);
        awaitFocusOn("Live " + samples.name());

        browser.tabTo("KEYS");
        browser.press(Keys.ENTER);
        awaitFocusOn("KEYS");
        browser.awaitText("4 units");
        patiently().until(() -> browser.has("a.ref"));
        String amend = String.valueOf(browser.run("return document.querySelector('a.ref').getAttribute('aria-label')"));
        browser.tabTo(amend);
        browser.press(Keys.ENTER);
        browser.awaitText("Only what you change is sent.");
        browser.tabTo("Units");
        browser.press(Keys.END);
        browser.press(Keys.BACK_SPACE);
        browser.type("6");
        browser.press(Keys.ENTER);
        awaitFocusOn("The trade is amended");
        browser.tabTo("To KEYS");
        browser.press(Keys.ENTER);
        browser.awaitText("6 units");
    }

    @Test
    void aListIsTurnedToItsEndAndKeepsTheFocus() {
        long portfolio = samples.create("Long " + samples.name());
        for (int i = 0; i < 11; i++) {
            samples.trade(portfolio, "LONG", "1", "10", 1);
        }
        browser.open("/portfolio/" + portfolio + "/position/LONG");
        browser.awaitText("1–10 of 11");
        browser.tabTo("Next");
        browser.press(Keys.ENTER);
        browser.awaitText("11–11 of 11");
        browser.press(Keys.ENTER);
        assertThat(browser.focusedName()).isEqualTo("Next");
        assertThat(browser.run("return document.activeElement.getAttribute('aria-disabled')"))
                .isEqualTo("true");
        browser.run("document.querySelector('.pages button').focus()");
        browser.press(Keys.ENTER);
        browser.awaitText("1–10 of 11");
        assertThat(browser.focusedName()).isEqualTo("Previous");
    }

    @Test
    void aReplayIsStarted() {
        browser.open("/operations");
        browser.awaitText("Measured ");
        browser.tabTo("Replays");
        browser.press(Keys.ENTER);
        awaitFocusOn("Replays");
        browser.tabTo("Your name");
        browser.type("ada");
        browser.tabTo("Only the portfolio");
        browser.type(Long.toString(samples.portfolio()));
        browser.tabTo("Only the ticker");
        browser.type(samples.ticker());
        browser.tabTo("Start");
        browser.press(Keys.ENTER);
        browser.awaitText("No drift: ");
        awaitFocusOn("Start");
        browser.tabTo("All of it");
        browser.press(Keys.ENTER);
        browser.awaitText("\"options\"");
    }

    @Test
    void anAdministratorWorks() {
        String client = "keys-" + samples.user().toLowerCase(Locale.ROOT);
        browser.open("/administration");
        browser.awaitText("New client");
        browser.tabTo("Id");
        browser.type(client);
        browser.tabTo("Name");
        browser.type("Acme Wealth");
        browser.press(Keys.ENTER);
        browser.awaitText(client);
        awaitFocusOn("Name");

        browser.open("/administration?client=" + client);
        browser.awaitText("Limits of " + client);
        browser.tabTo("Requests per second");
        browser.press(Keys.END);
        browser.type("0");
        browser.press(Keys.ENTER);
        awaitFocusOn("Requests per second");
        browser.tabTo("Suspend the client");
        browser.press(Keys.ENTER);
        browser.awaitText("Its keys are refused.");
        awaitFocusOn("Let its keys work again");
        browser.press(Keys.ENTER);
        awaitFocusOn("Suspend the client");

        browser.open("/administration?show=keys&client=" + client);
        browser.awaitText("There are no keys.");
        browser.tabTo("read");
        browser.press(Keys.SPACE);
        browser.tabTo("Issue the key");
        browser.press(Keys.ENTER);
        browser.awaitText("trk_");
        awaitFocusOn("I have kept it");
        browser.press(Keys.ENTER);
        awaitFocusOn("Issue the key");

        String revoke =
                "Revoke " + browser.run("return document.querySelector('[data-revoke]').getAttribute('data-revoke')");
        browser.open("/administration?show=keys&client=" + client);
        browser.awaitText("New key of " + client);
        patiently().until(() -> browser.has("[data-revoke]"));
        browser.tabTo(revoke);
        browser.press(Keys.ENTER);
        awaitFocusOn("Really r" + revoke.substring(1));
        browser.press(Keys.ESCAPE);
        awaitFocusOn(revoke);
        browser.press(Keys.ENTER);
        awaitFocusOn("Really r" + revoke.substring(1));
        browser.press(Keys.ENTER);
        browser.awaitText("revoked ");
        awaitFocusOn("Keys of " + client);
    }
}
