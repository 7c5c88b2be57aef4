package io.trakkit.ingest;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.testing.AppTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.HttpAnswer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The broker goes away while the app runs, and does not come back. */
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WithoutKafkaTest extends AppTest {

    private static final EmbeddedKafkaKraftBroker BROKER = Servers.startBroker();

    /** Five seconds, and what a busy machine adds; a client of Kafka's left to itself takes two minutes. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Portfolio portfolio = newPortfolio();

    @DynamicPropertySource
    static void brokerOfItsOwn(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", BROKER::getBrokersAsString);
        properties.add("spring.datasource.url", () -> Servers.database().jdbcUrl());
        properties.add("spring.datasource.username", () -> TestDatabase.USER);
        properties.add("spring.datasource.password", () -> "");
    }

    @Test
    @Order(1)
    void nothingIsAcceptedThatKafkaHasNotAcknowledged() {
        String refId = newRefId();
        patiently()
                .until(() -> caller().post("/api/v1/trade/", trade(portfolio, newRefId()))
                                .status()
                        == 202);

        BROKER.destroy();

        long start = System.nanoTime();
        HttpAnswer answer = caller().post("/api/v1/trade/", trade(portfolio, refId));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.isProblem()).isTrue();
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.text("ref_id")).isEqualTo(refId);
        assertThat(answer.text("detail")).contains("safe").doesNotContain("org.apache");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    @Test
    @Order(2)
    void aGeneratedRefIdIsSaidSoThatARetryIsSafe() {
        HttpAnswer answer =
                caller().post("/api/v1/trade/", trade(portfolio, "x").replace("\"ref_id\": \"x\", ", ""));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(UUID.fromString(answer.text("ref_id")).version()).isEqualTo(7);
    }

    @Test
    @Order(3)
    void aPortfolioThatWasNotPublishedIsNotInTheTable() {
        String name = newRefId();

        HttpAnswer answer = caller().post("/api/v1/portfolio/", "{\"user_id\": \"ada\", \"name\": \"" + name + "\"}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(Servers.database()
                        .jdbc()
                        .sql("SELECT count(*) FROM portfolios WHERE name = ?")
                        .param(name)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    @Order(4)
    void aCorporateActionThatWasNotAcknowledgedIsNotKnown() {
        String action = """
                {"ticker": "ACME", "type": "split", "numerator": 2, "denominator": 1, "ex_date": "2026-10-20"}""";

        HttpAnswer answer = caller().post("/api/v1/corporate-action/", action);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.detail())
                .endsWith("The corporate action may still have been recorded: sending it again with this action_id is"
                        + " safe");
        assertThat(Servers.database()
                        .jdbc()
                        .sql("SELECT count(*) FROM published_corporate_actions WHERE action_id = ?")
                        .param(answer.text("action_id"))
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    @Order(5)
    void whetherAnUnknownTradeIsOnItsWayCannotBeTold() {
        assertThat(caller().patch(path(newRefId()), "{\"volume\": 25}").status())
                .isEqualTo(503);
    }
}
