package io.trakkit.faults.check;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.faults.load.Http;
import io.trakkit.faults.load.Portfolio;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What query-api shows of the summaries. */
public final class Shown {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Shown() {}

    public static Map<PositionKey, PlainBook.Line> summaries(URI query, List<Portfolio> portfolios) {
        Map<PositionKey, PlainBook.Line> summaries = new HashMap<>();
        for (Portfolio portfolio : portfolios) {
            String path = "/api/v1/portfolio-summary/?include_closed=true&page_size=1000&portfolio_id=";
            Http.Answer answer = Http.get(query.resolve(path + portfolio.id()), LIMIT);
            if (answer.status() != 200) {
                throw new IllegalStateException("No summaries to compare: " + answer.inShort());
            }
            for (JsonNode summary : JsonMapper.shared().readTree(answer.body()).path("results")) {
                Ticker ticker = new Ticker(summary.path("ticker").asString());
                summaries.put(
                        new PositionKey(ClientId.DEFAULT, new PortfolioId(portfolio.id()), ticker), line(summary));
            }
        }
        return summaries;
    }

    private static PlainBook.Line line(JsonNode summary) {
        return new PlainBook.Line(
                number(summary, "volume"),
                number(summary, "cost"),
                number(summary, "realised_return"),
                summary.path("version").asLong(),
                Instant.parse(summary.path("updated_at").asString()));
    }

    private static BigDecimal number(JsonNode summary, String field) {
        BigDecimal shortest = new BigDecimal(summary.path(field).asString()).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
