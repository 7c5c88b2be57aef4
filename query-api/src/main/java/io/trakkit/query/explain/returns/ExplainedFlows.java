package io.trakkit.query.explain.returns;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.returns.MoneyWeightedReturn;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.query.AskedSpan;
import io.trakkit.query.Rules;
import io.trakkit.query.explain.EventsOfRecords;
import io.trakkit.query.explain.LoggedRecordAnswer;
import io.trakkit.query.page.PageOfRows;
import io.trakkit.query.performance.Performances;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.trades.RecordEvents;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads the flows that a money-weighted return is made of, and the events of the records of those on the page: in one snapshot. */
@Component
final class ExplainedFlows {

    /** The most records of a flow in an answer: only transfers of one ticker at one moment are several. */
    private static final int MOST_OF_FLOW = 20;

    private final Performances performances;
    private final RecordEvents events;

    ExplainedFlows(Performances performances, RecordEvents events) {
        this.performances = performances;
        this.events = events;
    }

    /**
     * An explained return.
     *
     * @param presentValues for each rate, what all flows are worth on the first day
     */
    record Explained(
            MoneyWeightedReturn moneyWeighted,
            List<BigDecimal> presentValues,
            Optional<LocalDate> firstDay,
            Slice<Map.Entry<FlowKey, FlowAnswer>> flows) {}

    /**
     * Reads the page.
     *
     * @param user to whom the caller is bound, if it is: refused events of others are not shown
     * @throws io.trakkit.domain.value.InvalidValueException if the span needs too many moments or quotes
     */
    Explained read(
            Portfolio portfolio, AskedSpan span, Optional<UserId> user, PageOfRows<FlowKey, MoneyFlows.Flow> rows) {
        MoneyFlows flows = new MoneyFlows(rows);
        return performances.withFlows(portfolio, span.from(), span.to(), flows::add, performance -> {
            flows.addEnds(performance);
            MoneyWeightedReturn found = performance.moneyWeighted();
            return new Explained(
                    found,
                    found.rates().stream()
                            .map(rate -> flows.presentValue(rate.discount()))
                            .toList(),
                    flows.firstDay(),
                    withEvents(portfolio, user, rows.slice(), flows.firstDay(), found));
        });
    }

    private Slice<Map.Entry<FlowKey, FlowAnswer>> withEvents(
            Portfolio portfolio,
            Optional<UserId> user,
            Slice<Map.Entry<FlowKey, MoneyFlows.Flow>> slice,
            Optional<LocalDate> firstDay,
            MoneyWeightedReturn found) {
        List<FoldedRecord> records = slice.rows().stream()
                .flatMap(row -> first(row.getValue()).stream())
                .toList();
        EventsOfRecords eventsOf = EventsOfRecords.read(events, portfolio.client(), records, EventsOfRecords.FEW, user);
        CurrencyCode currency = Rules.of(portfolio).currency();
        List<BigDecimal> discounts =
                found.rates().stream().map(MoneyWeightedReturn.Rate::discount).toList();
        return new Slice<>(
                slice.rows().stream()
                        .map(row -> Map.entry(
                                row.getKey(), answer(row.getValue(), firstDay, discounts, eventsOf, currency)))
                        .toList(),
                slice.more(),
                slice.total());
    }

    private static List<FoldedRecord> first(MoneyFlows.Flow flow) {
        return flow.records().stream().limit(MOST_OF_FLOW).toList();
    }

    private static FlowAnswer answer(
            MoneyFlows.Flow flow,
            Optional<LocalDate> firstDay,
            List<BigDecimal> discounts,
            EventsOfRecords eventsOf,
            CurrencyCode currency) {
        return FlowAnswer.of(
                flow,
                (int) ChronoUnit.DAYS.between(firstDay.orElse(flow.day()), flow.day()),
                discounts,
                first(flow).stream()
                        .map(folded -> LoggedRecordAnswer.of(flow.ticker(), folded, eventsOf, currency))
                        .toList(),
                flow.records().size());
    }
}
