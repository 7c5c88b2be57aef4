package io.trakkit.query.explain;

import io.trakkit.domain.explain.Figure;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.Rules;
import io.trakkit.query.Snapshots;
import io.trakkit.query.page.PageOfRows;
import io.trakkit.store.query.PastHoldings;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.trades.RecordEvents;
import io.trakkit.store.query.trades.RefusedOfPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the records of one position, explains them, and reads the events of those on the page: all in one snapshot. */
@Component
final class Explanations {

    /** The most events of a record in an answer; its history has all of them. */
    private static final int MOST_EVENTS = 20;

    private final Snapshots snapshots;
    private final PastHoldings holdings;
    private final RefusedOfPosition refused;
    private final RecordEvents events;

    Explanations(Snapshots snapshots, PastHoldings holdings, RefusedOfPosition refused, RecordEvents events) {
        this.snapshots = snapshots;
        this.holdings = holdings;
        this.refused = refused;
        this.events = events;
    }

    /**
     * What to explain.
     *
     * @param until the last time from which records count, included
     * @param only of records that did not change this number there are no rows; null for all
     * @param user to whom the caller is bound, if it is: refused records of others are not shown
     */
    record Question(
            Portfolio portfolio,
            Ticker ticker,
            CostMethod method,
            Instant until,
            @Nullable Figure only,
            Optional<UserId> user) {}

    /** The rows of the page with their places, and the position after the last record of all. */
    record Explained(Slice<Map.Entry<RecordKey, RecordAnswer>> rows, Position position) {}

    /** Empty if the portfolio has no record of the ticker. */
    Optional<Explained> read(Question asked, PageOfRows<RecordKey, ExplainedRow> rows) {
        Portfolio portfolio = asked.portfolio();
        PositionReader reader =
                new PositionReader(asked.method(), Rules.of(portfolio), asked.only(), asked.until(), rows);
        return snapshots.read(() -> {
            holdings.visitAll(portfolio.client(), portfolio.id(), asked.ticker(), asked.until(), reader);
            refused.visit(portfolio.client(), portfolio.id(), asked.ticker(), asked.user(), reader::refused);
            return reader.isKnown()
                    ? Optional.of(new Explained(withEvents(asked, rows.slice()), reader.position()))
                    : Optional.empty();
        });
    }

    private Slice<Map.Entry<RecordKey, RecordAnswer>> withEvents(
            Question asked, Slice<Map.Entry<RecordKey, ExplainedRow>> slice) {
        Portfolio portfolio = asked.portfolio();
        List<FoldedRecord> folded = new ArrayList<>();
        slice.rows().forEach(row -> {
            if (row.getValue() instanceof ExplainedRow.Folded found) {
                folded.add(found.explained().folded());
            }
        });
        EventsOfRecords eventsOf = EventsOfRecords.read(events, portfolio.client(), folded, MOST_EVENTS, asked.user());
        CurrencyCode currency = Rules.of(portfolio).currency();
        List<Map.Entry<RecordKey, RecordAnswer>> answers = slice.rows().stream()
                .map(row -> Map.entry(row.getKey(), answer(row.getValue(), eventsOf, currency)))
                .toList();
        return new Slice<>(answers, slice.more(), slice.total());
    }

    private static RecordAnswer answer(ExplainedRow row, EventsOfRecords eventsOf, CurrencyCode currency) {
        return switch (row) {
            case ExplainedRow.Refused refusedRow -> RecordAnswer.of(refusedRow, currency);
            case ExplainedRow.Folded folded ->
                RecordAnswer.of(folded, eventsOf.of(folded.explained().folded()), currency);
        };
    }
}
