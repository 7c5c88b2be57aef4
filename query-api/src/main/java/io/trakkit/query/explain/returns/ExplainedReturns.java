package io.trakkit.query.explain.returns;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.returns.Performance;
import io.trakkit.domain.returns.SubPeriod;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.AskedSpan;
import io.trakkit.query.Rules;
import io.trakkit.query.explain.EventsOfRecords;
import io.trakkit.query.page.PageOfRows;
import io.trakkit.query.performance.Performances;
import io.trakkit.store.query.PastHoldings;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.trades.RecordEvents;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Reads the parts that a time-weighted return is made of, and the records of those on the page: all in one snapshot. */
@Component
final class ExplainedReturns {

    /** The most records of a part in an answer. */
    private static final int MOST_OF_PART = 20;

    /** The most records of all parts of a page that is long. */
    private static final int MOST_OF_PAGE = 2_000;

    private final Performances performances;
    private final PastHoldings holdings;
    private final RecordEvents events;

    ExplainedReturns(Performances performances, PastHoldings holdings, RecordEvents events) {
        this.performances = performances;
        this.holdings = holdings;
        this.events = events;
    }

    /**
     * An explained return.
     *
     * @param parts those of the page, by their numbers
     */
    record Explained(Performance performance, Slice<Map.Entry<Integer, ReturnPartAnswer>> parts) {}

    /**
     * Reads the page.
     *
     * @param user to whom the caller is bound, if it is: refused events of others are not shown
     * @throws io.trakkit.domain.value.InvalidValueException if the span needs too many moments or quotes
     */
    Explained read(Portfolio portfolio, AskedSpan span, Optional<UserId> user, PageOfRows<Integer, SubPeriod> rows) {
        AtomicInteger number = new AtomicInteger();
        return performances.inParts(
                portfolio,
                span.from(),
                span.to(),
                part -> rows.add(number.incrementAndGet(), () -> part),
                (performance, cashFrom) ->
                        new Explained(performance, withRecords(portfolio, user, rows.slice(), cashFrom)));
    }

    /**
     * Reads the records of the span of these parts. It is a second reading, as where a part begins and ends, and so which parts are on
     * the page, is known only after the last ticker.
     */
    private Slice<Map.Entry<Integer, ReturnPartAnswer>> withRecords(
            Portfolio portfolio,
            Optional<UserId> user,
            Slice<Map.Entry<Integer, SubPeriod>> parts,
            Optional<Instant> cashFrom) {
        if (parts.rows().isEmpty()) {
            return new Slice<>(Collections.emptyList(), parts.more(), parts.total());
        }
        BookRules rules = Rules.of(portfolio);
        int most =
                Math.max(1, Math.min(MOST_OF_PART, MOST_OF_PAGE / parts.rows().size()));
        PartRecords records = new PartRecords(parts.rows(), rules, cashFrom, most);
        Instant begin = parts.rows().getFirst().getValue().from();
        Instant end = parts.rows().getLast().getValue().to();
        holdings.visit(portfolio.client(), portfolio.id(), begin, end, records);
        if (cashFrom.isPresent()) {
            holdings.visitAll(portfolio.client(), portfolio.id(), Ticker.CASH, end, records);
        }
        EventsOfRecords eventsOf =
                EventsOfRecords.read(events, portfolio.client(), records.all().toList(), EventsOfRecords.FEW, user);
        return new Slice<>(
                parts.rows().stream()
                        .map(row -> Map.entry(row.getKey(), answer(row, records, eventsOf, rules)))
                        .toList(),
                parts.more(),
                parts.total());
    }

    private static ReturnPartAnswer answer(
            Map.Entry<Integer, SubPeriod> row, PartRecords records, EventsOfRecords eventsOf, BookRules rules) {
        int part = row.getKey();
        return ReturnPartAnswer.of(
                row.getValue(),
                records.of(part).stream()
                        .map(found -> ReturnRecordAnswer.of(found, eventsOf, rules.currency()))
                        .toList(),
                records.count(part));
    }
}
