package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Any number leads to the records that made it, and these to their places in the log. */
@ExtendWith(SharedServer.class)
class PageExplainTest extends BrowserTest {

    PageExplainTest(Server server) {
        super(server.address());
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
                .doesNotContain("− 500");

        browser.open(position);
        browser.click("Average: 80.00 USD. Explain");
        browser.awaitText("How " + samples.ticker() + " comes to its average cost");
        // The sell takes units at average cost, so the average stays.
        browser.awaitText("The records that changed it (2)");
        assertThat(browser.text()).contains("1,000 ÷ 10 = 100", "1,600 ÷ 20 = 80");
        assertThat(browser.textOf(".origin summary")).contains("In the log: trakkit.trades, partition ", ", offset ");
    }

    @Test
    void valueAndUnrealisedLeadToTheirPriceAndTheRecordsThatMadeThem() {
        String position = "/portfolio/" + samples.portfolio() + "/position/" + samples.ticker();
        browser.open(position);
        browser.click("Value: 1,800.00 USD. Explain");
        browser.awaitText("How " + samples.ticker() + " comes to its value");
        browser.awaitText("15 × 120 = 1,800");
        browser.awaitText("set by hand, 28 Nov 2026");
        browser.awaitText("The records that changed the units (3)");
        assertThat(browser.textOf(".origin summary")).contains("In the log: trakkit.trades, partition ", ", offset ");

        browser.open(position);
        browser.click("Unrealised: +600.00 USD. Explain");
        browser.awaitText("How " + samples.ticker() + " comes to its unrealised gain");
        browser.awaitText("1,800 − 1,200 = 600");
        browser.awaitText("The records that changed the cost (3)");
        browser.choose("Cost method", "first in, first out");
        // 5 at 100 and 10 at 60 are left.
        browser.awaitText("1,800 − 1,100 = 700");
        assertThat(browser.barriers()).isEmpty();
    }

    @Test
    void theNumbersOfListsLeadToWhatMadeThem() {
        browser.open("/portfolios?user=" + samples.user());
        browser.awaitText("1,800.00");
        browser.await("tr:has(a[href$='/" + samples.portfolio() + "']) td[data-label='Value'] a")
                .click();
        browser.awaitText("How " + samples.name() + " comes to its value");

        for (String[] cell : new String[][] {
            {"Held", "units"},
            {"Average (USD)", "average cost"},
            {"Cost (USD)", "cost"},
            {"Realised (USD)", "realised gain"},
            {"Price", "value"},
            {"Value (USD)", "value"},
            {"Unrealised (USD)", "unrealised gain"}
        }) {
            browser.open("/portfolio/" + samples.portfolio());
            browser.await("td[data-label='" + cell[0] + "'] a").click();
            browser.awaitText("How " + samples.ticker() + " comes to its " + cell[1]);
        }
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
    void aMoneyWeightedReturnLeadsToItsFlows() {
        browser.open("/portfolio/" + samples.portfolio() + "?span=Max");
        browser.await("a.explained[aria-label^='Money-weighted return']").click();
        browser.awaitText("How " + samples.name() + " comes to its money-weighted return");
        // Two buys, a sell, a dividend, and the value at the end.
        browser.awaitText("What was put in and taken out (5)");
        assertThat(browser.textOf(".records > li:nth-child(1)"))
                .contains("Buy " + samples.ticker(), "Put in", "−1,000.00 USD", "1,000 ÷ ", "^(0 ÷ 365) = −1,000")
                .containsPattern("trakkit.trades, partition [0-9]+, offset [0-9]+");
        assertThat(browser.textOf(".records > li:nth-child(4)"))
                .contains("Dividend " + samples.ticker(), "Taken out", "+6.50 USD");
        assertThat(browser.textOf(".records > li:nth-child(5)"))
                .contains("The value at the end, as if it were sold then", "+1,800.00 USD");
        assertThat(browser.text()).contains("times a year the flows are worth 0.00 USD on 5 Jan 2026");
        browser.click("How it comes about");
        browser.awaitText("How " + samples.name() + " comes to its value");
        browser.awaitText("15 × 120.00 USD");
    }

    @Test
    void theValueAtTheEndLeadsToWhatWasHeldThenAndItsPrice() {
        browser.open("/portfolio/" + samples.portfolio() + "?span=free&from=2026-02-10&to=2026-04-10");
        browser.await("a.explained[aria-label^='Value at the end']").click();
        browser.awaitText("20 × 60.00 USD");
        // The buy at 60 in March is newer than the quote of February.
        browser.awaitText("last trade, 5 Mar 2026");
        browser.await("tbody a.explained").click();
        browser.awaitText("How " + samples.ticker() + " comes to its value");
        browser.awaitText("The records that count by 10 Apr 2026");
        browser.awaitText("20 × 60 = 1,200");
        browser.awaitText("The records that changed the units (2)");
    }

    @Test
    void theCashAtTheEndLeadsToTheRecordsThatAddUpToIt() {
        browser.open("/portfolio/" + samples.portfolio() + "?span=free&from=2026-02-10&to=2026-04-10");
        browser.await("a.explained[aria-label^='Cash at the end']").click();
        browser.awaitText("How " + samples.name() + " comes to its cash");
        // 2,000 − 1,000 − 600.
        assertThat(browser.textOf(".figures")).contains("400.00 USD");
        browser.awaitText("The records that add up to it (3)");
        assertThat(browser.textOf(".records > li:nth-child(1)"))
                .contains("Deposit", "+2,000.00 USD")
                .containsPattern("trakkit.trades, partition [0-9]+, offset [0-9]+");
        assertThat(browser.textOf(".records > li:nth-child(3)")).contains("Buy " + samples.ticker(), "−600.00 USD");
    }
}
