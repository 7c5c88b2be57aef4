package io.trakkit.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Other files of the same brokers: columns in another place, a header that has changed, what spreadsheets make of an export. A row
 * is read as what it is, or it is said what is wrong; none is lost, and none becomes another one.
 */
class TwistedFilesTest {

    private final String trading212 = Files.text("trading212.csv");
    private final String zerodha = Files.text("zerodha.csv");
    private final String degiro = Files.text("degiro-transactions-en.csv");

    @Test
    void columnsMayStandInAnyPlace() {
        assertThat(Files.byRefId(Files.read(turned(zerodha), Files.options("INR"))))
                .isEqualTo(Files.byRefId(Files.read(zerodha, Files.options("INR"))));
    }

    /** With the columns from the last to the first. */
    private static String turned(String table) {
        return table.lines()
                        .map(line ->
                                String.join(",", List.of(line.split(",", -1)).reversed()))
                        .reduce((one, other) -> one + "\n" + other)
                        .orElseThrow()
                + "\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trading212 | Notes,ID            | Promotion,Notes,ID    | has, which the preset does not know, the column "Promotion"
            trading212 | No. of shares       | Shares                | lacks the column "No. of shares"
            trading212 | Price / share,      | Price / share,Price / share, | has twice the column "Price / share"
            trading212 | Ticker,             | ''                    | lacks the column "Ticker"
            zerodha    | trade_type          | side                  | lacks the column "trade_type"; it has, which the preset does not know, the column "side"
            degiro     | Local value         | Local worth           | lacks the column "Local value"; it has, which the preset does not know, the column "Local worth"
            """)
    void aChangedHeaderIsRefusedWithWhatChanged(String broker, String before, String after, String words) {
        String file = switch (broker) {
            case "trading212" -> trading212;
            case "zerodha" -> zerodha;
            default -> degiro;
        };
        int end = file.indexOf('\n');

        assertThatThrownBy(() -> Files.read(
                        file.substring(0, end).replace(before, after) + file.substring(end), Files.options("EUR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("is nearest to that of ")
                .hasMessageContaining(words);
    }

    @Test
    void aChangedHeaderOfAStatementOfSeveralTablesIsRefusedWithWhatChanged() {
        String statement = """
                Statement,Header,Field Name,Field Value
                Statement,Data,BrokerName,Interactive Brokers
                Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Units,T. Price,C. Price,Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code
                Trades,Data,Order,Stocks,USD,MSFT,"2025-05-02, 10:05:00",2,100,100,-200,-1,201,0,0,O
                """;

        assertThatThrownBy(() -> Files.read(statement, Files.options("USD")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("\"Quantity\"")
                .hasMessageContaining("\"Units\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Market buy,    | Basket buy in,  | column "Action" ("Basket buy in") is not a known action
            2025-03-03 09:15:00.500 | 2025-02-30 09:15:00 | column "Time" ("2025-02-30 09:15:00") is not a time of the form
            EOF1,4,        | EOF1,4 pcs,     | column "No. of shares" ("4 pcs") is not a number
            EOF1,4,        | EOF1,0,         | column "Total"
            100.00,USD,1.25 | 100.00,USDT,1.25 | column "Currency (Price / share)" must be a currency
            321.00,GBP     | ,GBP            | column "Total" is empty
            """)
    void aCellThatCannotBeReadIsSaidWithItsColumnAndText(String before, String after, String words) {
        String file = trading212.replace(before.strip(), after.strip());

        List<String> rows = Files.lines(Files.read(file, Files.options("GBP")));

        assertThat(rows).hasSize(trading212.lines().toList().size() - 1);
        assertThat(rows.get(1)).startsWith("3 wrong: ").contains(words.strip());
    }

    @Test
    void twoRowsOfOneIdThatSayOtherThingsAreNotBothTaken() {
        String file = trading212.replace("EOF2", "EOF1");

        assertThat(Files.lines(Files.read(file, Files.options("GBP"))))
                .contains("4 wrong: has the id \"EOF1\" of line 3, and says something else");
    }

    @Test
    void twoExportsInOneFileAreTheSameRecordsTwice() {
        List<FileRow> once = Files.read(trading212, Files.options("GBP"));
        List<FileRow> twice = Files.read(zerodha + zerodha, Files.options("INR"));

        assertThat(Files.byRefId(twice)).hasSize(4 + 1);
        assertThat(Files.byRefId(Files.read(
                        trading212.replace("Dividend (Dividend)", "Dividend (Ordinary)"), Files.options("GBP"))))
                .isEqualTo(Files.byRefId(once));
    }

