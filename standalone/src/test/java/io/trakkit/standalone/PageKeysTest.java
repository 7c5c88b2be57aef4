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

    private HttpAnswer created(String path, String body) {
        HttpAnswer answer = http.post(path, body, "Authorization", "Bearer " + admin);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
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
    void aKeyOfThePlatformShowsOperationsAndAdministrationOnly() {
        browser.open("/portfolios");
        signIn(admin);
        browser.awaitText("Operations");
        assertThat(browser.text()).contains("Administration", "platform").doesNotContain("Portfolios");
        browser.click("Administration");
        browser.awaitText("Acme");
        browser.reload();
        browser.awaitText("Use an API key");
        browser.forgetComplaints();
    }
}
