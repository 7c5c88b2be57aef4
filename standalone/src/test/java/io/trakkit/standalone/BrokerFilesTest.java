package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.cli.Trakkit;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The file of a broker on its whole way: {@code ./trakkit import} or a bulk request, the log, the worker, and what is shown then. */
@ExtendWith(SharedServer.class)
class BrokerFilesTest {

    private static final String ZERODHA_HEADER =
            "symbol,isin,trade_date,exchange,segment,series,trade_type,auction,quantity,price,trade_id,order_id,order_execution_time\n";
    private static final String ZERODHA_BUY =
            "INFY,INE009A01021,2025-04-01,NSE,EQ,EQ,buy,false,10,1500,70011,11,2025-04-01T09:20:11\n";
    private static final String ZERODHA_SELL =
            "INFY,INE009A01021,2025-04-02,NSE,EQ,EQ,sell,false,4,1600,70012,12,2025-04-02T10:00:00\n";
    private static final String ZERODHA_OPTION =
            "NIFTY25APR23000CE,,2025-04-02,NSE,FO,,buy,false,75,110.25,80001,13,2025-04-02T10:00:00\n";
    private static final String ZERODHA_LATER = """
            TCS,INE467B01029,2025-05-02,NSE,EQ,EQ,buy,false,2,3000,90001,21,2025-05-02T10:00:00
            INFY,INE009A01021,2025-05-05,BSE,EQ,A,buy,false,4,1700,70011,22,2025-05-05T10:00:00
            """;

    private static final String TRADING212_HEADER =
            "Action,Time,ISIN,Ticker,Name,Notes,ID,No. of shares,Price / share,Currency (Price / share),Exchange rate,Total,"
                    + "Currency (Total),Withholding tax,Currency (Withholding tax),Currency conversion fee,"
                    + "Currency (Currency conversion fee),Currency conversion from amount,"
                    + "Currency (Currency conversion from amount),Currency conversion to amount,"
                    + "Currency (Currency conversion to amount)\n";
    private static final String TRADING212_FIRST = """
            Deposit,2025-03-03 08:00:00,,,,,%1$s-a,,,,,1000.00,GBP,,,,,,,,
            Market buy,2025-03-03 09:15:00,US5949181045,MSFT,Microsoft,,%1$s-1,4,100.00,USD,1.25,321.00,GBP,,,1.00,GBP,,,,
            Currency conversion,2025-03-04 06:00:00,,,,,%1$s-c,,,,,0.00,GBP,,,,,100.00,GBP,125.00,USD
            """;
    private static final String TRADING212_LATER = """
            Market sell,2025-03-05 11:00:00,US5949181045,MSFT,Microsoft,,%1$s-2,1,120.00,USD,1.25,96.00,GBP,,,,,,,,
            Dividend (Dividend),2025-03-10 12:00:00,US5949181045,MSFT,Microsoft,,,3,0.50,USD,Not available,1.20,GBP,0.15,USD,,,,,,
            Interest on cash,2025-03-11 02:00:00,,,,,%1$s-i,,,,,0.42,GBP,,,,,,,,
            """;

    private static final String DEGIRO_HEADER =
            "Date,Time,Value date,Product,ISIN,Description,FX,Change,,Balance,,Order Id\n";
    private static final String DEGIRO_LATER = """
            03-06-2025,15:40,03-06-2025,MICROSOFT CORP,US5949181045,FX Credit,,EUR,96.00,EUR,934.00,%1$s-2
            03-06-2025,15:40,03-06-2025,MICROSOFT CORP,US5949181045,FX Debit,1.2500,USD,-120.00,USD,8.50,%1$s-2
            03-06-2025,15:40,03-06-2025,MICROSOFT CORP,US5949181045,Sell 1 MICROSOFT CORP@120 USD (US5949181045),,USD,120.00,USD,128.50,%1$s-2
            """;
    private static final String DEGIRO_DIVIDEND = """
            12-05-2025,07:30,12-05-2025,MICROSOFT CORP,US5949181045,Dividend Tax,,USD,-1.50,USD,8.50,
            12-05-2025,07:30,12-05-2025,MICROSOFT CORP,US5949181045,Dividend,,USD,10.00,USD,10.00,
            """;
    private static final String DEGIRO_BUY = """
            02-05-2025,10:05,02-05-2025,MICROSOFT CORP,US5949181045,FX Credit,1.2500,USD,200.00,USD,0.00,%1$s-1
            02-05-2025,10:05,02-05-2025,MICROSOFT CORP,US5949181045,FX Debit,,EUR,-160.00,EUR,838.00,%1$s-1
            02-05-2025,10:05,02-05-2025,MICROSOFT CORP,US5949181045,DEGIRO Transaction and/or third party fees,,EUR,-2.00,EUR,998.00,%1$s-1
            02-05-2025,10:05,02-05-2025,MICROSOFT CORP,US5949181045,Buy 2 MICROSOFT CORP@100 USD (US5949181045),,USD,-200.00,USD,-200.00,%1$s-1
            """;
    private static final String DEGIRO_DEPOSIT =
            "01-05-2025,09:00,01-05-2025,,,iDEAL Deposit,,EUR,1000.00,EUR,1000.00,\n";

