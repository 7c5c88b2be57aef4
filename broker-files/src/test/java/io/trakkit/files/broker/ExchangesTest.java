package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.FileOptions;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

/** Conversions of money: what leaves in one currency and what comes in the other, at one time and with its rate. */
class ExchangesTest {

    private static String of(String file, FileOptions options) {
        return String.join("\n", Files.lines(Files.read(file, options)));
    }

    @Test
    void aRowOfTrading212IsBothSides() {
        String file = """
                Action,Time,ISIN,Ticker,ID,No. of shares,Price / share,Total,Currency (Total),Currency conversion from amount,Currency (Currency conversion from amount),Currency conversion to amount,Currency (Currency conversion to amount)
                Currency conversion,2025-03-13 06:00:00,,,C1,,,0.00,GBP,100.00,GBP,125.00,USD
                """;

        assertThat(of(file, Files.options("GBP"))).isEqualTo("""
                2 withdrawal total=100 currency=GBP at=2025-03-13T06:00:00Z
                2 deposit total=125 currency=USD fx_rate=0.8 at=2025-03-13T06:00:00Z""");
        assertThat(Files.refIds(Files.read(file, Files.options("GBP"))))
                .containsExactly("trading212:7:C1", "trading212:7:C1.1");
        // In a portfolio of dollars the rate of the pounds counts.
        assertThat(of(file, Files.options("USD")))
                .startsWith("2 withdrawal total=100 currency=GBP fx_rate=1.25 at=")
                .endsWith("deposit total=125 currency=USD at=2025-03-13T06:00:00Z");
    }

    @Test
    void twoRowsOfDegiroAreASideEachAndTheTradeHasTheirRate() {
        // The fee in another currency than the trade's is no part of either.
        assertThat(of("""
                Date,Time,Value date,Product,ISIN,Description,FX,Change,,Balance,,Order Id
                02-05-2025,10:05,02-05-2025,MICROSOFT CORP,US5949181045,FX Credit,1.2500,USD,200.00,USD,0.00,o-1
                02-05-2025,10:05,02-05-2025,MICROSOFT CORP,US5949181045,FX Debit,,EUR,-160.00,EUR,840.00,o-1
                02-05-2025,10:05,02-05-2025,MICROSOFT CORP,US5949181045,DEGIRO Transaction and/or third party fees,,EUR,-2.00,EUR,998.00,o-1
                02-05-2025,10:05,02-05-2025,MICROSOFT CORP,US5949181045,Buy 2 MICROSOFT CORP@100 USD (US5949181045),,USD,-200.00,USD,-200.00,o-1
                """, Files.options("EUR"))).isEqualTo("""
                2 deposit total=200 currency=USD fx_rate=0.8 at=2025-05-02T08:05:00Z
                3 withdrawal total=160 currency=EUR at=2025-05-02T08:05:00Z
                4 charge total=2 currency=EUR at=2025-05-02T08:05:00Z
                5 buy ticker=US5949181045 isin=US5949181045 volume=2 amount=100 currency=USD fx_rate=0.8 at=2025-05-02T08:05:00Z""");
    }

    @Test
    void twoRowsOfSwissquoteAreASideEach() {
        assertThat(of("""
                Date;Order #;Transaction;Symbol;Name;ISIN;Quantity;Unit price;Costs;Accrued Interest;Net Amount;Balance;Currency
                03-06-2025 15:00:02;11223340;Forex credit;;Forex;;1.0;110.00;0.00;0.00;110.00;110.00;USD
                03-06-2025 15:00:02;11223340;Forex debit;;Forex;;1.0;100.00;0.00;0.00;-100.00;900.00;CHF
                """, Files.options("CHF"))).isEqualTo("""
                2 deposit total=110 currency=USD fx_rate=0.909090909090909091 at=2025-06-03T13:00:02Z
                3 withdrawal total=100 currency=CHF at=2025-06-03T13:00:02Z""");
    }

    @Test
    void aTradeOfInteractiveBrokersInAPairOfCurrenciesIsBothSidesAndItsCommission() {
        String trade = """
                <FlexQueryResponse><FlexStatements><FlexStatement accountId="U1" fromDate="20250501" toDate="20250531">
                <AccountInformation accountId="U1" currency="GBP"/>
                <Trades>
                <Trade accountId="U1" currency="USD" assetCategory="CASH" fxRateToBase="0.8" symbol="EUR.USD" tradeID="9" dateTime="20250502;100500" quantity="%s" tradePrice="1.25" ibCommission="-2" ibCommissionCurrency="GBP" buySell="%s" levelOfDetail="EXECUTION"/>
                </Trades></FlexStatement></FlexStatements></FlexQueryResponse>
                """;

        assertThat(of(trade.formatted("100", "BUY"), Files.options("GBP")))
                .contains(
                        "withdrawal total=125 currency=USD fx_rate=0.8 at=",
                        "deposit total=100 currency=EUR at=",
                        "charge total=2 currency=GBP at=");
        assertThat(of(trade.formatted("-100", "SELL"), Files.options("GBP")))
                .contains("withdrawal total=100 currency=EUR at=", "deposit total=125 currency=USD fx_rate=0.8 at=");
    }

    @Test
    void aForexRowOfAStatementIsBothSides() {
        assertThat(of("""
                Statement,Header,Field Name,Field Value
                Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm in USD,MTM in USD,Code
                Trades,Data,Order,Forex,USD,EUR.USD,"2025-05-02, 10:05:00",-100,1.25,,125,-2,0,
                """, Files.options("USD")))
                .contains(
                        "withdrawal total=100 currency=EUR fx_rate=1.25 at=",
                        "deposit total=125 currency=USD at=",
                        "charge total=2 currency=USD at=");
    }
}
