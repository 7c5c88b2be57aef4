package io.trakkit.standalone.demo;

import io.trakkit.cli.program.TextTable;
import io.trakkit.standalone.demo.Demo.OpenPortfolio;
import io.trakkit.standalone.demo.DemoClient.Answer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows the positions of a portfolio with their cost and return, from the answers of the server. */
final class PortfolioTable {

    private static final List<String> HEADER =
            List.of("ticker", "held", "average", "cost", "realised", "price", "return");
    private static final int OK = 200;
    private static final String NONE = "-";

    private PortfolioTable() {}

    /** Requests the numbers and formats them; money is rounded to cents. */
    static String of(DemoClient api, OpenPortfolio portfolio) {
        long id = portfolio.id();
        JsonNode summaries = get(api, "portfolio-summary/?portfolio_id=" + id + "&include_closed=true&page_size=1000");
        JsonNode returns = get(api, "portfolio/" + id + "/cumulative-returns/");
        Map<String, JsonNode> returnsByTicker = new HashMap<>();
        returns.required("positions")
                .forEach(ticker -> returnsByTicker.put(ticker.required("ticker").asString(), ticker));
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode summary : summaries.required("results")) {
            rows.add(row(summary, returnsByTicker.get(summary.required("ticker").asString())));
        }
        rows.add(List.of(
                "total",
                "",
                "",
                cents(returns.required("cost")),
                cents(returns.required("realised")),
                "",
                cents(returns.required("return_value"))));
        String title = "%s of %s (portfolio %d)"
                .formatted(portfolio.sample().name(), portfolio.sample().userId(), id);
        return title
                + System.lineSeparator()
                + String.join(System.lineSeparator(), new TextTable(HEADER, rows, true).lines());
    }

    private static JsonNode get(DemoClient api, String path) {
        Answer answer = api.get(path);
        if (answer.status() != OK) {
            throw answer.unexpected("GET " + path);
        }
        return answer.body();
    }

    private static List<String> row(JsonNode summary, @Nullable JsonNode returns) {
        return List.of(
                summary.required("ticker").asString(),
                summary.required("volume").decimalValue().toPlainString(),
                summary.required("average_amount").asString(),
                cents(summary.required("cost")),
                cents(summary.required("realised_return")),
                returns == null ? NONE : cents(returns.required("price")),
                returns == null ? NONE : cents(returns.required("contribution")));
    }

    private static String cents(JsonNode number) {
        return new BigDecimal(number.asString())
                .setScale(2, RoundingMode.HALF_EVEN)
                .toPlainString();
    }
}
