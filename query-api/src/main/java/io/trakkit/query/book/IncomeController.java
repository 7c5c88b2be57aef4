package io.trakkit.query.book;

import io.trakkit.domain.lots.IncomeEntry;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.position.BookRules;
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
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers the dividends and the interest of a portfolio. */
@RestController
class IncomeController {

    private static final ListShape<Row> LIST = ListPage.shape("income", "at", Fields.of(EntryAnswer.class));

    private final VisiblePortfolios visible;
    private final PositionFolds books;

    IncomeController(VisiblePortfolios visible, PositionFolds books) {
        this.visible = visible;
        this.books = books;
    }

    /** A dividend or interest: the schema IncomeEntry of docs/openapi.yaml. */
    record EntryAnswer(
            @Nullable String ticker,
            Instant at,
            String refId,
            String type,
            String currency,
            String gross,
            String tax,
            String net) {

        static EntryAnswer of(Optional<Ticker> ticker, IncomeEntry entry) {
            return new EntryAnswer(
                    ticker.map(Ticker::value).orElse(null),
                    entry.at(),
                    entry.refId().value(),
                    entry.type().wireName(),
                    entry.currency().value(),
                    entry.gross().toPlainString(),
                    entry.tax().toPlainString(),
                    entry.net().toPlainString());
        }
    }

    /** The income of a ticker in a year, in one currency: the schema IncomeTotal of docs/openapi.yaml. */
    record TotalAnswer(
            @Nullable String ticker, int year, String type, String currency, String gross, String tax, String net) {}

    /** A page of entries, and the totals of all in the span: the schema PageOfIncome of docs/openapi.yaml. */
    record IncomeAnswer(
            int count,
            @Nullable String next,
            @Nullable String previous,
            List<?> results,
            String currency,
            String net,
            List<TotalAnswer> totals) {}

    private record Group(String ticker, int year, String type, String currency) {}

    private record Sum(BigDecimal gross, BigDecimal tax, BigDecimal net) {

        Sum plus(Sum other) {
            return new Sum(gross.add(other.gross), tax.add(other.tax), net.add(other.net));
        }
    }

    private static final class Totals {

        private final SortedMap<Group, Sum> sums = new TreeMap<>(Comparator.comparing(Group::ticker)
                .thenComparingInt(Group::year)
                .thenComparing(Group::type)
                .thenComparing(Group::currency));

        void add(Optional<Ticker> ticker, IncomeEntry entry) {
            sums.merge(
                    new Group(
                            ticker.map(Ticker::value).orElse(""),
                            entry.at().atOffset(ZoneOffset.UTC).getYear(),
                            entry.type().wireName(),
                            entry.currency().value()),
                    new Sum(entry.gross(), entry.tax(), entry.net()),
                    Sum::plus);
        }

        BigDecimal net() {
            return sums.values().stream().map(Sum::net).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        List<TotalAnswer> answers() {
            return sums.entrySet().stream()
                    .map(entry -> new TotalAnswer(
                            entry.getKey().ticker().isEmpty()
                                    ? null
                                    : entry.getKey().ticker(),
                            entry.getKey().year(),
                            entry.getKey().type(),
                            entry.getKey().currency(),
                            Decimals.text(entry.getValue().gross()),
                            Decimals.text(entry.getValue().tax()),
                            Decimals.text(entry.getValue().net())))
                    .toList();
        }
    }

    @GetMapping(path = "/api/v1/portfolio/{id}/income", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> income(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<Row> paging = Paging.read(LIST, parameters, request);
        Span span = Span.read(parameters);
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        BookRules rules = Rules.of(portfolio);
        PageOfRows<Row, EntryAnswer> rows = ListPage.rows(paging);
        Totals totals = new Totals();
        books.readWithCash(
                portfolio,
                new BookReader(
                        rules,
                        (ticker, applied, held) -> IncomeEntry.of(applied, held, rules)
                                .filter(entry -> span.has(entry.at()))
                                .ifPresent(entry -> {
                                    totals.add(ticker, entry);
                                    rows.add(Row.of(ticker, applied.tradeOrder()), () -> EntryAnswer.of(ticker, entry));
                                })));
        Page page = ListPage.page(paging, rows);
        return EntityTag.answer(
                request,
                new IncomeAnswer(
                        page.count(),
                        page.next(),
                        page.previous(),
                        page.results(),
                        rules.currency().value(),
                        Decimals.text(totals.net()),
                        totals.answers()));
    }
}
