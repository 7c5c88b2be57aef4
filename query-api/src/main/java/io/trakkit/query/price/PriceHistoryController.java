package io.trakkit.query.price;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.returns.Interval;
import io.trakkit.domain.valuation.HistoricalQuotes;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.SpanOfTime;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers the recorded prices of a ticker over time. Prices belong to no client. */
@RestController
class PriceHistoryController {

    private final HistoricalQuotes quotes;
    private final Clock clock = Clock.systemUTC();

    PriceHistoryController(HistoricalQuotes quotes) {
        this.quotes = quotes;
    }

    /** The schema PriceHistory of docs/openapi.yaml. */
    record Answer(String ticker, Instant from, Instant to, String interval, List<Point> points) {}

    /** The newest quote at or before a time. */
    record Point(
            Instant at,
            String price,
            String currency,
            Instant time,
            String source,
            @Nullable Instant adjustedAt) {

        static Point of(Instant at, Quote quote) {
            return new Point(
                    at,
                    quote.price().toString(),
                    quote.currency().value(),
                    quote.time(),
                    quote.source().value(),
                    quote.adjustedAt().orElse(null));
        }
    }

    @GetMapping(path = "/api/v1/price-history", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> show(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        List<Ticker> tickers = parameters.values("ticker", 1, Ticker::parse);
        SpanOfTime span = SpanOfTime.read(parameters, clock.instant());
        parameters.noOthers();
        return EntityTag.answer(request, answer(tickers.getFirst(), span.times(), span.interval()));
    }

    private Answer answer(Ticker ticker, List<Instant> times, Interval interval) {
        List<Point> points = new ArrayList<>();
        Iterator<Quote> found = quotes.at(ticker, times);
        Quote next = found.hasNext() ? found.next() : null;
        Quote newest = null;
        for (Instant time : times) {
            while (next != null && !next.time().isAfter(time)) {
                newest = next;
                next = found.hasNext() ? found.next() : null;
            }
            if (newest != null) {
                points.add(Point.of(time, newest));
            }
        }
        return new Answer(ticker.value(), times.getFirst(), times.getLast(), interval.wireName(), points);
    }
}
