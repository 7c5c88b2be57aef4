package io.trakkit.query.returns;

import io.trakkit.access.Caller;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.CostMethods;
import io.trakkit.query.PathValue;
import io.trakkit.query.VisiblePortfolios;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers the returns of portfolios. */
@RestController
class ReturnsController {

    /** The most tickers that the detail names; the problem has all of them in a member. */
    private static final int NAMED = 10;

    private final VisiblePortfolios visible;
    private final PresentReturns present;
    private final PastReturns past;
    private final Clock clock = Clock.systemUTC();

    ReturnsController(VisiblePortfolios visible, PresentReturns present, PastReturns past) {
        this.visible = visible;
        this.present = present;
        this.past = past;
    }

    @GetMapping(path = "/api/v1/portfolio/{id}/cumulative-returns", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> returns(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Instant asOf = parameters.time("as_of");
        boolean strict = parameters.truth("strict", false);
        CostMethod method = CostMethods.read(parameters);
        if (asOf != null && asOf.isAfter(clock.instant())) {
            parameters.error("as_of", "must not be in the future");
        }
        parameters.noOthers();
        AnsweredReturn found = asOf == null ? present(request, id, method) : past(request, id, asOf, method);
        if (strict) {
            requireCurrentPrices(found.written().portfolio());
            requireCurrentRates(found.cash());
        }
        return found.tag().answered(request, found.json());
    }

    /** Looks the portfolio up only where the key is bound to a user: the statement of the returns knows its client. */
    private AnsweredReturn present(HttpServletRequest request, String id, CostMethod method) {
        if (method != CostMethod.AVERAGE) {
            return present.by(method, visible.find(request, id));
        }
        if (Caller.of(request).user().isPresent()) {
            visible.find(request, id);
        }
        return present.of(Caller.clientOf(request), PathValue.portfolio(id))
                .orElseThrow(() -> PathValue.noPortfolio(id));
    }

    private AnsweredReturn past(HttpServletRequest request, String id, Instant asOf, CostMethod method) {
        return past.at(visible.find(request, id), asOf, method);
    }

    private static void requireCurrentPrices(PortfolioReturn found) {
        List<String> tickers = found.notCurrent().stream().map(Ticker::value).toList();
        if (!tickers.isEmpty()) {
            String named = tickers.stream().limit(NAMED).collect(Collectors.joining(", "));
            throw ProblemException.of(
                            Problem.CONFLICT,
                            "No market has quoted a current price of " + named + (tickers.size() > NAMED ? ", …" : ""))
                    .with("tickers", tickers);
        }
    }

    private static void requireCurrentRates(Optional<Cash.Valued> cash) {
        cash.filter(Cash.Valued::isStale).ifPresent(valued -> {
            throw ProblemException.of(
                    Problem.CONFLICT,
                    "No current rate is known for the cash in "
                            + valued.stale().stream().map(CurrencyCode::value).collect(Collectors.joining(", ")));
        });
    }
}
