package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser;
import io.trakkit.standalone.browser.Browser.Theme;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pictures of the page for the documents: a portfolio of 14 months with six securities. They are written to target/images, and
 * copied to docs/images by hand once somebody has looked at them.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedServer.class)
class PagePicturesTest {

    private static final int PHONE = 360;
    private static final int DESK = 1280;
    private static final int MONTHS = 14;
    private static final int WEEKS = 61;
    private static final int DAYS_OF_A_MONTH = 30;

    /** A price that swings about a line. */
    private record Security(String ticker, String type, double start, double growth, double swing, double phase) {

        BigDecimal price(double weeks) {
            double years = weeks / 52;
            // Two swings of different length, so that no line looks drawn with a ruler.
            double factor = 1
                    + growth * years
                    + swing * Math.sin(weeks / 9 + phase)
                    + swing / 3 * Math.sin(weeks * 1.7 + phase);
            return BigDecimal.valueOf(start * factor).setScale(2, RoundingMode.HALF_EVEN);
        }
    }

    private static final Security WORLD = new Security("WORLD", "etf", 92, 0.14, 0.03, 0);
    private static final Security ACME = new Security("ACME", "stock", 78, 0.22, 0.09, 1);
    private static final Security GLOBEX = new Security("GLOBEX", "stock", 120, 0.18, 0.11, 2.5);
    private static final Security INITECH = new Security("INITECH", "stock", 31, -0.16, 0.08, 4);
    private static final Security HOOLI = new Security("HOOLI", "stock", 205, 0.12, 0.07, 5);
    private static final Security BONDS = new Security("BONDS", "bond", 99, 0.01, 0.008, 3);

    private final Http http;
    private final Browser browser;
    private final OffsetDateTime begin = OffsetDateTime.now(ZoneOffset.UTC)
            .minusDays(7L * (WEEKS - 1))
            .truncatedTo(ChronoUnit.HOURS)
            .with(LocalTime.of(9, 0));
    private final StringBuilder records = new StringBuilder();
    private final String run = "p" + Long.toString(System.nanoTime(), 36);
    private int count;
    private long portfolio;

