package io.trakkit.query.book;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.lots.Disposal;
import io.trakkit.domain.lots.TakenLot;
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
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers what a portfolio has realised, disposal by disposal. */
@RestController
class RealisedGainsController {

    private static final ListShape<Row> LIST =
            ListPage.shape("realised-gains", "disposed_at", Fields.of(DisposalAnswer.class));

    private final VisiblePortfolios visible;
    private final PositionFolds books;

    RealisedGainsController(VisiblePortfolios visible, PositionFolds books) {
        this.visible = visible;
        this.books = books;
    }

    /** What a disposal took from a lot: the schema TakenLot of docs/openapi.yaml. */
    record TakenAnswer(
            Instant acquiredAt,
            String refId,
            BigDecimal volume,
            String volumeText,
            String cost,
            String fees,
            long daysHeld) {

        static TakenAnswer of(TakenLot lot) {
            return new TakenAnswer(
                    lot.acquiredAt(),
                    lot.refId().value(),
                    lot.units(),
                    lot.units().toPlainString(),
                    lot.cost().toPlainString(),
                    lot.fees().toPlainString(),
                    lot.daysHeld());
        }
    }

    /** A disposal: the schema Disposal of docs/openapi.yaml. */
    record DisposalAnswer(
            String ticker,
            Instant disposedAt,
            String refId,
            String cause,
            BigDecimal volume,
            String volumeText,
            String proceeds,
            String cost,
            String gain,
            String fees,
            List<TakenAnswer> lots) {

        static DisposalAnswer of(Ticker ticker, Disposal disposal) {
            return new DisposalAnswer(
                    ticker.value(),
                    disposal.disposedAt(),
                    disposal.refId().value(),
                    disposal.cause().name().toLowerCase(Locale.ROOT),
                    disposal.units(),
                    disposal.units().toPlainString(),
                    disposal.proceeds().toPlainString(),
                    disposal.cost().toPlainString(),
                    disposal.gain().toPlainString(),
                    disposal.fees().toPlainString(),
                    disposal.lots().stream().map(TakenAnswer::of).toList());
        }
    }

    /** A page of disposals, and the totals of all in the span: the schema PageOfDisposals of docs/openapi.yaml. */
    record GainsAnswer(
            int count,
            @Nullable String next,
            @Nullable String previous,
            List<?> results,
            String costMethod,
            String currency,
            String proceeds,
            String cost,
            String gain,
            String fees) {}

    private static final class Totals {
        private BigDecimal proceeds = BigDecimal.ZERO;
        private BigDecimal cost = BigDecimal.ZERO;
        private BigDecimal fees = BigDecimal.ZERO;

        void add(Disposal disposal) {
            proceeds = proceeds.add(disposal.proceeds());
            cost = cost.add(disposal.cost());
            fees = fees.add(disposal.fees());
        }
    }

    @GetMapping(path = "/api/v1/portfolio/{id}/realised-gains", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> gains(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<Row> paging = Paging.read(LIST, parameters, request);
        CostMethod method = CostMethods.read(parameters);
        Optional<Ticker> ticker = Optional.ofNullable(parameters.value("ticker", Ticker::parse));
        Span span = Span.read(parameters);
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        PageOfRows<Row, DisposalAnswer> rows = ListPage.rows(paging);
        Totals totals = new Totals();
        books.read(
                portfolio,
                ticker,
                new LotReader(
                        method,
                        Rules.of(portfolio),
                        (of, booked, disposal) -> {
                            if (span.has(disposal.disposedAt())) {
                                totals.add(disposal);
                                rows.add(Row.of(Optional.of(of), booked), () -> DisposalAnswer.of(of, disposal));
                            }
                        },
                        (_, _) -> {}));
        Page page = ListPage.page(paging, rows);
        return EntityTag.answer(
                request,
                new GainsAnswer(
                        page.count(),
                        page.next(),
                        page.previous(),
                        page.results(),
                        method.wireName(),
                        Rules.of(portfolio).currency().value(),
                        Decimals.text(totals.proceeds),
                        Decimals.text(totals.cost),
                        Decimals.text(totals.proceeds.subtract(totals.cost)),
                        Decimals.text(totals.fees)));
    }
}