    private final Http http;
    private final String run = UUID.randomUUID().toString();
    private long portfolio;

    @TempDir
    private Path folder = Path.of("");

    BrokerFilesTest(Server server) {
        http = new Http(server.address());
    }

    @Test
    void aTradebookOfZerodhaBecomesThePositionThatItsOwnerHas() {
        openPortfolio("INR");

        Said first = importFile(ZERODHA_HEADER + ZERODHA_BUY + ZERODHA_SELL + ZERODHA_OPTION);

        assertThat(first.exit()).isEqualTo(ExitCode.SOME_DO_NOT_COUNT);
        assertThat(first.counts())
                .isEqualTo("applied 2, repeated 0, amended 0, rejected 0, refused 0, pending 0, missed 1");
        // 10 at 1,500, and 4 of them sold at 1,600.
        assertThat(positions()).containsExactly("INFY held 6 cost 9000 realised 400 income 0");
        assertThat(cash()).containsExactly("INR -8600");
        assertThat(income()).isEmpty();
    }

    @Test
    void aFileOfZerodhaAgainIsRepeatsAndALongerOneAddsWhatIsNew() {
        openPortfolio("INR");
        String file = ZERODHA_HEADER + ZERODHA_BUY + ZERODHA_SELL;
        importFile(file);
        String state = state();

        assertThat(importFile(file).counts())
                .isEqualTo("applied 0, repeated 2, amended 0, rejected 0, refused 0, pending 0, missed 0");
        assertThat(state()).isEqualTo(state);

        assertThat(importFile(ZERODHA_HEADER + ZERODHA_SELL + ZERODHA_LATER).counts())
                .isEqualTo("applied 2, repeated 1, amended 0, rejected 0, refused 0, pending 0, missed 0");
        assertThat(positions())
                .containsExactly(
                        "INFY held 10 cost 15800 realised 400 income 0", "TCS held 2 cost 6000 realised 0 income 0");
        assertThat(cash()).containsExactly("INR -21400");

        String corrected = ZERODHA_HEADER + ZERODHA_BUY + ZERODHA_SELL.replace(",1600,", ",1610,");
        assertThat(importFile(corrected).counts())
                .isEqualTo("applied 0, repeated 1, amended 1, rejected 0, refused 0, pending 0, missed 0");
        assertThat(positions())
                .containsExactly(
                        "INFY held 10 cost 15800 realised 440 income 0", "TCS held 2 cost 6000 realised 0 income 0");
        assertThat(cash()).containsExactly("INR -21360");

        state = state();
        assertThat(importFile(corrected).counts())
                .isEqualTo("applied 0, repeated 2, amended 0, rejected 0, refused 0, pending 0, missed 0");
        assertThat(state()).isEqualTo(state);
    }

