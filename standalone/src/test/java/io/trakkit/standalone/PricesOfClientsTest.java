package io.trakkit.standalone;

import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.Scope;
import io.trakkit.standalone.TestClients.Client;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Quotes are the market's: they belong to no client, and all see the same. What a client has traded, and what it knows of
 * splits, makes prices for that client alone.
 */
@ExtendWith(SharedServer.class)
class PricesOfClientsTest {

    private static final String QUOTED_AT = "2026-01-09T10:00:00Z";

    private final TestClients clients;
    private final Http http;
    private final String ticker = "P" + Long.toString(System.nanoTime());
    private Client ann;
    private Client bob;

    PricesOfClientsTest(Server server) {
        clients = new TestClients(server);
        http = new Http(server.address());
    }

    @BeforeEach
    void twoClients() {
        ann = clients.create("prices-a", "prices-a");
        bob = clients.create("prices-b", "prices-b");
    }

    @Test
    void thePriceOfATradeIsKnownToItsOwnClientOnly() {
        buy(bob, "10", "b");
        buy(ann, "777.77", "a");

        HttpAnswer latest = http.get("/api/v1/price/?ticker=" + ticker, bearer(bob.key()));
        assertThat(latest.json().required("unknown").toString()).isEqualTo("[\"" + ticker + "\"]");
        HttpAnswer history = http.get("/api/v1/price-history/?interval=day&ticker=" + ticker, bearer(bob.key()));
        assertThat(history.status()).as(history.text()).isEqualTo(200);
        assertThat(history.json().required("points")).isEmpty();
        JsonNode position = position(bob);
        assertThat(position.required("price").asString()).isEqualTo("10");
        assertThat(position.required("price_source").asString()).isEqualTo("last_trade");
        assertThat(position(ann).required("price").asString()).isEqualTo("777.77");
    }

    @Test
    void aQuoteIsTheSameForAllAndNamesNoClient() {
        buy(bob, "10", "b");

        assertThat(quote(ann.key(), "12.5", QUOTED_AT).status()).isEqualTo(200);

        HttpAnswer latest = http.get("/api/v1/price/?ticker=" + ticker, bearer(bob.key()));
        assertThat(latest.json().at("/results/0/price").asString()).isEqualTo("12.5");
        assertThat(latest.json().at("/results/0/source").asString()).isEqualTo("manual");
        assertThat(latest.text()).doesNotContain("prices-a");
        assertThat(position(bob).required("price").asString()).isEqualTo("12.5");
    }

    @Test
    void aQuoteIsNeverOverwrittenAndNeedsTheScope() {
        assertThat(quote(ann.key(), "12.5", QUOTED_AT).status()).isEqualTo(200);

        HttpAnswer another = quote(bob.key(), "13", QUOTED_AT);
        assertThat(another.status()).isEqualTo(409);
        assertThat(another.text("verdict")).isEqualTo("conflict");
        for (Set<Scope> scopes : List.of(EnumSet.of(Scope.READ, Scope.WRITE), EnumSet.of(Scope.OPS))) {
            assertThat(quote(clients.key(bob.id(), scopes), "13", "2026-01-09T11:00:00Z")
                            .status())
                    .isEqualTo(403);
        }

        assertThat(http.get("/api/v1/price/?ticker=" + ticker, bearer(ann.key()))
                        .json()
                        .at("/results/0/price")
                        .asString())
                .isEqualTo("12.5");
    }

    /** Quoted at 100, and the split is known to the one client only. */
    @Test
    void aSplitRestatesThePricesOfItsOwnClientOnly() {
        buy(ann, "90", "a");
        buy(bob, "90", "b");
        assertThat(quote(ann.key(), "100", QUOTED_AT).status()).isEqualTo(200);

        HttpAnswer split = http.post("/api/v1/corporate-action/", """
                {"action_id": "split-%1$s", "ticker": "%1$s", "type": "split", "numerator": 2, "denominator": 1,
                 "ex_date": "2026-01-10"}""".formatted(ticker), bearer(ann.key()));

        assertThat(split.status()).as(split.text()).isEqualTo(201);
        patiently()
                .untilAsserted(() ->
                        assertThat(position(ann).required("price").asString()).isEqualTo("50"));
        assertThat(position(bob).required("price").asString()).isEqualTo("100");
        assertThat(http.get("/api/v1/price/?ticker=" + ticker, bearer(bob.key()))
                        .json()
                        .at("/results/0/price")
                        .asString())
                .isEqualTo("100");
    }

    @Test
    void aStreamHasThePricesOfItsOwnPositionsOnly() {
        buy(ann, "777.77", "a");
        String ofBob = "Q" + ticker;
        buy(bob, "10", "b", ofBob);
        List<String> told = new CopyOnWriteArrayList<>();
        try (Stream<String> lines =
                http.lines("/api/v1/portfolio/" + bob.portfolio() + "/stream/", bearer(bob.key()))) {
            Thread.ofVirtual().start(() -> lines.forEach(told::add));
            patiently().until(() -> told.stream().anyMatch(line -> line.contains(ofBob)));

            buy(ann, "778.88", "a-2");
            assertThat(quote(ann.key(), "779.99", QUOTED_AT).status()).isEqualTo(200);
            assertThat(http.put(
                                    "/api/v1/price/" + ofBob + "/",
                                    "{\"price\": \"11.25\", \"currency\": \"EUR\"}",
                                    bearer(ann.key()))
                            .status())
                    .isEqualTo(200);

            patiently().until(() -> told.stream().anyMatch(line -> line.contains("\"price\":\"11.25\"")));
        }
        assertThat(told)
                .noneMatch(line -> line.contains('"' + ticker + '"'))
                .noneMatch(line -> line.contains("777.77") || line.contains("778.88") || line.contains("779.99"));
    }

    private void buy(Client client, String amount, String refId) {
        buy(client, amount, refId, ticker);
    }

    private void buy(Client client, String amount, String refId, String of) {
        HttpAnswer bought = http.post(
                "/api/v1/trade/",
                """
                {"ref_id": "%s-%s", "user_id": "u", "portfolio": %d, "trade_type": 1, "security_type": "stock",
                 "ticker": "%s", "volume": 10, "amount": "%s", "status": "success",
                 "executed_at": "2026-01-08T10:00:00Z"}""".formatted(refId, ticker, client.portfolio(), of, amount),
                bearer(client.key(), "Prefer", "wait=30"));
        assertThat(bought.status()).as(bought.text()).isEqualTo(201);
    }

    private HttpAnswer quote(String key, String price, String asOf) {
        return http.put(
                "/api/v1/price/" + ticker + "/",
                "{\"price\": \"%s\", \"currency\": \"EUR\", \"as_of\": \"%s\"}".formatted(price, asOf),
                bearer(key));
    }

    /** The valuation of the ticker. */
    private JsonNode position(Client client) {
        HttpAnswer returns =
                http.get("/api/v1/portfolio/" + client.portfolio() + "/cumulative-returns/", bearer(client.key()));
        assertThat(returns.status()).as(returns.text()).isEqualTo(200);
        return returns.json()
                .required("positions")
                .valueStream()
                .filter(position -> position.required("ticker").asString().equals(ticker))
                .findFirst()
                .orElseThrow();
    }
}
