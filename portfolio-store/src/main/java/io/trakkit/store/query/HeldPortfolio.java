package io.trakkit.store.query;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.value.Ticker;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The positions of a portfolio at one moment.
 *
 * @param positions by ticker, closed ones included
 * @param splits of the tickers that have any
 * @param movesCash whether it has records of cash, which have no ticker
 * @param digest of all of it and of the records of cash; empty where it was not asked for
 */
public record HeldPortfolio(
        BookRules rules,
        SequencedMap<Ticker, HeldPosition> positions,
        Map<Ticker, Splits> splits,
        boolean movesCash,
        String digest) {}
