package io.trakkit.query.book;

import io.trakkit.domain.lots.CashMovement;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Ticker;
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
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers the cash of a portfolio: its movements, and what they add up to in each currency. */
@RestController
class CashController {

    private static final ListShape<Row> LIST = ListPage.shape("cash", "at", Fields.of(MovementAnswer.class));

    private final VisiblePortfolios visible;
    private final PositionFolds books;

    CashController(VisiblePortfolios visible, PositionFolds books) {
        this.visible = visible;
        this.books = books;
    }

    /** A movement of cash: the schema CashMovement of docs/openapi.yaml. */
    record MovementAnswer(
            @Nullable String ticker,
            Instant at,
            String refId,
            String kind,
            String currency,
            String amount,
            String converted) {

        static MovementAnswer of(Optional<Ticker> ticker, String kind, CashMovement movement) {
            return new MovementAnswer(
                    ticker.map(Ticker::value).orElse(null),
                    movement.at(),
                    movement.refId().value(),
                    kind,
                    movement.currency().value(),
                    movement.amount().toPlainString(),
                    movement.converted().toPlainString());
        }
    }

    /**
     * The balance of a currency: the schema CashBalance of docs/openapi.yaml.
     *
     * @param byKind what the movements of each kind add up to
     */
    record BalanceAnswer(String currency, String balance, Map<String, String> byKind) {}

    /** A page of movements, and the balances after all: the schema PageOfCash of docs/openapi.yaml. */
    record CashAnswer(
            int count,
            @Nullable String next,
            @Nullable String previous,
            List<?> results,
            List<BalanceAnswer> balances) {}

    private static final class Balances {

        private final SortedMap<String, SortedMap<String, BigDecimal>> sums = new TreeMap<>();

        void add(String kind, CashMovement movement) {
            sums.computeIfAbsent(movement.currency().value(), _ -> new TreeMap<>())
                    .merge(kind, movement.amount(), BigDecimal::add);
        }

        List<BalanceAnswer> answers() {
            return sums.entrySet().stream()
                    .map(entry -> new BalanceAnswer(
                            entry.getKey(),
                            Decimals.text(entry.getValue().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add)),
                            texts(entry.getValue())))
                    .toList();
        }

        private static Map<String, String> texts(SortedMap<String, BigDecimal> byKind) {
            SortedMap<String, String> texts = new TreeMap<>();
            byKind.forEach((kind, sum) -> texts.put(kind, Decimals.text(sum)));
            return texts;
        }
    }

    @GetMapping(path = "/api/v1/portfolio/{id}/cash", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> cash(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<Row> paging = Paging.read(LIST, parameters, request);
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        BookRules rules = Rules.of(portfolio);
        PageOfRows<Row, MovementAnswer> rows = ListPage.rows(paging);
        Balances balances = new Balances();
        books.readWithCash(
                portfolio,
                new BookReader(
                        rules,
                        (ticker, applied, held) -> CashMovement.of(applied, held, rules)
                                .ifPresent(movement -> {
                                    String kind = kind(applied);
                                    balances.add(kind, movement);
                                    rows.add(
                                            Row.of(ticker, applied.tradeOrder()),
                                            () -> MovementAnswer.of(ticker, kind, movement));
                                })));
        Page page = ListPage.page(paging, rows);
        return EntityTag.answer(
                request,
                new CashAnswer(page.count(), page.next(), page.previous(), page.results(), balances.answers()));
    }

    private static String kind(FoldedRecord applied) {
        return switch (applied) {
            case FoldedTrade trade ->
                switch (trade.side()) {
                    case BUY -> "buy";
                    case SELL -> "sell";
                };
            case FoldedActivity activity -> activity.terms().type().wireName();
        };
    }
}
