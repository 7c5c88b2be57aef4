package io.trakkit.query.summary;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.trakkit.domain.history.HistoricalPositions;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.Rules;
import io.trakkit.query.Snapshots;
import io.trakkit.store.query.ListedSummary;
import io.trakkit.store.query.PastHoldings;
import io.trakkit.store.query.PortfolioPages;
import io.trakkit.store.query.page.Slice;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives summaries the numbers of another cost method than that of the read model: folds their records when asked. */
@Component
final class SummariesByMethod {

    private final Snapshots snapshots;
    private final PastHoldings holdings;
    private final PortfolioPages portfolios;
    private final InstantSource clock = InstantSource.system();

    SummariesByMethod(Snapshots snapshots, PastHoldings holdings, PortfolioPages portfolios) {
        this.snapshots = snapshots;
        this.holdings = holdings;
        this.portfolios = portfolios;
    }

    /**
     * Reads the records of the page's positions in one statement for each portfolio.
     *
     * @param page reads the summaries; it and the records are read in one snapshot
     */
    Slice<ListedSummary> by(CostMethod method, ClientId client, Supplier<Slice<ListedSummary>> page) {
        return method == CostMethod.AVERAGE
                ? page.get()
                : snapshots.read(() -> {
                    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                    Slice<ListedSummary> found = page.get();
                    Map<PortfolioId, Map<Ticker, HeldPosition>> held = held(method, client, found.rows(), now);
                    List<ListedSummary> rows = found.rows().stream()
                            .map(summary -> by(held.get(summary.portfolio()), summary))
                            .toList();
                    return new Slice<>(rows, found.more(), found.total());
                });
    }

    /** The positions of the summaries by their portfolios. */
    private Map<PortfolioId, Map<Ticker, HeldPosition>> held(
            CostMethod method, ClientId client, List<ListedSummary> summaries, Instant now) {
        Map<PortfolioId, List<Ticker>> tickers = summaries.stream()
                .collect(groupingBy(ListedSummary::portfolio, mapping(ListedSummary::ticker, toList())));
        Map<PortfolioId, Map<Ticker, HeldPosition>> held = new HashMap<>();
        for (Portfolio portfolio : portfolios.findAll(client, tickers.keySet())) {
            PortfolioId id = portfolio.id();
            HistoricalPositions positions = new HistoricalPositions(Rules.of(portfolio), method);
            holdings.visitAll(client, id, tickers.getOrDefault(id, List.of()), now, positions);
            held.put(id, positions.positions());
        }
        return held;
    }

    private static ListedSummary by(@Nullable Map<Ticker, HeldPosition> ofPortfolio, ListedSummary summary) {
        if (ofPortfolio == null) {
            return summary;
        }
        HeldPosition held = ofPortfolio.getOrDefault(summary.ticker(), HeldPosition.EMPTY);
        return new ListedSummary(
                summary.portfolio(),
                summary.ticker(),
                held.position(),
                summary.currency(),
                summary.version(),
                summary.updatedAt());
    }
}
