package io.trakkit.query.portfolio;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.query.VisiblePortfolios;
import io.trakkit.query.page.Fields;
import io.trakkit.query.page.ListShape;
import io.trakkit.query.page.Paging;
import io.trakkit.store.query.PortfolioPages;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reads about portfolios. */
@RestController
@RequestMapping(path = "/api/v1/portfolio", produces = MediaType.APPLICATION_JSON_VALUE)
class PortfolioController {

    private static final ListShape<PortfolioPages.Key> LIST = new ListShape<>(
            "portfolios",
            Fields.of(PortfolioAnswer.class),
            Map.of("id", List.of(), "name", List.of("id")),
            new ListShape.Ordering("id", Direction.DESCENDING),
            key -> List.of(key.name().value(), key.id().toString()),
            texts -> new PortfolioPages.Key(new PortfolioName(texts.get(0)), PortfolioId.parse(texts.get(1))));

    private final PortfolioPages portfolios;
    private final VisiblePortfolios visible;

    PortfolioController(PortfolioPages portfolios, VisiblePortfolios visible) {
        this.portfolios = portfolios;
        this.visible = visible;
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<PortfolioPages.Key> paging = Paging.read(LIST, parameters, request);
        PortfolioPages.Filter filter = new PortfolioPages.Filter(
                Caller.of(request).limitTo(parameters.value("user_id", UserId::new)),
                Optional.ofNullable(parameters.value("name", PortfolioName::new)));
        parameters.noOthers();
        PortfolioPages.By by = paging.ordering().field().equals("name") ? PortfolioPages.By.NAME : PortfolioPages.By.ID;
        return EntityTag.answer(
                request,
                paging.page(
                        portfolios.page(
                                Caller.clientOf(request),
                                filter,
                                by,
                                paging.ordering().direction(),
                                paging.window()),
                        PortfolioPages.Key::of,
                        PortfolioAnswer::of));
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Fields fields = Fields.read(parameters, LIST.fields());
        parameters.noOthers();
        return EntityTag.answer(request, fields.select(PortfolioAnswer.of(visible.find(request, id))));
    }
}
