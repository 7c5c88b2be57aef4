package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Presets;
import io.trakkit.files.preset.Preset;
import io.trakkit.standalone.browser.Browser;
import io.trakkit.standalone.browser.Browser.Theme;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Files of brokers on the page: what is recognised, what each row becomes, and what is said where something is wrong. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedServer.class)
class PageImportTest {

    private static final String TRADING_212 =
            "Action,Time,ISIN,Ticker,Name,Notes,ID,No. of shares,Price / share,Currency (Price / share),Exchange rate,Result,Currency (Result),"
                    + "Total,Currency (Total),Withholding tax,Currency (Withholding tax),Stamp duty reserve tax,"
                    + "Currency (Stamp duty reserve tax),Currency conversion fee,Currency (Currency conversion fee)\n";

    private static final String CHOOSER = "Drop the file of your broker here, or choose it";
    private static final int MANY = 20_000;

    /** The most that one instance serves at once, and one more. */
    private static final int BULK_REQUESTS = 5;

    private static final int PHONE = 360;
    private static final int DESK = 1280;

    private final Http http;
    private final Proxy network;
    private final Browser browser;

    @TempDir
    private Path folder;

    private PageSamples samples;
    private long portfolio;

    PageImportTest(Server server) {
        http = new Http(server.address());
        network = Proxy.before(server.address().getPort());
        browser = Browser.start(URI.create("http://127.0.0.1:" + network.port()));
        samples = new PageSamples(http);
    }

    @BeforeEach
    void begin() {
        samples = new PageSamples(http);
        portfolio = samples.create(samples.name());
    }

    @AfterEach
    void nothingIsWrongInTheConsole() {
        network.heal();
        browser.resize(DESK);
        browser.prefer(Theme.LIGHT);
        assertThat(browser.complaints()).isEmpty();
    }

    @AfterAll
    void close() {
        browser.close();
        network.close();
    }

