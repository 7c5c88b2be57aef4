package io.trakkit.query.performance;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.query.AskedSpan;
import io.trakkit.query.CostMethods;
import io.trakkit.query.SpanOfTime;
import io.trakkit.query.VisiblePortfolios;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers the performance of portfolios. */
@RestController
class PerformanceController {

    private final VisiblePortfolios visible;
    private final Performances performances;
    private final Clock clock = Clock.systemUTC();

    PerformanceController(VisiblePortfolios visible, Performances performances) {
        this.visible = visible;
        this.performances = performances;
    }

    @GetMapping(path = "/api/v1/portfolio/{id}/performance", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> performance(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        SpanOfTime span = SpanOfTime.read(parameters, clock.instant());
        CostMethod method = CostMethods.read(parameters);
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        return EntityTag.answer(
                request,
                PerformanceAnswer.of(
                        parameters.blaming(AskedSpan.FROM, () -> performances.of(portfolio, span.times(), method)),
                        span.interval()));
    }
}
