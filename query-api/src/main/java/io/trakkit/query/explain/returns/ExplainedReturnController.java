package io.trakkit.query.explain.returns;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.returns.SubPeriod;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Explains the time-weighted return of a portfolio, flow by flow. */
@RestController
class ExplainedReturnController {

    /** The key of a row is its number. */
    private static final ListShape<Integer> LIST = new ListShape<>(
            "explain-return",
            Fields.of(ReturnPartAnswer.class),
            Map.of(),
            new ListShape.Ordering("to", Direction.ASCENDING),
            number -> List.of(number.toString()),
            texts -> Integer.valueOf(texts.getFirst()));

    private final VisiblePortfolios visible;
    private final ExplainedReturns returns;
    private final Clock clock = Clock.systemUTC();

    ExplainedReturnController(VisiblePortfolios visible, ExplainedReturns returns) {
        this.visible = visible;
        this.returns = returns;
    }

    /** A page of parts, and the return that all of them make: the schema PageOfReturnFactors of docs/openapi.yaml. */
    record ExplainedReturnAnswer(
            int count,
            @Nullable String next,
            @Nullable String previous,
            List<?> results,
            long portfolioId,
            String currency,
            Instant from,
            Instant to,
            @Nullable String timeWeighted) {}

    @GetMapping(path = "/api/v1/portfolio/{id}/explain", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> explain(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<Integer> paging = Paging.read(LIST, parameters, request);
        AskedSpan span = AskedSpan.read(parameters, clock.instant());
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        PageOfRows<Integer, SubPeriod> rows = new PageOfRows<>(paging.ordering().direction(), paging.window());
        ExplainedReturns.Explained explained = parameters.blaming(
                AskedSpan.FROM,
                () -> returns.read(portfolio, span, Caller.of(request).user(), rows));
        Page page = paging.page(explained.parts(), Map.Entry::getKey, Map.Entry::getValue);
        return EntityTag.answer(
                request,
                new ExplainedReturnAnswer(
                        page.count(),
                        page.next(),
                        page.previous(),
                        page.results(),
                        portfolio.id().value(),
                        Rules.of(portfolio).currency().value(),
                        span.from(),
                        span.to(),
                        explained
                                .performance()
                                .points()
                                .getLast()
                                .timeWeighted()
                                .map(BigDecimal::toPlainString)
                                .orElse(null)));
    }
}
