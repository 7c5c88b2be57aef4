package io.trakkit.query.returns;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Position;
import io.trakkit.domain.Ticker;
import io.trakkit.query.PathValue;
import io.trakkit.query.docs.Described;
import io.trakkit.store.read.Holdings;
import io.trakkit.wire.http.Clients;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What portfolios have returned. */
@RestController
@EnableConfigurationProperties(ConstantPrices.class)
@Tag(name = "Returns")
class ReturnsController {

    private final Holdings holdings;
    private final Prices prices;

    ReturnsController(Holdings holdings, Prices prices) {
        this.holdings = holdings;
        this.prices = prices;
    }

    @GetMapping(path = "/api/v1/portfolio/{id}/cumulative-returns", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "getCumulativeReturns", summary = "What a portfolio has returned")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Returns.class)))
    @Described.Absent
    @Described.Unavailable
    Returns returns(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        PortfolioId portfolio = PathValue.portfolio(id);
        SortedMap<Ticker, Position> positions =
                holdings.of(Clients.of(request), portfolio).orElseThrow(() -> PathValue.noPortfolio(id));
        Set<Ticker> open = positions.entrySet().stream()
                .filter(entry -> entry.getValue().isOpen())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return Returns.of(positions, prices.of(open));
    }
}
