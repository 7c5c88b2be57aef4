package io.trakkit.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.ingest.testing.IngestTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ApiDescriptionTest extends IngestTest {

    @Test
    void everyWriteIsDescribedWithItsBodyAndItsAnswers() {
        JsonNode paths = caller().get("/v3/api-docs").json().path("paths");

        assertThat(paths.propertyNames())
                .containsExactlyInAnyOrder(
                        "/api/v1/portfolio",
                        "/api/v1/portfolio/{id}",
                        "/api/v1/portfolio/{id}/recalculate-summary",
                        "/api/v1/trade",
                        "/api/v1/trade/bulk",
                        "/api/v1/trade/{ref_id}");
        assertThat(schemaOf(paths.path("/api/v1/trade").path("post"))).endsWith("/NewTrade");
        assertThat(schemaOf(paths.path("/api/v1/trade/{ref_id}").path("patch"))).endsWith("/TradeAmendment");
        assertThat(schemaOf(paths.path("/api/v1/trade/{ref_id}").path("put"))).endsWith("/TradeReplacement");
        assertThat(schemaOf(paths.path("/api/v1/portfolio").path("post"))).endsWith("/NewPortfolio");
        JsonNode bulk = schema(paths.path("/api/v1/trade/bulk").path("post"));
        assertThat(bulk.path("type").asString()).isEqualTo("array");
        assertThat(bulk.path("items").path("$ref").asString()).endsWith("/NewTrade");
        assertThat(paths.path("/api/v1/trade").path("post").path("responses").propertyNames())
                .containsExactlyInAnyOrder("200", "201", "202", "400", "409", "413", "415", "422", "503");
        assertThat(paths.path("/api/v1/trade/{ref_id}")
                        .path("patch")
                        .path("responses")
                        .propertyNames())
                .contains("200", "202", "404", "412", "422");
    }

    private static String schemaOf(JsonNode operation) {
        return schema(operation).path("$ref").asString();
    }

    private static JsonNode schema(JsonNode operation) {
        return operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
    }
}
