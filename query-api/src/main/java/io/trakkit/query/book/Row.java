package io.trakkit.query.book;

import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The place of a row among those computed from the records of a portfolio: by time, then by ticker and ref_id.
 *
 * @param ticker empty for the portfolio's cash
 * @param refId the record that the row is about
 */
record Row(Instant at, Optional<Ticker> ticker, String refId) implements Comparable<Row> {

    private static final Comparator<Row> ORDER = Comparator.comparing(Row::at)
            .thenComparing(row -> row.ticker().map(Ticker::value).orElse(""))
            .thenComparing(Row::refId);

    @Override
    public int compareTo(Row other) {
        return ORDER.compare(this, other);
    }

    List<String> texts() {
        return List.of(at.toString(), ticker.map(Ticker::value).orElse(""), refId);
    }

    static Row of(List<String> texts) {
        String ticker = texts.get(1);
        return new Row(
                Instant.parse(texts.get(0)),
                ticker.isEmpty() ? Optional.empty() : Optional.of(new Ticker(ticker)),
                texts.get(2));
    }
}