    @Test
    void aHistoryOfTrading212BecomesPositionCashAndIncome() {
        openPortfolio("GBP");
        String first = TRADING212_HEADER + TRADING212_FIRST.formatted(run);
        String longer = first + TRADING212_LATER.formatted(run);

        Said said = importFile(first);

        assertThat(said.exit()).isEqualTo(ExitCode.DONE);
        assertThat(said.counts())
                .isEqualTo("applied 4, repeated 0, amended 0, rejected 0, refused 0, pending 0, missed 0");
        // 4 × 100 dollars at 0.80, and a fee of 1 pound.
        assertThat(positions()).containsExactly("MSFT held 4 cost 321 realised 0 income 0");
        // 1,000 − 100; −400 − 1.25 + 125.
        assertThat(cash()).containsExactly("GBP 900", "USD -276.25");
        String state = state();
        assertThat(importFile(first).counts())
                .isEqualTo("applied 0, repeated 4, amended 0, rejected 0, refused 0, pending 0, missed 0");
        assertThat(state()).isEqualTo(state);

        assertThat(importFile(longer).counts())
                .isEqualTo("applied 3, repeated 4, amended 0, rejected 0, refused 0, pending 0, missed 0");
        // 96 − 321 ÷ 4; 1.50 dollars after tax at 0.80.
        assertThat(positions()).containsExactly("MSFT held 3 cost 240.75 realised 15.75 income 1.2");
        assertThat(cash()).containsExactly("GBP 900.42", "USD -154.75");
        assertThat(income()).containsExactly("dividend MSFT 1.2", "interest cash 0.42");

        String corrected = longer.replace(",4,100.00,USD,1.25,321.00,", ",4,105.00,USD,1.25,337.00,");
        assertThat(importFile(corrected).counts())
                .isEqualTo("applied 0, repeated 6, amended 1, rejected 0, refused 0, pending 0, missed 0");
        // 337 × 3 ÷ 4; 96 − 84.25.
        assertThat(positions()).containsExactly("MSFT held 3 cost 252.75 realised 11.75 income 1.2");
        state = state();
        importFile(corrected);
        importFile(first);
        assertThat(state()).isEqualTo(state);
    }

    @Test
    void anAccountOfDegiroBecomesPositionCashAndIncome() {
        openPortfolio("EUR");
        http.put("/api/v1/fx-rate/USD/EUR/", """
                {"rate": "0.9", "as_of": "2025-05-12T00:00:00Z", "accept_jump": true}""");
        String early = DEGIRO_HEADER + (DEGIRO_BUY + DEGIRO_DEPOSIT).formatted(run);
        String longer = DEGIRO_HEADER + (DEGIRO_LATER + DEGIRO_DIVIDEND + DEGIRO_BUY + DEGIRO_DEPOSIT).formatted(run);

        Said said = importFile(early);

        assertThat(said.exit()).isEqualTo(ExitCode.DONE);
        assertThat(said.counts())
                .isEqualTo("applied 5, repeated 0, amended 0, rejected 0, refused 0, pending 0, missed 0");
        // 200 dollars for 160 euros.
        assertThat(positions()).containsExactly("US5949181045 held 2 cost 160 realised 0 income 0");
        assertThat(cash()).containsExactly("EUR 838", "USD 0");
        String state = state();
        assertThat(importFile(early).counts())
                .isEqualTo("applied 0, repeated 5, amended 0, rejected 0, refused 0, pending 0, missed 0");
        assertThat(state()).isEqualTo(state);

        assertThat(importFile(longer).counts())
                .isEqualTo("applied 4, repeated 5, amended 0, rejected 0, refused 0, pending 0, missed 0");
        // 120 × 0.80 − 80; 8.50 × 0.90.
        assertThat(positions()).containsExactly("US5949181045 held 1 cost 80 realised 16 income 7.65");
        assertThat(cash()).containsExactly("EUR 934", "USD 8.5");
        assertThat(income()).containsExactly("dividend US5949181045 7.65");

        String corrected = longer.replace("@100 USD", "@101 USD")
                .replace("USD,-200.00,", "USD,-202.00,")
                .replace("USD,200.00,", "USD,202.00,")
                .replace("EUR,-160.00,", "EUR,-161.60,");
        assertThat(importFile(corrected).counts())
                .isEqualTo("applied 0, repeated 6, amended 3, rejected 0, refused 0, pending 0, missed 0");
        // 96 − 80.80.
        assertThat(positions()).containsExactly("US5949181045 held 1 cost 80.8 realised 15.2 income 7.65");
        assertThat(cash()).containsExactly("EUR 932.4", "USD 8.5");
    }

    @Test
    void theReadModelIsTheSameAfterAFileIsImportedAgain() {
        openPortfolio("GBP");
        String file = TRADING212_HEADER + (TRADING212_FIRST + TRADING212_LATER).formatted(run);
        importFile(file);
        String digest = digest();

        importFile(file);

        assertThat(digest()).isEqualTo(digest).isNotEmpty();
    }

