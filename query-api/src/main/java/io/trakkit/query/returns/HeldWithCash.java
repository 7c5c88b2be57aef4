package io.trakkit.query.returns;

import io.trakkit.domain.returns.Cash;
import io.trakkit.store.query.HeldPortfolio;
import java.util.Optional;

/**
 * The positions of a portfolio and its cash at one moment.
 *
 * @param cash empty while it is not tracked
 */
record HeldWithCash(HeldPortfolio held, Optional<Cash> cash) {}
