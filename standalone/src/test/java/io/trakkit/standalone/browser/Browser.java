package io.trakkit.standalone.browser;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;

/** Chromium, as Debian has it, without a window. A person in Berlin whose language is English. */
public final class Browser implements AutoCloseable {

    private static final String CHROMIUM = "/usr/bin/chromium";
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final int HEIGHT = 900;
    private static final int MOST_TABS = 150;

    /** Up to here the rows of a table stand one below the other: page.css. */
    private static final int WIDEST_PHONE = 760;

    private final ChromeDriver driver;
    private final URI address;
    private final List<String> complaints = new ArrayList<>();
    private Theme preferred = Theme.LIGHT;

    private Browser(ChromeDriver driver, URI address) {
        this.driver = driver;
        this.address = address;
    }

    /** @param address the server, without a slash at the end */
    public static Browser start(URI address) {
        assertThat(DRIVER)
                .as("The tests of the page need Debian's chromium and chromium-driver")
                .exists();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--lang=en-GB",
                "--force-color-profile=srgb",
                "--hide-scrollbars");
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "en-GB,en"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        // Named, or Selenium would look for one elsewhere.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .withEnvironment(Map.of("TZ", "Europe/Berlin", "LANG", "en_GB.UTF-8"))
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options), address);
        browser.resize(1280);
        return browser;
    }

    /** The width of the screen in CSS pixels. */
    public void resize(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the system prefers. Waits until a page that is open has changed, unless a person has chosen its theme. */
    public void prefer(Theme theme) {
        preferred = theme;
        emulate("screen");
        patiently().until(() -> Boolean.TRUE.equals(run("""
                const { theme, chosen } = document.documentElement.dataset;
                return chosen !== 'system' || theme === arguments[0];
                """, theme.name)));
    }

    /** Where the person is: an id of the IANA. Holds for pages that are opened from now on. */
    public void moveTo(String zone) {
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", zone));
    }

    /** Shows the page as it is printed, or on the screen again. */
    public void print(boolean onPaper) {
        emulate(onPaper ? "print" : "screen");
    }

    private void emulate(String media) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        media,
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", preferred.name))));
    }

    /** A preference of the system. */
    public enum Theme {
        LIGHT("light"),
        DARK("dark");

        private final String name;

        Theme(String name) {
            this.name = name;
        }
    }

    /**
     * Opens the page in a new document.
     *
     * @param place what follows the number sign in the address, such as {@code /portfolios}
     */
    public void open(String place) {
        driver.get("about:blank");
        driver.get(address + "/#" + place);
    }

    /** Goes to a place of the page that is open. */
    public void go(String place) {
        run("location.hash = arguments[0]", "#" + place);
    }

    public void reload() {
        driver.navigate().refresh();
    }

    /** Waits until the text is somewhere in the document. */
    public void awaitText(String text) {
        patiently().untilAsserted(() -> assertThat(text()).contains(text));
    }

    public void awaitNoText(String text) {
        patiently().untilAsserted(() -> assertThat(text()).doesNotContain(text));
    }

    /** What a person reads, in one string. */
    public String text() {
        return Objects.requireNonNull(driver.findElement(By.tagName("body")).getText());
    }

    public String textOf(String css) {
        return Objects.requireNonNull(await(css).getText());
    }

    /** Waits for an element that can be seen. */
    public WebElement await(String css) {
        patiently().until(() -> driver.findElement(By.cssSelector(css)).isDisplayed());
        return driver.findElement(By.cssSelector(css));
    }

    public boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    /** Clicks the button, link or summary with this text or name. */
    public void click(String name) {
        By by = By.xpath("//*[self::a or self::button or self::summary][normalize-space()=" + quoted(name)
                + " or @aria-label=" + quoted(name) + "]");
        patiently().until(() -> {
            driver.findElement(by).click();
            return true;
        });
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    /** Writes into the field with this label. */
    public void type(String label, String text) {
        WebElement field = field(label);
        field.clear();
        field.sendKeys(text);
    }

    /** Chooses from the list with this label. */
    public void choose(String label, String option) {
        patiently().until(() -> {
            field(label)
                    .findElement(By.xpath(".//option[normalize-space()=" + quoted(option) + "]"))
                    .click();
            return true;
        });
    }

    public WebElement field(String label) {
        By by = By.xpath(
                "//label[normalize-space(text()[1])=" + quoted(label) + " or span[1][normalize-space()=" + quoted(label)
                        + "]]/descendant::*[self::input or self::select or self::textarea][1]"
                        + " | //*[@id=//label[normalize-space()=" + quoted(label) + "]/@for]");
        patiently().until(() -> driver.findElement(by).isDisplayed());
        return driver.findElement(by);
    }

    /** The text of the element that has the focus. */
    public String focused() {
        return String.valueOf(run("return document.activeElement.textContent"));
    }

    /** Presses a key where the focus is. */
    public void press(Keys key) {
        new Actions(driver).sendKeys(key).perform();
    }

    /** The name of what has the focus: of a field that of its label, else its own. */
    public String focusedName() {
        return String.valueOf(run("""
                const focused = document.activeElement;
                const label = focused.labels?.[0];
                const own = label && [...label.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join('').trim();
                return (focused.getAttribute('aria-label') ?? (own || (label?.querySelector('span') ?? focused).textContent)).trim();
                """));
    }

    /** Presses Tab until the focus is on what has this name, as {@link #focusedName} has it. */
    public void tabTo(String name) {
        List<String> passed = new ArrayList<>();
        while (!focusedName().equals(name)) {
            assertThat(passed).as("Tab does not lead to " + name).hasSizeLessThan(MOST_TABS);
            passed.add(focusedName());
            press(Keys.TAB);
        }
    }

    /** Types where the focus is. */
    public void type(String text) {
        new Actions(driver).sendKeys(text).perform();
    }

    /** From now on the files that the page saves are kept, not downloaded. */
    public void keepSavedFiles() {
        run("""
                window.saved = [];
                const make = URL.createObjectURL;
                URL.createObjectURL = (blob) => { blob.text().then((text) => window.saved.push(text)); return make.call(URL, blob); };
                """);
    }

    /** Clicks what saves a file, and returns its text, with the line ends of Java. */
    public String saved(WebElement button) {
        Number before = (Number) Objects.requireNonNull(run("return window.saved.length"));
        button.click();
        patiently().until(() -> Objects.equals(run("return window.saved.length"), before.longValue() + 1));
        return String.valueOf(run("return window.saved.at(-1).split('\\r\\n').join('\\n')"));
    }

    /** Runs a script as the body of a function. */
    public @Nullable Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs the body of an async function, and waits for its result. */
    public @Nullable Object runAsync(String script, Object... arguments) {
        return driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1]; (async () => { " + script
                        + " })().then(done, (failure) => done('failed: ' + failure))",
                arguments);
    }

    public void screenshot(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts the network, or restores it. */
    public void cutNetwork(boolean cut) {
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", cut, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** What axe-core finds: rules and elements; empty if the page keeps nobody out. */
    public List<String> barriers() {
        // Not as a script element: the policy of the page allows none that is not its own.
        driver.executeScript(axe());
        Object found = runAsync("""
                const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
                return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`));
                """);
        if (found instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return List.of(String.valueOf(found));
    }

    private static String axe() {
        try (var script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What overflows: the document is not wider than the screen, and no element reaches beyond it. On a wide screen a table may be
     * scrolled within its panel.
     */
    public List<String> cutOff() {
        Object found = run("""
                const width = document.documentElement.clientWidth;
                const out = [];
                if (document.documentElement.scrollWidth > width) out.push(`document ${document.documentElement.scrollWidth} > ${width}`);
                for (const one of document.querySelectorAll('main *, header *, footer *')) {
                  const box = one.getBoundingClientRect();
                  const hidden = one.closest('.hidden, .skip, .uplot, option') || (width > %d && one.parentElement.closest('.table'));
                  if (!hidden && box.width > 0 && (box.right > width + 1 || box.left < -1)) {
                    out.push(`${one.tagName}.${one.className} ${Math.round(box.left)}..${Math.round(box.right)} ${one.textContent.slice(0, 60)}`);
                  }
                }
                return out;
                """.formatted(WIDEST_PHONE));
        return found instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A request of the page, and how many bytes came over the wire, headers included. */
    public record Request(String url, long bytes) {}

    /** The requests since the last call. */
    public List<Request> requests() {
        List<Request> requests = new ArrayList<>();
        Map<String, String> urls = new HashMap<>();
        driver.manage().logs().get(LogType.PERFORMANCE).forEach(entry -> {
            JsonNode message = Json.strict().readTree(entry.getMessage()).required("message");
            JsonNode params = message.required("params");
            String method = message.required("method").asString();
            if (method.equals("Network.requestWillBeSent")) {
                urls.put(
                        params.required("requestId").asString(),
                        params.at("/request/url").asString());
            } else if (method.equals("Network.loadingFinished")) {
                String url = urls.get(params.required("requestId").asString());
                if (url != null) {
                    requests.add(new Request(
                            url, params.required("encodedDataLength").asLong()));
                }
            }
        });
        return requests;
    }

    /** Errors and violations of the policy that the browser has reported so far, without the answers that a test has provoked. */
    public List<String> complaints() {
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .forEach(complaints::add);
        return List.copyOf(complaints);
    }

    public void forgetComplaints() {
        complaints();
        complaints.clear();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