    /** 21,000 rows are five slices, some of which are on their way at the same time. */
    @Test
    void aFileOfManySlicesIsStoredAsAWhole() {
        openPortfolio("INR");
        StringBuilder file = new StringBuilder(ZERODHA_HEADER);
        for (int i = 0; i < 21_000; i++) {
            file.append(
                    "INFY,INE009A01021,2025-%1$02d-%2$02d,NSE,EQ,EQ,%3$s,false,1,10,%4$d,1,2025-%1$02d-%2$02dT10:00:00\n"
                            .formatted(i / 7_000 + 1, i / 250 % 28 + 1, i % 3 == 2 ? "sell" : "buy", i));
        }

        assertThat(importFile(file.toString()).counts())
                .isEqualTo("applied 21000, repeated 0, amended 0, rejected 0, refused 0, pending 0, missed 0");
        // 14,000 bought and 7,000 sold.
        assertThat(positions()).containsExactly("INFY held 7000 cost 70000 realised 0 income 0");
        assertThat(importFile(file.toString()).counts())
                .isEqualTo("applied 0, repeated 21000, amended 0, rejected 0, refused 0, pending 0, missed 0");
        assertThat(cash()).containsExactly("INR -70000");
    }

    private String digest() {
        Said said = trakkit("replay", "verify", "--portfolio", Long.toString(portfolio), "--url", address(), "--json");
        assertThat(said.exit()).as(said.out()).isEqualTo(ExitCode.DONE);
        return said.json().findValue("digest").asString();
    }

    @Test
    void aDryRunShowsWhatTheFileWouldStoreAndChangesNothing() {
        openPortfolio("INR");
        importFile(ZERODHA_HEADER + ZERODHA_BUY);
        String state = state();
        Path file = file(ZERODHA_HEADER + ZERODHA_BUY + ZERODHA_SELL + ZERODHA_OPTION + ZERODHA_LATER);

        Said said = trakkit("import", file.toString(), "--dry-run", "--url", "http://127.0.0.1:1");

        assertThat(said.exit()).isEqualTo(ExitCode.SOME_DO_NOT_COUNT);
        assertThat(said.out().lines().map(line -> line.replaceAll(" +", " ").strip()))
                .containsExactly(
                        "Zerodha (tradebook): 2025-04-01 to 2025-05-05",
                        "kind records first last cash",
                        "buy 3 2025-04-01 2025-05-05 -27800 INR",
                        "sell 1 2025-04-02 2025-04-02 6400 INR",
                        "Cash in all: -21400 INR",
                        "Tickers: INFY, TCS",
                        "1 row cannot be held yet: a future or an option (first: line 4)",
                        "Not read: auction",
                        "4 records, 1 skipped, 0 wrong. Nothing was stored");
        assertThat(state()).isEqualTo(state);
    }

    @Test
    void aDryRunOfSeveralCurrenciesHasTheCashOfEach() {
        Path file = file(TRADING212_HEADER + (TRADING212_FIRST + TRADING212_LATER).formatted(run));

        Said said = trakkit("import", file.toString(), "--dry-run", "--json");

        assertThat(said.exit()).isEqualTo(ExitCode.DONE);
        assertThat(said.json().required("cash").toString()).isEqualTo("{\"GBP\":\"900.42\",\"USD\":\"-154.75\"}");
        assertThat(said.json().required("kinds").findValuesAsString("kind"))
                .containsExactly("buy", "sell", "dividend", "deposit", "withdrawal", "interest");
    }

    @Test
    void aFileThatIsPostedOverHttpHasTheSameResults() {
        openPortfolio("INR");
        String file = ZERODHA_HEADER + ZERODHA_BUY + ZERODHA_SELL + ZERODHA_OPTION;

        List<JsonNode> posted = post(file, "");

        assertThat(posted.getFirst().required("state").asString()).isEqualTo("applied");
        assertThat(posted.get(2).required("missed").asString()).isEqualTo("a future or an option");
        assertThat(positions()).containsExactly("INFY held 6 cost 9000 realised 400 income 0");
        String state = state();
        JsonNode counts = post(file, "").getLast();
        assertThat(counts.required("repeated").asInt()).isEqualTo(2);
        assertThat(counts.required("accepted").asInt()).isZero();
        assertThat(importFile(file).counts())
                .isEqualTo("applied 0, repeated 2, amended 0, rejected 0, refused 0, pending 0, missed 1");
        assertThat(post(file, "&dry_run=true").getLast().required("records").asInt())
                .isEqualTo(2);
        assertThat(state()).isEqualTo(state);
    }

