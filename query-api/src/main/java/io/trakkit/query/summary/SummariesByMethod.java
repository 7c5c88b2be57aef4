package io.trakkit.query.summary;

import io.trakkit.domain.history.HistoricalPositions;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.query.Rules;
import io.trakkit.query.Snapshots;
import io.trakkit.store.query.ListedSummary;
import io.trakkit.store.query.PastHoldings;
import io.trakkit.store.query.PortfolioPages;
import io.trakkit.store.query.page.Slice;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
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

    /** @param page reads the summaries; it and the records are read in one snapshot */
    Slice<ListedSummary> by(CostMethod method, ClientId client, Supplier<Slice<ListedSummary>> page) {
        return method == CostMethod.AVERAGE
                ? page.get()
                : snapshots.read(() -> {
                    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                    Slice<ListedSummary> found = page.get();
                    List<ListedSummary> rows = found.rows().stream()
                            .map(summary -> by(method, client, summary, now))
                            .toList();
                    return new Slice<>(rows, found.more(), found.total());
                });
    }

    private ListedSummary by(CostMethod method, ClientId client, ListedSummary summary, Instant now) {
        PortfolioId id = summary.portfolio();
        return portfolios
                .find(client, id)
                .map(portfolio -> {
                    HistoricalPositions positions = new HistoricalPositions(Rules.of(portfolio), method);
                    holdings.visitAll(client, id, summary.ticker(), now, positions);
                    HeldPosition held = positions.positions().getOrDefault(summary.ticker(), HeldPosition.EMPTY);
                    return new ListedSummary(
                            id,
                            summary.ticker(),
                            held.position(),
                            summary.currency(),
                            summary.version(),
                            summary.updatedAt());
                })
                .orElse(summary);
    }
}
