package io.trakkit.query.explain.returns;

import io.trakkit.access.Caller;
import io.trakkit.domain.explain.CashFormula;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.value.Decimals;
import io.trakkit.query.Rules;
import io.trakkit.query.VisiblePortfolios;
import io.trakkit.query.page.Fields;
import io.trakkit.query.page.ListShape;
import io.trakkit.query.page.Page;
import io.trakkit.query.page.PageOfRows;
import io.trakkit.query.page.Paging;
import io.trakkit.store.query.page.Direction;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Explains the cash of a portfolio at a time: the balance of each currency, and the records that add up to it. */
@RestController
class ExplainedCashController {

    private static final ListShape<ExplainedCash.Key> LIST = new ListShape<>(
            "explain-cash",
            Fields.of(CashEntryAnswer.class),
            Map.of("counts_from", List.of()),
            new ListShape.Ordering("counts_from", Direction.ASCENDING),
            ExplainedCash.Key::texts,
            ExplainedCash.Key::of);

    private final VisiblePortfolios visible;
    private final ExplainedCash cash;
    private final Clock clock = Clock.systemUTC();

    ExplainedCashController(VisiblePortfolios visible, ExplainedCash cash) {
        this.visible = visible;
        this.cash = cash;
    }

    /**
     * The balance of a currency: the schema ExplainedBalance of docs/openapi.yaml.
     *
     * @param fxRate null in the portfolio's currency, and where none is known
     * @param converted in the portfolio's currency; null if no rate is known
     */
    record BalanceAnswer(
            String currency,
            String balance,
            @Nullable String fxRate,
            @Nullable String converted,
            @Nullable String formula,
            boolean stale) {

        static BalanceAnswer of(ExplainedCash.Balance found) {
            Cash.Balance balance = found.balance();
            return new BalanceAnswer(
                    balance.currency().value(),
                    Decimals.text(balance.amount()),
                    found.rate()
                            .flatMap(Pricing.Rate::foreign)
                            .map(foreign -> foreign.rate().toString())
                            .orElse(null),
                    found.rate()
                            .map(rate -> Decimals.text(rate.converted(balance.amount())))
                            .orElse(null),
                    found.rate()
                            .flatMap(Pricing.Rate::foreign)
                            .map(foreign -> CashFormula.of(balance.amount(), foreign))
                            .orElse(null),
                    found.rate().map(Pricing.Rate::stale).orElse(true)
                            && balance.amount().signum() != 0);
        }
    }

    /** A page of movements, and what all of them add up to: the schema PageOfCashEntries of docs/openapi.yaml. */
    record ExplainedCashAnswer(
            int count,
            @Nullable String next,
            @Nullable String previous,
            List<?> results,
            long portfolioId,
            String currency,
            @Nullable Instant asOf,
            @Nullable String cash,
            List<BalanceAnswer> balances) {}

    @GetMapping(path = "/api/v1/portfolio/{id}/explain/cash", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> explain(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<ExplainedCash.Key> paging = Paging.read(LIST, parameters, request);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant asked = parameters.time("as_of");
        if (asked != null && asked.isAfter(now)) {
            parameters.error("as_of", "must not be in the future");
        }
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        ExplainedCash.Explained explained = cash.read(
                portfolio,
                asked == null ? now : asked,
                Caller.of(request).user(),
                new PageOfRows<>(paging.ordering().direction(), paging.window()));
        Page page = paging.page(explained.movements(), Map.Entry::getKey, Map.Entry::getValue);
        return EntityTag.answer(
                request,
                new ExplainedCashAnswer(
                        page.count(),
                        page.next(),
                        page.previous(),
                        page.results(),
                        portfolio.id().value(),
                        Rules.of(portfolio).currency().value(),
                        asked,
                        explained
                                .valued()
                                .map(valued -> Decimals.text(valued.amount()))
                                .orElse(null),
                        explained.balances().stream().map(BalanceAnswer::of).toList()));
    }
}
