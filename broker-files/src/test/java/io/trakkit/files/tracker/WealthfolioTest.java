package io.trakkit.files.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import io.trakkit.files.Recognition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WealthfolioTest {

    static final String FILE = """
            date,symbol,instrumentType,quantity,activityType,unitPrice,currency,fee,amount,fxRate,subtype
            2025-06-01,$CASH-USD,,1,DEPOSIT,1,USD,0,5000,,
            2025-06-02,MSFT,EQUITY,10,BUY,100,USD,1.5,1001.5,0.92,
            2025-06-02,MSFT,EQUITY,10,BUY,100,USD,1.5,1001.5,0.92,
            2025-06-03,VOD.L,EQUITY,100,BUY,70,GBp,50,,1.18,
            2025-06-04,MSFT,EQUITY,4,SELL,110,USD,1,,,
            2025-06-05,MSFT,EQUITY,1,DIVIDEND,12.5,USD,0,,,
            2025-06-06,MSFT,EQUITY,0.1,DIVIDEND,100,USD,0,10,,DRIP
            2025-06-07,MSFT,EQUITY,2,SPLIT,,USD,,,,
            2025-06-08,VOD.L,EQUITY,5,SPLIT,,GBp,,2,,
            2025-06-09,ETH,CRYPTO,0.5,TRANSFER_IN,2000,USD,,,,
            2025-06-10,ETH,CRYPTO,0.01,INTEREST,,USD,,,,STAKING_REWARD
            2025-06-11,ETH,CRYPTO,0.2,TRANSFER_OUT,,USD,,,,
            2025-06-12,,,,INTEREST,,USD,,3.25,,
            2025-06-13,,,,FEE,,USD,,4.99,,
            2025-06-14,,,,TAX,,USD,,2,,
            2025-06-15,,,,CREDIT,,USD,,1,,REBATE
            2025-06-16,,,20,WITHDRAWAL,1,USD,,,,
            2025-06-17,ABC250718C,OPTION,1,BUY,2,USD,,,,
            2025-06-18,MSFT,EQUITY,1,ADJUSTMENT,,USD,,,,
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("USD"))))
                .containsExactly(
                        "2 deposit total=5000 currency=USD at=2025-06-01T00:00:00Z",
                        "3 buy ticker=MSFT volume=10 amount=100 fee=1.5 currency=USD at=2025-06-02T00:00:00Z",
                        "4 buy ticker=MSFT volume=10 amount=100 fee=1.5 currency=USD at=2025-06-02T00:00:00.001Z",
                        "5 buy ticker=VOD.L volume=100 amount=0.7 fee=0.5 currency=GBP at=2025-06-03T00:00:00Z",
                        "6 sell ticker=MSFT volume=4 amount=110 fee=1 currency=USD at=2025-06-04T00:00:00Z",
                        "7 dividend ticker=MSFT total=12.5 currency=USD at=2025-06-05T00:00:00Z",
                        "8 dividend ticker=MSFT total=10 currency=USD at=2025-06-06T00:00:00Z",
                        "8 buy ticker=MSFT volume=0.1 amount=100 currency=USD at=2025-06-06T00:00:00.001Z",
                        // By version of the file the ratio is the quantity or the amount.
                        "9 split ticker=MSFT numerator=2 denominator=1 at=2025-06-07T00:00:00Z",
                        "10 split ticker=VOD.L numerator=2 denominator=1 at=2025-06-08T00:00:00Z",
                        "11 transfer_in ticker=ETH volume=0.5 currency=USD at=2025-06-09T00:00:00Z",
                        "12 bonus ticker=ETH volume=0.01 at=2025-06-10T00:00:00Z",
                        "13 transfer_out ticker=ETH volume=0.2 at=2025-06-11T00:00:00Z",
                        "14 interest total=3.25 currency=USD at=2025-06-12T00:00:00Z",
                        "15 charge total=4.99 currency=USD at=2025-06-13T00:00:00Z",
                        "16 charge total=2 currency=USD at=2025-06-14T00:00:00Z",
                        "17 charge total=-1 currency=USD at=2025-06-15T00:00:00Z",
                        "18 withdrawal total=20 currency=USD at=2025-06-16T00:00:00Z",
                        "19 unsupported: of the type OPTION, such as options and currencies",
                        "20 unsupported: an adjustment, whose effect the file does not have");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // (10 + 10 − 4 + 0.1) × 2; 100 × 2; 0.5 + 0.01 − 0.2.
        assertThat(Files.held(Files.read(FILE, Files.options("USD"))))
                .isEqualTo(Map.of(
                        "MSFT",
                        new BigDecimal("32.2"),
                        "VOD.L",
                        new BigDecimal("2E+2"),
                        "ETH",
                        new BigDecimal("0.31")));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("USD")).assertRepeatable();
    }

    @Test
    void theHeaderWithUnderscoresIsNotTakenForTrakkitsOwn() throws IOException {
        String other = """
                date;type;symbol;instrumentType;quantity;unit_price;currency;fee;amount;comment;fxRate;subtype
                2025-06-02;BUY;MSFT;EQUITY;10;100;USD;1.5;;first;;
                """;

        assertThat(Recognition.of(new ByteArrayInputStream(other.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOfSatisfying(
                        Recognition.Known.class,
                        known -> assertThat(known.preset().name()).isEqualTo("wealthfolio"));
        assertThat(Files.lines(Files.read(other, Files.options("USD"))))
                .containsExactly("2 buy ticker=MSFT volume=10 amount=100 fee=1.5 currency=USD at=2025-06-02T00:00:00Z");
    }

    @Test
    void anAmountThatDoesNotFitIsWrong() {
        assertThat(Files.lines(Files.read(FILE.replaceFirst("1001.5", "1201.5"), Files.options("USD"))))
                .contains("3 wrong: column \"amount\" is 1201.5, but quantity times price and fee is 1001.5");
    }

    @Test
    void aNewColumnIsRefusedByName() {
        assertThatThrownBy(() -> Files.read(FILE.replace("fxRate,", "fxRate,venue,"), Files.options("USD")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Wealthfolio")
                .hasMessageContaining("\"venue\"");
    }
}
