package io.trakkit.query.explain;

import io.trakkit.access.Caller;
import io.trakkit.domain.explain.Figure;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.CostMethods;
import io.trakkit.query.LocalAnswer;
import io.trakkit.query.PathValue;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Explains the numbers of a position, record by record. */
@RestController
class ExplainController {

    private static final ListShape<RecordKey> LIST = new ListShape<>(
            "explain",
            Fields.of(RecordAnswer.class),
            Map.of("executed_at", List.of("ref_id")),
            new ListShape.Ordering("executed_at", Direction.ASCENDING),
            RecordKey::texts,
            RecordKey::of);

    private final VisiblePortfolios visible;
    private final Explanations explanations;
    private final InstantSource clock = InstantSource.system();

    ExplainController(VisiblePortfolios visible, Explanations explanations) {
        this.visible = visible;
        this.explanations = explanations;
    }

    /** The numbers after the last record: the schema ExplainedTotals of docs/openapi.yaml. */
    record TotalsAnswer(
            String held,
            String average,
            String averageExcludingFees,
            String cost,
            String fees,
            String realised,
            String income,
            @Nullable String localCurrency,
            @Nullable String localCost,
            @Nullable String localRealised) {

        static TotalsAnswer of(Position position, CurrencyCode currency) {
            LocalAnswer local = LocalAnswer.of(position, currency);
            return new TotalsAnswer(
                    position.held().toPlainString(),
                    position.averageCost().toPlainString(),
                    position.averageExcludingFees().toPlainString(),
                    position.cost().toPlainString(),
                    position.fees().toPlainString(),
                    position.realised().toPlainString(),
                    position.income().toPlainString(),
                    local.currency(),
                    local.cost(),
                    local.realised());
        }
    }

    /** A page of records, and the numbers that all of them led to: the schema PageOfExplainedRecords of docs/openapi.yaml. */
    record ExplainAnswer(
            int count,
            @Nullable String next,
            @Nullable String previous,
            List<?> results,
            long portfolioId,
            String ticker,
            String currency,
            String costMethod,
            @Nullable Instant asOf,
            TotalsAnswer totals) {}

    @GetMapping(path = "/api/v1/portfolio/{id}/explain/{ticker}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> explain(@PathVariable String id, @PathVariable String ticker, HttpServletRequest request) {
        return answer(id, ticker, request);
    }

    /** A ticker with a slash: servers refuse one that is percent-encoded in a path. */
    @GetMapping(path = "/api/v1/portfolio/{id}/explain/{base}/{quote}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> explainPair(
            @PathVariable String id,
            @PathVariable String base,
            @PathVariable String quote,
            HttpServletRequest request) {
        return answer(id, base + "/" + quote, request);
    }

    private ResponseEntity<byte[]> answer(String id, String tickerText, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<RecordKey> paging = Paging.read(LIST, parameters, request);
        CostMethod method = CostMethods.read(parameters);
        Figure only = parameters.value("number", Figure::parse);
        Instant asOf = parameters.time("as_of");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (asOf != null && asOf.isAfter(now)) {
            parameters.error("as_of", "must not be in the future");
        }
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        Ticker ticker = ticker(id, tickerText);
        PageOfRows<RecordKey, ExplainedRow> rows =
                new PageOfRows<>(paging.ordering().direction(), paging.window());
        Explanations.Explained explained = explanations
                .read(
                        new Explanations.Question(
                                portfolio,
                                ticker,
                                method,
                                asOf == null ? now : asOf,
                                only,
                                Caller.of(request).user()),
                        rows)
                .orElseThrow(() -> PathValue.noPosition(id, tickerText));
        Page page = paging.page(explained.rows(), Map.Entry::getKey, Map.Entry::getValue);
        CurrencyCode currency = Rules.of(portfolio).currency();
        return EntityTag.answer(
                request,
                new ExplainAnswer(
                        page.count(),
                        page.next(),
                        page.previous(),
                        page.results(),
                        portfolio.id().value(),
                        ticker.value(),
                        currency.value(),
                        method.wireName(),
                        asOf,
                        TotalsAnswer.of(explained.position(), currency)));
    }

    private static Ticker ticker(String id, String text) {
        try {
            return Ticker.parse(text);
        } catch (InvalidValueException e) {
            throw PathValue.noPosition(id, text);
        }
    }
}
