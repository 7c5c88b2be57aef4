package io.trakkit.query.book;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.lots.Lot;
import io.trakkit.domain.lots.LotBook;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.CostMethods;
import io.trakkit.query.Rules;
import io.trakkit.query.VisiblePortfolios;
import io.trakkit.query.page.Fields;
import io.trakkit.query.page.ListShape;
import io.trakkit.query.page.Page;
import io.trakkit.query.page.PageOfRows;
import io.trakkit.query.page.Paging;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers the open lots of a portfolio. */
@RestController
class LotsController {

    private static final ListShape<Row> LIST = ListPage.shape("lots", "acquired_at", Fields.of(LotAnswer.class));

    private final VisiblePortfolios visible;
    private final PositionFolds books;

    LotsController(VisiblePortfolios visible, PositionFolds books) {
        this.visible = visible;
        this.books = books;
    }

    /** An open lot: the schema Lot of docs/openapi.yaml. */
    record LotAnswer(
            String ticker,
            Instant acquiredAt,
            String refId,
            BigDecimal volume,
            String volumeText,
            String cost,
            String fees) {

        static LotAnswer of(Ticker ticker, Lot lot) {
            return new LotAnswer(
                    ticker.value(),
                    lot.acquiredAt(),
                    lot.refId().value(),
                    lot.units(),
                    lot.units().toPlainString(),
                    lot.cost().toPlainString(),
                    lot.fees().toPlainString());
        }
    }

    /** A page of lots, and what all of them cost: the schema PageOfLots of docs/openapi.yaml. */
    record LotsAnswer(
            int count,
            @Nullable String next,
            @Nullable String previous,
            List<?> results,
            String costMethod,
            String currency,
            String cost,
            String fees,
            String realised) {}

    private static final class Totals {
        private BigDecimal cost = BigDecimal.ZERO;
        private BigDecimal fees = BigDecimal.ZERO;
        private BigDecimal realised = BigDecimal.ZERO;

        void add(LotBook book) {
            cost = cost.add(book.position().cost());
            fees = fees.add(book.position().fees());
            realised = realised.add(book.position().realised());
        }
    }

    @GetMapping(path = "/api/v1/portfolio/{id}/lots", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> lots(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<Row> paging = Paging.read(LIST, parameters, request);
        CostMethod method = CostMethods.read(parameters);
        Optional<Ticker> ticker = Optional.ofNullable(parameters.value("ticker", Ticker::parse));
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        PageOfRows<Row, LotAnswer> rows = ListPage.rows(paging);
        Totals totals = new Totals();
        books.read(portfolio, ticker, new LotReader(method, Rules.of(portfolio), null, (of, book) -> {
                    totals.add(book);
                    book.lots()
                            .forEach(lot -> rows.add(
                                    new Row(
                                            lot.acquiredAt(),
                                            Optional.of(of),
                                            false,
                                            lot.refId().value()),
                                    () -> LotAnswer.of(of, lot)));
                }))
                .end();
        Page page = ListPage.page(paging, rows);
        return EntityTag.answer(
                request,
                new LotsAnswer(
                        page.count(),
                        page.next(),
                        page.previous(),
                        page.results(),
                        method.wireName(),
                        Rules.of(portfolio).currency().value(),
                        Decimals.text(totals.cost),
                        Decimals.text(totals.fees),
                        Decimals.text(totals.realised)));
    }
}