    PagePicturesTest(Server server) {
        http = new Http(server.address());
        browser = Browser.start(server.address());
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @BeforeAll
    void post() {
        portfolio = accepted(http.post(
                        "/api/v1/portfolio/",
                        "{\"user_id\": \"ada\", \"name\": \"Retirement\", \"currency\": \"USD\"}"))
                .json()
                .required("id")
                .asLong();
        cash("deposit", "18000", 0);
        for (int month = 0; month < MONTHS; month++) {
            cash("deposit", "1500", month);
            buy(WORLD, "12", month);
            cash("interest", "%d.40".formatted(6 + month), month);
        }
        buy(ACME, "40", 1);
        buy(ACME, "25", 6);
        buy(GLOBEX, "30", 1);
        buy(GLOBEX, "20", 5);
        sell(GLOBEX, "15", 9);
        buy(GLOBEX, "10", 12);
        buy(INITECH, "90", 2);
        sell(INITECH, "30", 10);
        buy(HOOLI, "15", 4);
        buy(BONDS, "50", 3);
        for (int month = 3; month < MONTHS; month += 3) {
            dividend(WORLD, "0.38", month);
            dividend(GLOBEX, "0.55", month);
            dividend(ACME, "0.21", month);
        }
        accepted(http.send(
                "POST",
                "/api/v1/trade/bulk/?user_id=ada&portfolio=" + portfolio,
                BodyPublishers.ofString(records.toString()),
                "Content-Type",
                "application/x-ndjson",
                "Prefer",
                "wait=30"));
        for (Security security : new Security[] {WORLD, ACME, GLOBEX, INITECH, HOOLI, BONDS}) {
            for (int week = 0; week < WEEKS; week++) {
                quote(security, week);
            }
        }
    }

    private void quote(Security security, int week) {
        OffsetDateTime at = begin.plusWeeks(week);
        Instant now = Instant.now().minus(Duration.ofMinutes(1));
        Instant asOf = at.toInstant().isAfter(now) ? now : at.toInstant();
        // On a busy machine Redis can seem to be away; it is safe to send a quote again.
        patiently()
                .untilAsserted(() -> accepted(http.put(
                        "/api/v1/price/" + security.ticker() + "/",
                        "{\"price\": \"%s\", \"as_of\": \"%s\", \"accept_jump\": true}"
                                .formatted(security.price(week), asOf.truncatedTo(ChronoUnit.SECONDS)))));
    }

    private void buy(Security security, String volume, int month) {
        trade(security, 1, volume, month);
    }

    private void sell(Security security, String volume, int month) {
        trade(security, 2, volume, month);
    }

    private void trade(Security security, int side, String volume, int month) {
        add(
                "\"trade_type\": %d, \"security_type\": \"%s\", \"ticker\": \"%s\", \"volume\": \"%s\", \"amount\": \"%s\", \"fee\": \"1.50\""
                        .formatted(
                                side,
                                security.type(),
                                security.ticker(),
                                volume,
                                security.price(DAYS_OF_A_MONTH * month / 7.0)),
                month,
                5);
    }

    private void dividend(Security security, String perUnit, int month) {
        add(
                "\"type\": \"dividend\", \"ticker\": \"%s\", \"per_unit\": \"%s\", \"tax\": \"2.10\""
                        .formatted(security.ticker(), perUnit),
                month,
                9);
    }

    private void cash(String type, String total, int month) {
        add("\"type\": \"%s\", \"total\": \"%s\"".formatted(type, total), month, 2);
    }

    /** @param hour after the start of that day */
    private void add(String fields, int month, int hour) {
        OffsetDateTime at = begin.plusDays((long) DAYS_OF_A_MONTH * month).plusHours(hour);
        records.append("{\"ref_id\": \"%s-%d\", \"status\": \"success\", \"executed_at\": \"%s\", %s}%n"
                .formatted(run, ++count, at.toInstant(), fields));
    }

    private static HttpAnswer accepted(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        assertThat(answer.text()).doesNotContain("\"errors\"", "\"rejected\":1");
        return answer;
    }

    private void picture(String name, Theme theme, int width, String place, String complete) {
        browser.resize(width);
        browser.prefer(theme);
        browser.open(place);
        browser.await(complete);
        browser.awaitNoText("Loading ");
        browser.awaitNoText("Connecting ");
        browser.screenshot(Path.of("target", "images", name + ".png"));
    }

    @Test
    void theViewsArePictured() {
        String view = "/portfolio/" + portfolio;
        String explanation = view + "/explain/GLOBEX";
        picture("portfolio-light", Theme.LIGHT, DESK, view, ".uplot");
        picture("portfolio-phone", Theme.LIGHT, PHONE, view, ".uplot");
        picture("portfolio-phone-dark", Theme.DARK, PHONE, view, ".uplot");
        picture("portfolio-dark", Theme.DARK, DESK, view, ".uplot");
        browser.run("document.querySelector('.columns').scrollIntoView()");
        browser.screenshot(Path.of("target", "images", "allocation-dark.png"));
        picture("position-dark", Theme.DARK, DESK, view + "/position/GLOBEX", ".uplot");
        picture("explain-light", Theme.LIGHT, DESK, explanation, ".effects");
        picture("explain-phone", Theme.DARK, PHONE, explanation, ".effects");
        picture("total-light", Theme.LIGHT, DESK, view + "/explain?number=total", "tbody");
        picture("return-light", Theme.LIGHT, DESK, view + "/explain?number=return", ".records");
        picture("return-phone", Theme.LIGHT, PHONE, view + "/explain?number=return", ".records");
        picture("trades-phone", Theme.LIGHT, PHONE, view + "/trades", "tbody");
        picture("replays-dark", Theme.DARK, DESK, "/operations/replays", "tbody");
        picture("operations-light", Theme.LIGHT, DESK, "/operations", ".verdict");
        assertThat(browser.complaints()).isEmpty();
    }
}
