package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GhostfolioTest {

    private final String file = Files.text("ghostfolio.json");

    @Test
    void eachActivityBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .containsExactly(
                        "1 no_effect: data of the export",
                        "1 buy ticker=VWCE.DE volume=10 amount=20.25 fee=1.5 currency=EUR at=2025-06-02T22:00:00Z",
                        "2 buy ticker=VOD.L volume=100 amount=0.715 currency=GBP at=2025-06-01T22:00:00Z",
                        "3 sell ticker=VWCE.DE volume=4 amount=21 currency=EUR at=2025-06-03T22:00:00Z",
                        "4 dividend ticker=VWCE.DE total=3 currency=EUR at=2025-06-04T22:00:00Z",
                        "5 charge total=4.9 currency=EUR at=2025-06-05T22:00:00Z",
                        "6 buy ticker=BITCOIN volume=0.25 amount=40000 currency=EUR crypto at=2025-06-06T22:00:00Z",
                        "7 unsupported: of an asset that the user defined, which has no symbol",
                        "8 unsupported: a thing or a debt, which has no trades",
                        "9 interest total=2.25 currency=EUR at=2025-06-08T22:00:00Z");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        assertThat(Files.held(Files.read(file, Files.options("EUR"))))
                .isEqualTo(Map.of(
                        "VWCE.DE",
                        new BigDecimal(6),
                        "VOD.L",
                        new BigDecimal("1E+2"),
                        "BITCOIN",
                        new BigDecimal("0.25")));
    }

    @Test
    void theIdsOfTheExportAreTheRefIds() {
        assertThat(Files.refIds(Files.read(file, Files.options("EUR"))))
                .startsWith("ghostfolio:7:g-1", "ghostfolio:7:g-2")
                .doesNotHaveDuplicates();
    }

    @Test
    void activitiesWithoutIdsAreToldApartByContentAndCount() {
        String handMade = """
                {"activities": [
                {"fee": 0, "quantity": 1, "type": "BUY", "unitPrice": 5, "currency": "EUR", "date": "2025-06-07T22:00:00.000Z", "symbol": "A"},
                {"fee": 0, "quantity": 1, "type": "BUY", "unitPrice": 5, "currency": "EUR", "date": "2025-06-07T22:00:00.000Z", "symbol": "A"}]}
                """;

        assertThat(Files.refIds(Files.read(handMade, Files.options("EUR"))))
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(Files.refIds(Files.read(handMade, Files.options("EUR"))))
                .isEqualTo(Files.refIds(Files.read(handMade, Files.options("EUR"))));
    }

    @Test
    void aDraftIsNoActivity() {
        assertThat(Files.lines(
                        Files.read(file.replaceFirst("\"fee\"", "\"isDraft\": true, \"fee\""), Files.options("EUR"))))
                .contains("1 no_effect: a draft");
    }

    /** The export is of 1 July 2025. */
    @Test
    void whatIsDatedAfterTheExportIsADraft() {
        assertThat(Files.lines(Files.read(
                        file.replaceFirst("2025-06-02T22:00:00.000Z", "2050-06-02T22:00:00.000Z"),
                        Files.options("EUR"))))
                .contains("1 no_effect: a draft");
    }

    @Test
    void anActivityWithoutAFeeIsWrong() {
        assertThat(Files.lines(Files.read(file.replaceFirst("\"fee\": *[0-9.]+,", ""), Files.options("EUR"))))
                .contains("1 wrong: lacks \"fee\": export the file with it");
    }
}
