package io.trakkit.query.book;

import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The place of a row among those computed from the records of a portfolio: by time, then by ticker, then as the fold orders
 * corporate actions and other records, then by ref_id.
 *
 * @param ticker empty for the portfolio's cash
 * @param ofAction whether the record is a corporate action; it may have the id of another record
 * @param refId the record that the row is about
 */
record Row(Instant at, Optional<Ticker> ticker, boolean ofAction, String refId) implements Comparable<Row> {

    private static final String ACTION = "action";

    private static final Comparator<Row> ORDER = Comparator.comparing(Row::at)
            .thenComparing(row -> row.ticker().map(Ticker::value).orElse(""))
            .thenComparing(Row::ofAction, Comparator.reverseOrder())
            .thenComparing(Row::refId);

    static Row of(Optional<Ticker> ticker, TradeOrder booked) {
        return new Row(
                booked.executedAt(),
                ticker,
                booked.rank() == Rank.CORPORATE_ACTION,
                booked.refId().value());
    }

    @Override
    public int compareTo(Row other) {
        return ORDER.compare(this, other);
    }

    List<String> texts() {
        return List.of(at.toString(), ticker.map(Ticker::value).orElse(""), ofAction ? ACTION : "", refId);
    }

    static Row of(List<String> texts) {
        String ticker = texts.get(1);
        return new Row(
                Instant.parse(texts.get(0)),
                ticker.isEmpty() ? Optional.empty() : Optional.of(new Ticker(ticker)),
                texts.get(2).equals(ACTION),
                texts.get(3));
    }
}
