package io.trakkit.domain.returns;

import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.price.RatesAt.ObservedRate;
import io.trakkit.domain.value.CurrencyCode;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exchange rates at the moments of a timeline, each currency read once. */
final class RateSeries implements RatesAt {

    private final Timeline timeline;
    private final CurrencyCode quote;
    private final RatesAt rates;
    private final Map<CurrencyCode, Line> lines = new HashMap<>();

    /** @param quote the portfolio's currency */
    RateSeries(Timeline timeline, CurrencyCode quote, RatesAt rates) {
        this.timeline = timeline;
        this.quote = quote;
        this.rates = rates;
    }

    /** @param changes the moments whose rate is not that of the moment before */
    private record Line(Map<Integer, Optional<ObservedRate>> rates, BitSet changes) {

        Optional<ObservedRate> at(int moment) {
            Optional<ObservedRate> found = rates.get(changes.previousSetBit(moment));
            return found == null ? Optional.empty() : found;
        }
    }

    @Override
    public Optional<ObservedRate> rate(CurrencyCode base, CurrencyCode into, Instant time) {
        if (!into.equals(quote)) {
            throw new IllegalArgumentException("Rates are into " + quote + ", not " + into);
        }
        return line(base).at(timeline.firstAt(time, 0));
    }

    /** The first moment from an index on at which the rate of a currency changes; the number of moments if there is none. */
    int nextChange(CurrencyCode base, int from) {
        int next = line(base).changes().nextSetBit(from);
        return next < 0 ? timeline.size() : next;
    }

    private Line line(CurrencyCode base) {
        return lines.computeIfAbsent(base, this::read);
    }

    private Line read(CurrencyCode base) {
        Line line = new Line(new HashMap<>(), new BitSet(timeline.size()));
        List<Optional<ObservedRate>> atMoments = rates.rates(base, quote, timeline.from(0));
        Optional<ObservedRate> last = Optional.empty();
        for (int moment = 0; moment < timeline.size(); moment++) {
            Optional<ObservedRate> found = atMoments.get(moment);
            if (moment == 0 || !found.equals(last)) {
                line.changes().set(moment);
                line.rates().put(moment, found);
                last = found;
            }
        }
        return line;
    }
}
