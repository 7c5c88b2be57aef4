package io.trakkit.query.explain.returns;

import io.trakkit.access.Caller;
import io.trakkit.domain.explain.PresentValueFormula;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.returns.MoneyWeightedReturn;
import io.trakkit.query.AskedSpan;
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
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Explains the money-weighted return of a portfolio, flow by flow. */
@RestController
class ExplainedFlowsController {

    private static final ListShape<FlowKey> LIST = new ListShape<>(
            "explain-money-weighted",
            Fields.of(FlowAnswer.class),
            Map.of(),
            new ListShape.Ordering("at", Direction.ASCENDING),
            FlowKey::texts,
            FlowKey::of);

    private final VisiblePortfolios visible;
    private final ExplainedFlows flows;
    private final Clock clock = Clock.systemUTC();

    ExplainedFlowsController(VisiblePortfolios visible, ExplainedFlows flows) {
        this.visible = visible;
        this.flows = flows;
    }

    /**
     * A rate, and the proof that it balances the flows: the schema ExplainedRate of docs/openapi.yaml.
     *
     * @param growth of one unit of money in a year, to 12 digits; null if it is beyond all measure
     * @param presentValue what all flows are worth on the first day
     */
    record RateAnswer(
            @Nullable String annual, String span, @Nullable String growth, String dailyGrowth, String presentValue) {

        static RateAnswer of(MoneyWeightedReturn.Rate rate, BigDecimal presentValue) {
            return new RateAnswer(
                    rate.annual().map(BigDecimal::toPlainString).orElse(null),
                    rate.overSpan().toPlainString(),
                    PresentValueFormula.annualGrowth(rate.discount())
                            .map(BigDecimal::toPlainString)
                            .orElse(null),
                    PresentValueFormula.dailyGrowth(rate.discount()).toPlainString(),
                    PresentValueFormula.rounded(presentValue).toPlainString());
        }
    }

    /** A page of flows, and the rates that balance all of them: the schema PageOfReturnFlows of docs/openapi.yaml. */
    record ExplainedFlowsAnswer(
            int count,
            @Nullable String next,
            @Nullable String previous,
            List<?> results,
            long portfolioId,
            String currency,
            Instant from,
            Instant to,
            @Nullable String firstDay,
            String solution,
            List<RateAnswer> rates) {}

    @GetMapping(path = "/api/v1/portfolio/{id}/explain/money-weighted", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> explain(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<FlowKey> paging = Paging.read(LIST, parameters, request);
        AskedSpan span = AskedSpan.read(parameters, clock.instant());
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        PageOfRows<FlowKey, MoneyFlows.Flow> rows =
                new PageOfRows<>(paging.ordering().direction(), paging.window());
        ExplainedFlows.Explained explained = parameters.blaming(
                AskedSpan.FROM,
                () -> flows.read(portfolio, span, Caller.of(request).user(), rows));
        Page page = paging.page(explained.flows(), Map.Entry::getKey, Map.Entry::getValue);
        return EntityTag.answer(
                request,
                new ExplainedFlowsAnswer(
                        page.count(),
                        page.next(),
                        page.previous(),
                        page.results(),
                        portfolio.id().value(),
                        Rules.of(portfolio).currency().value(),
                        span.from(),
                        span.to(),
                        explained.firstDay().map(LocalDate::toString).orElse(null),
                        explained.moneyWeighted().solution().wireName(),
                        rates(explained)));
    }

    private static List<RateAnswer> rates(ExplainedFlows.Explained explained) {
        List<MoneyWeightedReturn.Rate> rates = explained.moneyWeighted().rates();
        List<RateAnswer> answers = new ArrayList<>();
        for (int i = 0; i < rates.size(); i++) {
            answers.add(RateAnswer.of(rates.get(i), explained.presentValues().get(i)));
        }
        return answers;
    }
}
