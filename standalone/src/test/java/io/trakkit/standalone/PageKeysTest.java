package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.standalone.browser.Browser;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.util.FileSystemUtils;

/** Signing in to the page, and what each key shows. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageKeysTest {

    private final Path folder;
    private final StandaloneProcess process;
    private final Http http;
    private final String admin;
    private final String reader;
    private final String readerId;
    private final Browser browser;

    PageKeysTest() throws IOException {
        folder = Files.createTempDirectory("trakkit-test-");
        process = StandaloneProcess.start(
                "up", "--auth", "--port", "0", "--data", folder.resolve("data").toString());
        http = new Http(process.awaitReady());
        admin = Files.readString(folder.resolve("data").resolve("admin.key")).strip();
        created("/api/v1/admin/clients/", "{\"id\": \"acme\", \"name\": \"Acme\"}");
        reader = key("\"read\"");
        readerId = ApiKey.parse(reader).orElseThrow().id().value();
        browser = Browser.start(http.address());
    }

    @AfterAll
    void stop() throws IOException {
        browser.close();
        process.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    private String key(String scopes) {
        return created("/api/v1/admin/keys/", "{\"client\": \"acme\", \"scopes\": [" + scopes + "]}")
                .json()
                .required("key")
                .asString();
    }

    private HttpAnswer created(String path, String body, String... headers) {
        HttpAnswer answer = http.post(
                path,
                body,
                Stream.concat(Stream.of("Authorization", "Bearer " + admin), Stream.of(headers))
                        .toArray(String[]::new));
        assertThat(answer.status()).as(answer.text()).isBetween(200, 202);
        return answer;
    }

    private void signIn(String key) {
        browser.awaitText("API key");
        browser.type("API key", key);
        browser.click("Sign in");
    }

    @Test
    void aSessionStartsSurvivesAReloadEndsAndIsStartedAgain() {
        browser.open("/portfolios");
        browser.awaitText("Use an API key");
        assertThat(browser.barriers()).isEmpty();
        signIn("trk_0123456789abcdef_" + "0".repeat(72));
        browser.awaitText("This key is not accepted");
        signIn(reader);
        browser.awaitText("There are no portfolios yet.");
        assertThat(browser.text()).contains("acme").doesNotContain("Operations", "Administration", "New portfolio");
        browser.reload();
        browser.awaitText("There are no portfolios yet.");
        assertThat(browser.run("return document.cookie")).asString().doesNotContain("trk_");

        browser.go("/administration");
        browser.awaitText("This is not for your key");
        created("/api/v1/admin/keys/" + readerId + "/revoke/", "{}");
        // A revocation holds within two seconds: until then the page is answered.
        patiently().until(() -> {
            browser.go("/administration");
            browser.go("/portfolios");
            return browser.text().contains("Your session has ended");
        });
        browser.awaitText("Your key was revoked. Ask your administrator for another one.");
        signIn(key("\"read\", \"write\""));
        browser.awaitText("New portfolio");
        assertThat(browser.run("return location.hash")).isEqualTo("#/portfolios");

        browser.type("Name", "Savings");
        browser.type("Owner (user id)", "ada");
        browser.click("Create the portfolio");
        browser.awaitText("Nothing has been posted to this portfolio yet.");
        browser.click("Sign out");
        browser.awaitText("Use an API key");
        browser.forgetComplaints();
    }

    @Test
    void aSessionThatEndsBeforeAnImportKeepsTheFile() throws IOException {
        browser.open("/portfolios");
        String writer = key("\"read\", \"write\"");
        signIn(writer);
        browser.click("Import a file");
        browser.awaitText("Drop the file of your broker here");
        assertThat(browser.barriers()).isEmpty();
        created("/api/v1/admin/keys/" + ApiKey.parse(writer).orElseThrow().id().value() + "/revoke/", "{}");
        // A revocation holds within two seconds: until then the page is answered.
        patiently()
                .until(() -> http.get("/api/v1/portfolio/", "Authorization", "Bearer " + writer)
                                .status()
                        == 401);
        Path file = Files.writeString(
                folder.resolve("own.csv"),
                "ref_id,trade_type,security_type,ticker,volume,amount,status\nk-1,BUY,stock,ACME,2,10,success\n");
        browser.field("Drop the file of your broker here, or choose it").sendKeys(file.toString());
        browser.awaitText("Your session has ended");
        signIn(key("\"read\", \"write\""));
        browser.awaitText("own.csv is a file of trakkit’s own CSV");

        browser.click("Sign out");
        signIn(key("\"read\""));
        browser.awaitText("Importing a file needs a key with the scope write.");
        browser.click("Sign out");
        browser.awaitText("Use an API key");
        browser.forgetComplaints();
    }

    @Test
    void aKeyOfThePlatformActsForAClient() throws IOException {
        created("/api/v1/admin/clients/", "{\"id\": \"globex\", \"name\": \"Globex\"}");
        browser.open("/portfolios");
        signIn(admin);
        browser.awaitText("Dead letters");
        browser.click("Portfolios");
        browser.awaitText("A key of the platform sees no portfolios of its own.");
        assertThat(browser.barriers()).isEmpty();
        browser.type("Client", "nobody");
        browser.click("Act for it");
        browser.awaitText("No client has the id nobody");
        browser.type("Client", "globex");
        browser.click("Act for it");
        browser.awaitText("There are no portfolios yet.");
        assertThat(browser.textOf(".client")).isEqualTo("acting for globex");

        browser.type("Name", "Pension");
        browser.type("Owner (user id)", "bob");
        browser.click("Create the portfolio");
        browser.awaitText("Nothing has been posted to this portfolio yet.");
        String id = String.valueOf(browser.run("return location.hash")).replaceAll("[^0-9]", "");
        Path file = Files.writeString(
                folder.resolve("acting.csv"),
                "ref_id,trade_type,security_type,ticker,volume,amount,status\na-1,BUY,stock,ACME,2,10,success\n");
        browser.click("import a file of your broker");
        browser.field("Drop the file of your broker here, or choose it").sendKeys(file.toString());
        browser.click("Import 1 record");
        browser.awaitText("1 record counts now.");
        browser.click("To Pension");
        // A stream with a key in a header, not with a cookie.
        patiently().untilAsserted(() -> assertThat(browser.textOf(".live")).isEqualTo("Live"));
        created("/api/v1/trade/", """
                {"ref_id": "a-2", "user_id": "bob", "portfolio": %s, "trade_type": 1, "security_type": "stock", "ticker": "LATER",
                 "volume": 1, "amount": 5, "status": "success"}""".formatted(id), "X-Trakkit-Client", "globex");
        browser.awaitText("Positions (2)");

        browser.click("Stop acting");
        browser.awaitText("Partitions of the log");
        assertThat(browser.textOf(".client")).isEqualTo("platform");
        browser.click("Administration");
        browser.go("/administration?show=audit&client=globex");
        browser.awaitText("POST /api/v1/trade/bulk");
        browser.click("Sign out");
        browser.awaitText("Use an API key");
        browser.forgetComplaints();
    }

    @Test
    void aKeyOfThePlatformShowsOperationsAndAdministration() {
        browser.open("/portfolios");
        signIn(admin);
        browser.awaitText("Operations");
        browser.awaitText("Administration");
        assertThat(browser.text()).contains("platform").doesNotContain("New portfolio");
        browser.click("Administration");
        browser.awaitText("Acme");
        browser.reload();
        browser.awaitText("Use an API key");
        browser.forgetComplaints();
    }
}
