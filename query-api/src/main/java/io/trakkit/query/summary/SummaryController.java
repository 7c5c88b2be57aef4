package io.trakkit.query.summary;

import io.trakkit.access.Caller;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.CostMethods;
import io.trakkit.query.page.Fields;
import io.trakkit.query.page.ListShape;
import io.trakkit.query.page.Paging;
import io.trakkit.store.query.SummaryPages;
import io.trakkit.store.query.page.Direction;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers summaries. */
@RestController
@RequestMapping(path = "/api/v1/portfolio-summary", produces = MediaType.APPLICATION_JSON_VALUE)
class SummaryController {

    private static final ListShape<SummaryPages.Key> LIST = new ListShape<>(
            "summaries",
            Fields.of(SummaryAnswer.class),
            Map.of("ticker", List.of("portfolio_id")),
            new ListShape.Ordering("ticker", Direction.ASCENDING),
            key -> List.of(key.ticker().value(), key.portfolio().toString()),
            texts -> new SummaryPages.Key(new Ticker(texts.get(0)), PortfolioId.parse(texts.get(1))));

    private final SummaryPages summaries;
    private final SummariesByMethod byMethod;

    SummaryController(SummaryPages summaries, SummariesByMethod byMethod) {
        this.summaries = summaries;
        this.byMethod = byMethod;
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<SummaryPages.Key> paging = Paging.read(LIST, parameters, request);
        SummaryPages.Filter filter = new SummaryPages.Filter(
                Caller.of(request).limitTo(parameters.value("user_id", UserId::new)),
                Optional.ofNullable(parameters.value("portfolio_id", PortfolioId::parse)),
                Optional.ofNullable(parameters.value("ticker", Ticker::parse)),
                parameters.truth("include_closed", false));
        CostMethod method = CostMethods.read(parameters);
        parameters.noOthers();
        ClientId client = Caller.clientOf(request);
        return EntityTag.answer(
                request,
                paging.page(
                        byMethod.by(
                                method,
                                client,
                                () -> summaries.page(
                                        client, filter, paging.ordering().direction(), paging.window())),
                        SummaryPages.Key::of,
                        SummaryAnswer::of));
    }
}
