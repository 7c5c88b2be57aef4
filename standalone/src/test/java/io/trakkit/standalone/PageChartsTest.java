package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The spans of charts, and their data as CSV. */
@ExtendWith(SharedServer.class)
class PageChartsTest extends BrowserTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(Locale.UK);

    private long portfolio;

    PageChartsTest(Server server) {
        super(server.address());
    }

    /** Held since two years ago, so that every span begins with a value. */
    @BeforeAll
    void postOneThatIsLongHeld() {
        portfolio = samples.create("Long held " + samples.name());
        samples.trade(
                portfolio,
                samples.ticker(),
                "2",
                "100",
                1,
                LocalDate.now(BERLIN).minusYears(2) + "T10:00:00Z");
    }

    private static LocalDate startOf(String span) {
        LocalDate today = LocalDate.now(BERLIN);
        return switch (span) {
            case "1M" -> today.minusMonths(1);
            case "3M" -> today.minusMonths(3);
            case "6M" -> today.minusMonths(6);
            case "1Y" -> today.minusMonths(12);
            case "YTD" -> today.withDayOfYear(1);
            // The day after the first trade: it begins without a value.
            default -> today.minusYears(2).plusDays(1);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"1M", "3M", "6M", "YTD", "1Y", "Max"})
    void aSpanBeginsWhereItSays(String span) {
        browser.open("/portfolio/" + portfolio);
        browser.await(".uplot");
        browser.click(span);

        patiently()
                .untilAsserted(() -> assertThat(browser.textOf(".chart .words"))
                        .contains(
                                " on " + startOf(span).format(SHOWN) + " to ",
                                LocalDate.now(BERLIN).format(SHOWN)));
        assertThat(browser.run("return document.querySelector('.choice [aria-pressed=true]').textContent"))
                .isEqualTo(span);
        assertThat(browser.run("return location.hash")).isEqualTo("#/portfolio/" + portfolio + "?span=" + span);
        // It is part of the address: a reload shows it again.
        browser.reload();
        browser.await(".uplot");
        assertThat(browser.textOf(".chart .words"))
                .contains(" on " + startOf(span).format(SHOWN));
    }

    @Test
    void aPortfolioWithoutRecordsOfTheLastYearOpensWithAllOfIt() {
        browser.open("/portfolio/" + portfolio);
        browser.await(".uplot");
        assertThat(browser.run("return document.querySelector('.choice [aria-pressed=true]').textContent"))
                .isEqualTo("Max");
        browser.open("/portfolio/" + samples.portfolio());
        browser.await(".uplot");
        assertThat(browser.run("return document.querySelector('.choice [aria-pressed=true]').textContent"))
                .isEqualTo("1Y");
    }

    @Test
    void aFreeSpanIsFromDayToDay() {
        browser.open("/portfolio/" + samples.portfolio());
        browser.await(".uplot");
        browser.click("Free");
        browser.run("""
                const [from, to] = document.querySelectorAll('input[type=date]');
                from.value = '2026-02-10';
                to.value = '2026-04-10';
                """);
        browser.click("Show this span");

        // 10 held at 90 at its start; 20 at its end, after the buy at 60.
        patiently()
                .untilAsserted(
                        () -> assertThat(browser.textOf(".chart .words"))
                                .startsWith(
                                        "From 900.00 USD on 10 Feb 2026 to 1,200.00 USD on 10 Apr 2026, −400.00 USD against cost."));
        browser.await("a.explained[aria-label^='Time-weighted return']").click();
        browser.awaitText("10 Feb 2026 to 10 Apr 2026");
    }

    @Test
    void aFreeSpanThatEndsBeforeItBeginsIsRefusedInWords() {
        browser.open("/portfolio/" + samples.portfolio() + "?span=free&from=2026-04-10&to=2026-02-10");
        browser.awaitText("trakkit cannot use this");
        browser.awaitText("must be before the end of the span");
        browser.forgetComplaints();
    }

    @Test
    void theDataOfEachChartAreSavedAsCsv() {
        browser.open("/portfolio/" + samples.portfolio() + "?span=free&from=2026-02-10&to=2026-02-11");
        browser.awaitText("June 2026");
        browser.keepSavedFiles();

        assertThat(csv("Value and return over time"))
                .startsWith("at,value,cost,time_weighted,realised,stale\n2026-02-09T23:00:00.000000Z,900,1000,");
        assertThat(csv("Allocation")).isEqualTo("ticker,value,share_percent\n" + samples.ticker() + ",1800,100\n");
        // 15 units at 0.50, less 1 of tax.
        assertThat(csv("Income by month"))
                .isEqualTo("at,ticker,type,gross,tax,net\n2026-06-10T00:00:00.000000Z," + samples.ticker()
                        + ",dividend,7.5,1,6.5\n");
        assertThat(browser.saved(button("Positions (1)", "Download CSV")))
                .startsWith("ticker,held,average,price,market_value,cost,unrealised,unrealised_percent,realised\n"
                        + samples.ticker() + ",15,80.00,120,1800,1200,600,50");

        browser.open("/portfolio/" + samples.portfolio() + "/position/" + samples.ticker());
        browser.awaitText("2 buys ▲ and 1 sell ▼");
        browser.keepSavedFiles();
        List<String> lines = csv("Price, with buys and sells").lines().toList();
        assertThat(lines).first().isEqualTo("at,what,price,units,ref_id");
        assertThat(lines)
                .contains(
                        "2026-01-05T10:00:00.000000Z,buy,100.00,10," + samples.firstTrade(),
                        "2026-05-05T10:00:00.000000Z,sell,96.00,5,"
                                + samples.firstTrade().replaceAll("1$", "3"))
                .anyMatch(line -> line.contains(",price,130,"));
    }

    /** Opens the table of a panel, and saves its data. */
    private String csv(String panel) {
        WebElement details = panel(panel).findElement(By.cssSelector(".chart-data"));
        details.findElement(By.tagName("summary")).click();
        patiently().until(() -> !details.findElements(By.tagName("button")).isEmpty());
        return browser.saved(details.findElement(By.tagName("button")));
    }

    private WebElement button(String panel, String name) {
        return panel(panel).findElements(By.tagName("button")).stream()
                .filter(button -> name.equals(button.getText()))
                .findFirst()
                .orElseThrow();
    }

    private WebElement panel(String title) {
        return (WebElement) Objects.requireNonNull(browser.run("""
                return [...document.querySelectorAll('section')].find((one) => one.querySelector('h2').textContent === arguments[0]);
                """, title));
    }
}