    /** A deposit, a buy of 4 at 100, a sell of 1 at 120, a sell of 9 where 3 are held, a row without a number, a conversion of money. */
    private String export() {
        return TRADING_212 + """
                Deposit,2026-03-03 08:00:00,,,,,D-RUN,,,,,,,1000.00,USD,,,,,,
                Market buy,2026-03-03 09:15:00,,RUN,Acme,,B-RUN,4,100.00,USD,1.00,,,400.00,USD,,,,,,
                Market sell,2026-03-05 11:00:00,,RUN,Acme,,S-RUN,1,120.00,USD,1.00,20.00,USD,120.00,USD,,,,,,
                Market sell,2026-03-06 11:00:00,,RUN,Acme,,T-RUN,9,120.00,USD,1.00,,,1080.00,USD,,,,,,
                Market buy,2026-03-07 11:00:00,,RUN,Acme,,W-RUN,four,120.00,USD,1.00,,,480.00,USD,,,,,,
                Currency conversion,2026-03-13 06:00:00,,,,,C-RUN,,,,,,,0.00,USD,,,,,,
                """.replace("RUN", samples.ticker());
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open() {
        browser.open("/portfolio/" + portfolio + "/import");
        browser.awaitText(CHOOSER);
    }

    private void choose(Path file) {
        browser.field(CHOOSER).sendKeys(file.toString());
    }

    /** Lets go of files over the page, as a person who drags them there. */
    private void drop(String files) {
        browser.run(
                "const transfer = new DataTransfer(); for (const file of " + files + ") transfer.items.add(file);"
                        + "document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))");
    }

    @Test
    void aFileIsShownImportedAndEachRowHasAVerdict() {
        open();
        choose(file("export.csv", export()));
        browser.awaitText("export.csv is a file of Trading 212, from 3 Mar 2026 to 6 Mar 2026. Nothing is stored yet.");
        assertThat(browser.textOf(".trail")).isEqualTo("Portfolios › " + samples.name());
        browser.awaitText("+1,800.00 USD");
        browser.awaitText("a conversion of money whose amounts the file does not have");
        browser.awaitText("Rows that cannot be read");
        assertThat(browser.text()).contains("deposit", "buy", "sell", samples.ticker(), "four");
        assertThat(http.get("/api/v1/trade/?portfolio_id=" + portfolio)
                        .json()
                        .at("/count")
                        .asInt())
                .isZero();

        browser.click("Import 4 records");
        browser.awaitText("“export.csv” is imported into " + samples.name());
        browser.awaitText("3 records count now.");
        browser.awaitText("1 record is kept, but does not count.");
        browser.awaitText("1 row was refused.");
        browser.awaitText("1 row cannot be held by a portfolio yet.");
        browser.awaitText("9 to sell, 3 held at that time");
        browser.click("Does not count 1");
        browser.awaitNoText("trading212:" + portfolio + ":B-");

        browser.keepSavedFiles();
        browser.click("Download failures (2)");
        browser.click("Download skipped rows (1)");
        patiently()
                .untilAsserted(() -> assertThat(String.valueOf(browser.run("return window.saved.join()")))
                        .contains(
                                "line,verdict,why,ref_id",
                                "5,Does not count,\"9 to sell, 3 held at that time\",",
                                "6,Refused,",
                                "7,Cannot be held yet,"));

        browser.click("To " + samples.name());
        browser.awaitText("Positions (1)");
        browser.awaitText("+20.00 USD");
    }

    @Test
    void aDroppedFileThatIsKnownCountsOnce() {
        http.send(
                "POST",
                "/api/v1/trade/bulk/?format=auto&portfolio=" + portfolio + "&user_id=" + samples.user(),
                BodyPublishers.ofString(export()),
                "Prefer",
                "wait=30");
        open();
        browser.run("window.content = arguments[0]", export());
        drop("[new File([window.content], 'a.csv'), new File(['b'], 'b.csv')]");
        browser.awaitText("These are 2 files. Choose one; the next one can follow.");
        drop("[new File([], 'empty.csv')]");
        browser.awaitText("“empty.csv” has no bytes.");
        drop("[new File([new Uint8Array(52 * 1024 * 1024)], 'large.csv')]");
        browser.awaitText("This file is too large");
        browser.awaitText("“large.csv” has 52 MB; the page takes 50 MB.");

        drop("[new File([window.content], 'export.csv')]");
        browser.click("Import 4 records");
        browser.awaitText("3 records were known already and count once.");
        browser.click("Import another file");
        browser.awaitText(CHOOSER);
    }

    @Test
    void anUnknownHeaderIsToldAndTheColumnsAreDescribed() {
        open();
        choose(file("renamed.csv", export().replace(",Time,", ",When,")));
        browser.awaitText("is nearest to that of Trading 212, but lacks the column \"Time\"");
        browser.awaitText("Choose the format or describe the columns below, or choose another file.");
        browser.forgetComplaints();
        assertThat(
                        browser.run(
                                "return [...document.querySelectorAll('select[name=format] option')].map(({ value }) => value).filter(Boolean)"))
                .isEqualTo(Presets.ALL.stream().map(Preset::name).sorted().toList());

        drop("[new File(['When;What;Stock;Units;Price;Remark\\n05.01.2026 10:00:00;Kauf;" + samples.ticker()
                + ";3;12,50;first\\n06.01.2026 10:00:00;Storno;" + samples.ticker() + ";3;12,50;\\n'], 'own.csv')]");
        browser.awaitText("No preset knows this file.");
        browser.forgetComplaints();
        browser.click("Describe the columns");
        browser.awaitText("What each word in “What” is");
        assertThat(browser.barriers()).isEmpty();
        browser.type("Currency", "USD");
        browser.click("Read the file by this description");
        browser.awaitText("own.csv is a file of your mapping, from 5 Jan 2026 to 5 Jan 2026.");
        browser.awaitText("has no effect, as described");
        browser.click("Import 1 record");
        browser.awaitText("1 record counts now.");
        assertThat(http.get("/api/v1/portfolio-summary/?portfolio_id=" + portfolio)
                        .json()
                        .at("/results/0/cost")
                        .asString())
                .isEqualTo("37.5");
    }

    @Test
    void aLargeFileIsAbortedImportedAgainAndListedInPages() {
        StringBuilder lines =
                new StringBuilder("ref_id,trade_type,security_type,ticker,volume,amount,status,executed_at\n");
        for (int i = 0; i < MANY; i++) {
            lines.append("%s-%d,BUY,stock,M%02d,1,10,success,2026-11-02T10:00:00Z%n"
                    .formatted(samples.firstTrade(), i, i % 50));
        }
        open();
        choose(file("large.csv", lines.toString()));
        browser.awaitText("Import 20,000 records");
        network.slow(Duration.ofSeconds(1));
        browser.click("Import 20,000 records");
        browser.awaitText("Importing “large.csv” into " + samples.name());
        assertThat(browser.barriers()).isEmpty();
        browser.click("Abort");
        browser.awaitText("The import was aborted");

        network.heal();
        browser.run("""
                window.progress = new Set();
                new MutationObserver(() => window.progress.add(document.querySelector('.importing')?.innerText))
                    .observe(document.body, { childList: true, subtree: true, characterData: true });
                """);
        browser.click("Import the file again");
        browser.awaitText("“large.csv” is imported into " + samples.name());
        assertThat(String.valueOf(browser.run("return [...window.progress].join()")))
                .contains("of 20,000 rows have a verdict.");
        browser.awaitText("1–50 of 20,000");
        assertThat(browser.run("return document.querySelectorAll('tr').length"))
                .isInstanceOfSatisfying(Long.class, rows -> assertThat(rows).isLessThan(100));
        browser.click("Next");
        browser.awaitText("51–100 of 20,000");
    }

    @Test
    void aServerThatIsAwayOrBusyIsToldAndTheImportGoesOn() throws IOException {
        open();
        choose(file("export.csv", export()));
        browser.awaitText("Import 4 records");
        network.goAway();
        browser.click("Import 4 records");
        browser.awaitText("trakkit cannot be reached");
        browser.awaitText("It tries again by itself");
        network.heal();
        browser.awaitText("3 records count now.");
        browser.forgetComplaints();

        List<Socket> unfinished = new ArrayList<>();
        try {
            for (int i = 0; i < BULK_REQUESTS; i++) {
                unfinished.add(beginBulkRequest());
            }
            patiently().until(() -> bulkRequest().status() == 429);
            open();
            choose(file("again.csv", export()));
            browser.awaitText("Too many requests at once");
            browser.awaitText("bulk requests run at once");
        } finally {
            for (Socket socket : unfinished) {
                socket.close();
            }
        }
        browser.awaitText("Import 4 records");
        browser.forgetComplaints();
    }

    private Socket beginBulkRequest() throws IOException {
        Socket socket = new Socket(http.address().getHost(), http.address().getPort());
        socket.getOutputStream()
                .write("""
                POST /api/v1/trade/bulk/ HTTP/1.1\r
                Host: %s\r
                Content-Type: application/x-ndjson\r
                Content-Length: 1000\r
                \r
                {""".formatted(http.address().getAuthority()).getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private HttpAnswer bulkRequest() {
        return http.send(
                "POST", "/api/v1/trade/bulk/", BodyPublishers.ofString("{}"), "Content-Type", "application/x-ndjson");
    }

    @Test
    void aFileIsImportedByKeyboard() {
        open();
        browser.press(Keys.TAB);
        for (int i = 0; i < 20 && !"file".equals(browser.run("return document.activeElement.type")); i++) {
            browser.press(Keys.TAB);
        }
        assertThat(browser.run("return document.activeElement.type")).isEqualTo("file");
        // A browser without a window has no dialog to choose a file from.
        choose(file("export.csv", export()));
        browser.awaitText("Import 4 records");
        for (int i = 0; i < 40 && !browser.focused().equals("Import 4 records"); i++) {
            browser.press(Keys.TAB);
        }
        browser.press(Keys.ENTER);
        browser.awaitText("3 records count now.");
    }

    @Test
    void nobodyIsKeptOutAndNothingIsCutOff() {
        for (Theme theme : Theme.values()) {
            browser.prefer(theme);
            open();
            assertThat(browser.barriers()).as("%s, no file", theme).isEmpty();
            choose(file("export.csv", export()));
            browser.awaitText("Import 4 records");
            assertThat(browser.barriers()).as("%s, preview", theme).isEmpty();
            browser.click("Import 4 records");
            browser.awaitText("A verdict for each row");
            assertThat(browser.barriers()).as("%s, verdicts", theme).isEmpty();
        }
        browser.resize(PHONE);
        assertThat(browser.cutOff()).isEmpty();
        open();
        assertThat(browser.cutOff()).isEmpty();
        choose(file("export.csv", export()));
        browser.awaitText("Import 4 records");
        assertThat(browser.cutOff()).isEmpty();
    }

    @Test
    void theImportIsPictured() {
        portfolio = samples.create("Retirement");
        open();
        choose(file("trading212-2026.csv", export().replace(samples.ticker(), "ACME")));
        browser.awaitText("Import 4 records");
        browser.screenshot(Path.of("target", "images", "import-light.png"));
        browser.click("Import 4 records");
        browser.awaitText("A verdict for each row");
        browser.prefer(Theme.DARK);
        browser.screenshot(Path.of("target", "images", "import-verdicts-dark.png"));
        browser.resize(PHONE);
        browser.screenshot(Path.of("target", "images", "import-verdicts-phone.png"));
    }
}
