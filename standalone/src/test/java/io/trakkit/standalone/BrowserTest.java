package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser;
import io.trakkit.standalone.browser.Browser.Theme;
import io.trakkit.testing.Http;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** A test of the page: samples on a server, a browser that looks at them, and nothing wrong in its console after each test. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

    static final int PHONE = 360;
    static final int DESK = 1280;

    final Http http;
    final PageSamples samples;
    final Browser browser;

    BrowserTest(URI address) {
        http = new Http(address);
        samples = new PageSamples(http);
        browser = Browser.start(address);
    }

    @BeforeAll
    void post() {
        samples.post();
    }

    @AfterEach
    void nothingIsWrongInTheConsole() {
        browser.resize(DESK);
        browser.prefer(Theme.LIGHT);
        assertThat(browser.complaints()).isEmpty();
    }

    @AfterAll
    void close() {
        browser.close();
    }
}
