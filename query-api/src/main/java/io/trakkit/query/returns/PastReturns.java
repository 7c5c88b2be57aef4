package io.trakkit.query.returns;

import io.trakkit.domain.history.HistoricalPositions;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.valuation.Valuation;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.Rules;
import io.trakkit.query.Snapshots;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.store.query.HeldPortfolio;
import io.trakkit.store.query.PastHoldings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The returns of portfolios at a past time, by the trades executed and the prices recorded up to then. */
final class PastReturns {

    private final Snapshots snapshots;
    private final PastHoldings holdings;
    private final PortfolioCash cash;
    private final PriceHistory history;
    private final Pricing pricing;
    private final RatesAt rates;

    PastReturns(
            Snapshots snapshots,
            PastHoldings holdings,
            PortfolioCash cash,
            PriceHistory history,
            Pricing pricing,
            RatesAt rates) {
        this.snapshots = snapshots;
        this.holdings = holdings;
        this.cash = cash;
        this.history = history;
        this.pricing = pricing;
        this.rates = rates;
    }

    /** The return of a portfolio right after the trades of that time. */
    AnsweredReturn at(Portfolio portfolio, Instant time, CostMethod method) {
        return snapshots.read(() -> {
            HeldWithCash then = held(portfolio, time, method);
            HeldPortfolio held = then.held();
            CurrencyCode currency = held.rules().currency();
            Valuation valuation = new Valuation(currency, new RememberedRates(rates));
            return AnsweredReturn.of(
                    WrittenReturn.of(valued(held.positions(), held.splits(), valuation, time), _ -> currency, null),
                    then.cash().map(found -> found.valued(time, pricing, valuation)),
                    currency,
                    time);
        });
    }

    /** The positions of a portfolio by a method right after the records of that time, in a snapshot of their own. */
    HeldWithCash positions(Portfolio portfolio, Instant time, CostMethod method) {
        return snapshots.read(() -> held(portfolio, time, method));
    }

    private HeldWithCash held(Portfolio portfolio, Instant time, CostMethod method) {
        BookRules rules = Rules.of(portfolio);
        HistoricalPositions then = new HistoricalPositions(rules, method);
        if (method == CostMethod.AVERAGE) {
            holdings.visit(portfolio.client(), portfolio.id(), time, time, then);
        } else {
            holdings.visitAll(portfolio.client(), portfolio.id(), time, then);
        }
        Optional<Cash> cashThen = cash.at(portfolio.client(), portfolio.id(), rules, time);
        return new HeldWithCash(
                new HeldPortfolio(
                        rules,
                        then.positions(),
                        holdings.splits(portfolio.client(), portfolio.id()),
                        cashThen.isPresent(),
                        ""),
                cashThen);
    }

    private PortfolioReturn valued(
            SequencedMap<Ticker, HeldPosition> positions,
            Map<Ticker, Splits> splits,
            Valuation valuation,
            Instant time) {
        List<Ticker> open = positions.entrySet().stream()
                .filter(entry -> entry.getValue().position().isOpen())
                .map(Map.Entry::getKey)
                .toList();
        Map<Ticker, Quote> quotes = pricing.constant().isPresent() ? Map.of() : history.latest(open, time);
        return PortfolioReturn.of(
                positions,
                (ticker, heldPosition) -> pricing.mark(
                        time,
                        quotes.get(ticker),
                        true,
                        heldPosition.lastTrade(),
                        splits.getOrDefault(ticker, Splits.NONE),
                        valuation));
    }
}