    @Test
    void aCorrectedRowOverHttpIsAConflictThatAnAmendmentSettles() {
        openPortfolio("INR");
        post(ZERODHA_HEADER + ZERODHA_BUY, "");

        JsonNode row = post(ZERODHA_HEADER + ZERODHA_BUY.replace(",1500,", ",1510,"), "")
                .getFirst();

        assertThat(row.required("status").asInt()).isEqualTo(409);
        assertThat(positions()).containsExactly("INFY held 10 cost 15000 realised 0 income 0");
        HttpAnswer amended = http.patch(
                "/api/v1/trade/" + row.required("ref_id").asString() + "/",
                "{\"amount\": \"1510\"}",
                "Prefer",
                "wait=30");
        assertThat(amended.status()).as(amended.text()).isEqualTo(200);
        assertThat(positions()).containsExactly("INFY held 10 cost 15100 realised 0 income 0");
    }

    private void openPortfolio(String currency) {
        HttpAnswer answer = http.post("/api/v1/portfolio/", """
                {"user_id": "%s", "name": "main", "currency": "%s"}""".formatted(run, currency));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        portfolio = answer.json().required("id").asLong();
    }

    private List<JsonNode> post(String file, String more) {
        HttpAnswer answer = http.send(
                "POST",
                "/api/v1/trade/bulk/?format=auto&portfolio=" + portfolio + "&user_id=" + run + more,
                BodyPublishers.ofString(file),
                "Content-Type",
                "text/csv",
                "Prefer",
                "wait=30");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text()
                .lines()
                .<JsonNode>map(line -> Json.object(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** What a command said. */
    private record Said(int exit, String out, String err) {

        JsonNode json() {
            return Json.object(out.strip().getBytes(StandardCharsets.UTF_8));
        }

        String counts() {
            JsonNode json = json();
            List<String> counts = new ArrayList<>();
            for (String name : List.of("applied", "repeated", "amended", "rejected", "refused", "pending", "missed")) {
                counts.add(name + " " + json.path(name).asLong(0));
            }
            return String.join(", ", counts);
        }
    }

    private Said importFile(String content) {
        Said said = trakkit(
                "import",
                file(content).toString(),
                "--url",
                address(),
                "--portfolio",
                Long.toString(portfolio),
                "--json");
        assertThat(said.out()).as(said.err()).isNotEmpty();
        return said;
    }

    private String address() {
        return http.address().toString();
    }

    private Said trakkit(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Trakkit.program().run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Said(exit, out.toString(), err.toString());
    }

    private Path file(String content) {
        try {
            return Files.writeString(folder.resolve("export.csv"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode summaries() {
        return http.get("/api/v1/portfolio-summary/?ordering=ticker&include_closed=true&portfolio_id=" + portfolio)
                .json()
                .required("results");
    }

    private List<String> positions() {
        return summaries()
                .valueStream()
                .map(row -> "%s held %s cost %s realised %s income %s"
                        .formatted(
                                row.required("ticker").asString(),
                                row.required("volume_text").asString(),
                                row.required("cost").asString(),
                                row.required("realised_return").asString(),
                                row.required("income").asString()))
                .toList();
    }

    private JsonNode book(String name) {
        return http.get("/api/v1/portfolio/" + portfolio + "/" + name + "/").json();
    }

    private List<String> cash() {
        return book("cash")
                .required("balances")
                .valueStream()
                .map(of -> of.required("currency").asString() + " "
                        + of.required("balance").asString())
                .sorted()
                .toList();
    }

    private List<String> income() {
        return book("income")
                .required("totals")
                .valueStream()
                .map(of -> of.required("type").asString() + " "
                        + (of.path("ticker").isString() ? of.path("ticker").asString() : "cash") + " "
                        + of.required("net").asString())
                .sorted()
                .toList();
    }

    /** All that is shown of the portfolio, with the versions of its records. */
    private String state() {
        return summaries() + "\n" + book("cash") + "\n" + book("income") + "\n"
                + http.get("/api/v1/trade/?portfolio_id=" + portfolio + "&page_size=100")
                        .text()
                + "\n"
                + http.get("/api/v1/activity/?portfolio_id=" + portfolio + "&page_size=100")
                        .text();
    }
}