    @Test
    void whatASpreadsheetMakesOfAnExportIsTheSame() {
        UnaryOperator<String> germanExcel = text -> text.replace(",", ";").replaceAll("(\\d)\\.(\\d)", "$1,$2");
        var plain = Files.byRefId(Files.read(zerodha, Files.options("INR")));

        assertThat(Files.byRefId(Files.read(germanExcel.apply(zerodha), Files.options("INR"))))
                .isEqualTo(plain);
        assertThat(Files.byRefId(Files.read("\"" + zerodha.replaceFirst(",", "\","), Files.options("INR"))))
                .isEqualTo(plain);
        assertThat(Files.byRefId(Files.read(zerodha.replace("\n", ",,\n"), Files.options("INR"))))
                .isEqualTo(plain);
        assertThat(Files.byRefId(Files.read(zerodha.replace("\n", "\r"), Files.options("INR"))))
                .isEqualTo(plain);
        assertThat(Files.byRefId(Files.read(zerodha.toUpperCase(java.util.Locale.ROOT), Files.options("INR"))))
                .hasSameSizeAs(plain);
    }

    /** A date in another form would be another id: the row is refused, not stored twice. */
    @Test
    void aDateInAnotherFormIsTheSameIdOrWrong() {
        String slashes = zerodha.replace(",2025-04-01,", ",01/04/2025,");

        assertThat(Files.lines(Files.read(slashes, Files.options("INR"))))
                .filteredOn(line -> line.contains("wrong: column \"trade_date\" (\"01/04/2025\") is not a time"))
                .hasSize(2);
        assertThat(Files.byRefId(
                        Files.read(zerodha.replace(",2025-04-01,", ",2025-04-01T00:00:00,"), Files.options("INR"))))
                .isEqualTo(Files.byRefId(Files.read(zerodha, Files.options("INR"))));
    }

    @Test
    void aColumnWithoutANameThatHasValuesIsWrong() {
        String numbered = zerodha.lines()
                .map(line -> line.startsWith("symbol") ? "," + line : "0," + line)
                .reduce((one, other) -> one + "\n" + other)
                .orElseThrow();

        assertThat(Files.lines(Files.read(numbered, Files.options("INR"))))
                .hasSize(5)
                .allSatisfy(line -> assertThat(line)
                        .contains("wrong: has the value \"0\" in column 1, which has no name in the header"));
    }

    /** The comma of a name that is not in quotes moves all cells after it. */
    @Test
    void aRowWhoseCellsAreMovedIsWrong() {
        String moved = trading212.replace(",Microsoft,,EOF1", ",Microsoft, Inc,,EOF1");

        assertThat(Files.lines(Files.read(moved, Files.options("GBP"))).get(1)).startsWith("3 wrong: ");
    }

    @Test
    void aMistakeThatShowsWhenRowsAreJoinedIsThatOfItsRow() {
        String account = """
                Date,Time,Value date,Product,ISIN,Description,FX,Change,,Balance,,Order Id
                02-05-2025,10:05,02-05-2025,MICROSOFT CORP,US5949181045,DEGIRO Transaction and/or third party fees,,USD,two,EUR,998.00,o-1
                02-05-2025,10:05,02-05-2025,MICROSOFT CORP,US5949181045,Buy 2 MICROSOFT CORP@100 USD (US5949181045),,USD,-200.00,USD,-200.00,o-1
                01-05-2025,09:00,01-05-2025,,,iDEAL Deposit,,EUR,1000.00,EUR,1000.00,
                """;

        assertThat(Files.lines(Files.read(account, Files.options("EUR"))))
                .containsExactly(
                        "2 wrong: column \"Change\" (\"two\") is not a number",
                        "3 buy ticker=US5949181045 isin=US5949181045 volume=2 amount=100 currency=USD"
                                + " at=2025-05-02T08:05:00Z",
                        "4 deposit total=1000 currency=EUR at=2025-05-01T07:00:00Z");
    }

    @Test
    void whatAJsonObjectHasWithinIsListedIfItIsNotRead() throws java.io.IOException {
        String nested = Files.text("ghostfolio.json")
                .replaceFirst("\"fee\"", "\"SymbolProfile\": {\"currency\": \"USD\"}, \"empty\": [], \"fee\"");

        try (BrokerFile file = BrokerFile.open(
                new java.io.ByteArrayInputStream(nested.getBytes(StandardCharsets.UTF_8)), Files.options("USD"))) {
            while (file.next() != null) {
                assertThat(file.unit()).isEqualTo("record");
            }
            assertThat(file.ignored()).contains("SymbolProfile").doesNotContain("empty");
        }
    }

    /** The cents of the broker's own sum must fit. */
    @Test
    void aNumberThatIsReadWithAnotherSignDoesNotFitItsTotal() {
        assertThat(Files.lines(
                        Files.read(trading212.replace("EOF1,4,100.00", "EOF1,4,\"100,000\""), Files.options("GBP"))))
                .contains("3 wrong: column \"Total\" is 321.00, but shares times price and charges is 320001");
    }

    @Test
    void aCorrectedRowWithAnOrderKeepsItsIdentity() {
        List<FileRow> before = Files.read(degiro, Files.options("EUR"));
        List<FileRow> after = Files.read(degiro.replace(",,-3.90,-86.25", ",,-4.90,-87.25"), Files.options("EUR"));

        assertThat(Files.byRefId(after).keySet())
                .isEqualTo(Files.byRefId(before).keySet());
        assertThat(Files.byRefId(after)).isNotEqualTo(Files.byRefId(before));
    }
}
