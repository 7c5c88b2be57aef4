package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IbkrFlexTest {

    static final String FILE = """
            <FlexQueryResponse queryName="all" type="AF">
            <FlexStatements count="1">
            <FlexStatement accountId="U1" fromDate="20250601" toDate="20250630">
            <AccountInformation accountId="U1" currency="EUR" />
            <Trades>
            <Trade accountId="U1" currency="USD" assetCategory="STK" fxRateToBase="0.8" symbol="BRK B" isin="US0846707026" tradeID="11" dateTime="20250602;100000" transactionType="ExchTrade" quantity="4" tradePrice="100" tradeMoney="400" taxes="0" ibCommission="-1.5" ibCommissionCurrency="USD" buySell="BUY" levelOfDetail="EXECUTION" newThing="x" />
            <Trade accountId="U1" currency="USD" assetCategory="STK" fxRateToBase="0.8" symbol="BRK B" isin="US0846707026" tradeID="" dateTime="20250602;100000" transactionType="ExchTrade" quantity="4" tradePrice="100" tradeMoney="400" taxes="0" ibCommission="-1.5" ibCommissionCurrency="USD" buySell="BUY" levelOfDetail="ORDER" />
            <Trade accountId="U1" currency="USD" assetCategory="STK" fxRateToBase="0.8" symbol="BRK B" isin="US0846707026" tradeID="12" dateTime="20250603;100000" transactionType="ExchTrade" quantity="7" tradePrice="100" tradeMoney="700" taxes="0" ibCommission="-1" ibCommissionCurrency="USD" buySell="BUY" levelOfDetail="EXECUTION" />
            <Trade accountId="U1" currency="USD" assetCategory="STK" fxRateToBase="0.8" symbol="BRK B" isin="US0846707026" tradeID="" origTradeID="12" dateTime="20250604;100000" transactionType="TradeCancel" quantity="-7" tradePrice="100" tradeMoney="-700" taxes="0" ibCommission="1" ibCommissionCurrency="USD" buySell="BUY (Ca.)" levelOfDetail="EXECUTION" />
            <Trade accountId="U1" currency="USD" assetCategory="OPT" symbol="ABC  250620C" tradeID="13" dateTime="20250604;100000" quantity="1" tradePrice="2" buySell="BUY" levelOfDetail="EXECUTION" />
            <Trade accountId="U1" currency="USD" assetCategory="STK" fxRateToBase="0.8" symbol="BRK B" isin="US0846707026" tradeID="14" dateTime="20250605;100000" quantity="-1" tradePrice="110" tradeMoney="-110" taxes="-0.1" ibCommission="0.25" ibCommissionCurrency="USD" buySell="SELL" levelOfDetail="EXECUTION" />
            </Trades>
            <CashTransactions>
            <CashTransaction accountId="U1" currency="USD" fxRateToBase="0.8" symbol="BRK B" isin="US0846707026" description="BRK B(US0846707026) CASH DIVIDEND USD 1 PER SHARE (Ordinary Dividend)" dateTime="20250610" amount="3" type="Dividends" transactionID="21" actionID="77" levelOfDetail="DETAIL" />
            <CashTransaction accountId="U1" currency="USD" fxRateToBase="0.8" symbol="BRK B" isin="US0846707026" description="BRK B(US0846707026) CASH DIVIDEND USD 1 PER SHARE - US TAX" dateTime="20250610" amount="-0.45" type="Withholding Tax" transactionID="22" actionID="77" levelOfDetail="DETAIL" />
            <CashTransaction accountId="U1" currency="EUR" fxRateToBase="1" symbol="" description="CASH RECEIPTS" dateTime="20250601" amount="1,000" type="Deposits/Withdrawals" transactionID="23" levelOfDetail="DETAIL" />
            </CashTransactions>
            <CorporateActions>
            <CorporateAction accountId="U1" currency="USD" symbol="BRK B" isin="US0846707026" type="FS" description="BRK B(US0846707026) SPLIT 4 FOR 1" dateTime="20250615;202500" quantity="9" transactionID="31" />
            </CorporateActions>
            </FlexStatement>
            </FlexStatements>
            </FlexQueryResponse>
            """;

    @Test
    void eachElementBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("EUR"))))
                .containsExactly(
                        "4 no_effect: data of the account",
                        "6 buy ticker=BRK.B isin=US0846707026 volume=4 amount=100 fee=1.5 currency=USD fx_rate=0.8"
                                + " at=2025-06-02T14:00:00Z",
                        "7 no_effect: a sum of other rows (ORDER)",
                        "8 no_effect: cancelled in line 9",
                        "9 no_effect: the cancellation of line 8",
                        "10 unsupported: of the category OPT, such as options, futures and bonds",
                        "11 sell ticker=BRK.B isin=US0846707026 volume=1 amount=110 tax=0.1 currency=USD fx_rate=0.8"
                                + " at=2025-06-05T14:00:00Z",
                        // The rebate of a commission.
                        "11 charge total=-0.25 currency=USD fx_rate=0.8 at=2025-06-05T14:00:00Z",
                        "14 dividend ticker=BRK.B total=3 tax=0.45 currency=USD fx_rate=0.8 at=2025-06-10T04:00:00Z",
                        "15 joined to 14",
                        "16 deposit total=1000 currency=EUR at=2025-06-01T04:00:00Z",
                        "19 split ticker=BRK.B numerator=4 denominator=1 at=2025-06-16T00:25:00Z");
        // (4 − 1) × 4.
        assertThat(Files.held(Files.read(FILE, Files.options("EUR"))).get("BRK.B"))
                .isEqualByComparingTo("12");
    }

    /** A query may leave buySell out. */
    @Test
    void aNegativeQuantityIsASaleWithoutAWordForIt() {
        String without = FILE.replace(" buySell=\"BUY\"", "").replace(" quantity=\"4\"", " quantity=\"-4\"");

        assertThat(Files.lines(Files.read(without, Files.options("EUR"))))
                .contains("6 sell ticker=BRK.B isin=US0846707026 volume=4 amount=100 fee=1.5 currency=USD fx_rate=0.8"
                        + " at=2025-06-02T14:00:00Z");
    }

    @Test
    void theIdsOfTheBrokerAreTheRefIds() {
        assertThat(Files.refIds(Files.read(FILE, Files.options("EUR"))))
                .containsExactly(
                        "ibkr-flex:7:t-11",
                        "ibkr-flex:7:t-14",
                        "ibkr-flex:7:t-14.1",
                        "ibkr-flex:7:c-21",
                        "ibkr-flex:7:c-23",
                        "ibkr-flex:7:a-31");
    }

    @Test
    void theElementsOfAQueryAreInAnyOrder() {
        // The trades and the payments the other way round.
        List<String> lines = new ArrayList<>(List.of(FILE.split("\n")));
        Collections.reverse(lines.subList(5, 11));
        Collections.reverse(lines.subList(13, 16));

        assertThat(Files.byRefId(Files.read(String.join("\n", lines) + "\n", Files.options("EUR"))))
                .isEqualTo(Files.byRefId(Files.read(FILE, Files.options("EUR"))));
    }

    @Test
    void anEarlierQueryHasTheSameRecords() {
        String early = FILE.lines()
                .filter(line -> !line.contains("20250605") && !line.contains("20250610") && !line.contains("20250615"))
                .collect(Collectors.joining("\n", "", "\n"));
        Map<String, String> before = Files.byRefId(Files.read(early, Files.options("EUR")));

        assertThat(before).containsOnlyKeys("ibkr-flex:7:t-11", "ibkr-flex:7:c-23");
        assertThat(Files.byRefId(Files.read(FILE, Files.options("EUR"))))
                .containsAllEntriesOf(before)
                .hasSize(6);
    }

    @Test
    void anotherDayFormThatCouldBeTwoDaysIsWrong() {
        String file = FILE.replace("20250602;100000", "06/02/2025;100000");

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .contains(
                        "6 wrong: column \"dateTime\" (\"06/02/2025;100000\") could be two days: set the date format of the"
                                + " query to yyyyMMdd");
    }

    @Test
    void aQueryWithoutExecutionsLosesNoTradeWithoutAWord() {
        String orders = FILE.lines()
                .filter(line -> !line.contains("tradeID=\"1") && !line.contains("origTradeID"))
                .collect(Collectors.joining("\n", "", "\n"));
        String elements = orders.replace("<Trade ", "<Order ");

        assertThat(Files.lines(Files.read(orders, Files.options("EUR"))))
                .contains(
                        "6 wrong: column \"levelOfDetail\" (\"ORDER\") is a sum of executions that the file does not have:"
                                + " add Executions to the trades of the query");
        assertThat(Files.lines(Files.read(elements, Files.options("EUR"))))
                .contains(
                        "6 wrong: column \"levelOfDetail\" (\"ORDER\") is a sum of executions that the file does not have:"
                                + " add Executions to the trades of the query");
    }

    @Test
    void aQueryWithoutCommissionsIsWrongInEachTrade() {
        assertThat(Files.lines(Files.read(FILE.replaceAll(" ibCommission=\"[^\"]*\"", ""), Files.options("EUR"))))
                .contains("6 wrong: lacks \"ibCommission\": export the file with it");
    }

    @Test
    void aStockDividendThatIsTakenBackIsNone() {
        String dividends = FILE.replace("</CorporateActions>", """
                <CorporateAction accountId="U1" currency="USD" symbol="ABC" isin="US5949181045" type="SD" description="ABC STOCK DIVIDEND" dateTime="20250616;202500" quantity="1" transactionID="32" />
                <CorporateAction accountId="U1" currency="USD" symbol="ABC" isin="US5949181045" type="SD" description="ABC STOCK DIVIDEND" dateTime="20250617;202500" quantity="-1" transactionID="33" />
                </CorporateActions>""");

        assertThat(Files.lines(Files.read(dividends, Files.options("EUR"))))
                .contains(
                        "20 no_effect: taken back in line 21: if it was imported before, amend its status to failed",
                        "21 no_effect: takes back line 20");
    }

    @Test
    void aFractionThatIsCancelledIsNone() {
        String file = FILE.replace("\"TradeCancel\"", "\"FracShareCancel\"").replace("BUY (Ca.)", "BUY");

        assertThat(file).isNotEqualTo(FILE);
        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .contains("8 no_effect: cancelled in line 9", "9 no_effect: the cancellation of line 8");
    }
}
