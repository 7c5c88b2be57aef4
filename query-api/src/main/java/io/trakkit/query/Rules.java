package io.trakkit.query;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.position.BookRules;

/** The rules that the positions of a portfolio are folded by. */
public final class Rules {

    private Rules() {}

    /** @throws java.util.NoSuchElementException if the portfolio was read without a currency */
    public static BookRules of(Portfolio portfolio) {
        return new BookRules(portfolio.currency().orElseThrow(), portfolio.allowShort());
    }
}
