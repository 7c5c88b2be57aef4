package io.trakkit.feed.price;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Readers;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of a request for the prices of tickers. */
final class PriceQuery {

    private PriceQuery() {}

    /**
     * Reads the tickers.
     *
     * @throws ProblemException if there is none, if there are more than {@code most}, or if one is not valid
     */
    static SortedSet<Ticker> read(ObjectNode body, int most) {
        Fields fields = Fields.of(body);
        SortedSet<Ticker> tickers = fields.required("tickers", value -> tickers(fields, value, most));
        fields.noOthers();
        if (tickers == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return tickers;
    }

    private static SortedSet<Ticker> tickers(Fields fields, JsonNode value, int most) {
        if (!value.isArray() || value.isEmpty() || value.size() > most) {
            throw new InvalidValueException(
                    "must be an array of 1 to " + most + " tickers" + (value.isArray() ? ", not " + value.size() : ""));
        }
        SortedSet<Ticker> tickers = new TreeSet<>();
        for (int i = 0; i < value.size(); i++) {
            try {
                tickers.add(Ticker.parse(Readers.TEXT.read(value.get(i))));
            } catch (InvalidValueException e) {
                fields.error("tickers", i, String.valueOf(e.getMessage()));
            }
        }
        return tickers;
    }
}
