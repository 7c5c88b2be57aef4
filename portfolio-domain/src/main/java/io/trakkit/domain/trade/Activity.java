package io.trakkit.domain.trade;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Times;
import java.time.Instant;
import java.util.Optional;

/**
 * What happens to a portfolio beside trades, as a broker describes it: income, changes of cost or units, transfers and
 * movements of cash.
 *
 * @param user the user on whose behalf it was booked; the portfolio must be theirs
 * @param ticker the security; empty for an activity of cash
 * @param executedAt when it took effect, to the microsecond
 * @param tax withheld from its money, in its currency
 * @param conversion the currency of its money, with the rate; empty: the portfolio's currency
 */
public record Activity(
        RefId refId,
        UserId user,
        PortfolioId portfolio,
        Optional<Ticker> ticker,
        ActivityTerms terms,
        TradeStatus status,
        Instant executedAt,
        Money tax,
        Optional<Conversion> conversion)
        implements Booking {

    /**
     * @throws InvalidValueException if the time is out of its span or finer than a microsecond, or the ticker is missing or
     *     there is one where the type has none
     */
    public Activity {
        Times.checked(executedAt);
        ticker.ifPresent(Ticker::checkSecurity);
        if (terms.type().isOfCash() == ticker.isPresent()) {
            throw new InvalidValueException(
                    ticker.isPresent()
                            ? "a " + terms.type().wireName() + " is about cash and has no ticker"
                            : "a " + terms.type().wireName() + " needs a ticker");
        }
        if (!terms.type().isTaxed() && !tax.isZero()) {
            throw new InvalidValueException("a " + terms.type().wireName() + " has no tax");
        }
        if (!terms.type().movesMoney() && conversion.isPresent()) {
            throw new InvalidValueException("a " + terms.type().wireName() + " has no currency");
        }
    }

    public ActivityType type() {
        return terms.type();
    }

    @Override
    public Ticker keyTicker() {
        return ticker.orElse(Ticker.CASH);
    }

    /**
     * The same activity with the amendment's fields in place of its own.
     *
     * @throws InvalidValueException if the amendment has a field that the type does not have
     */
    public Activity amended(ActivityAmendment amendment) {
        return new Activity(
                refId,
                user,
                portfolio,
                ticker,
                amendment.appliedTo(terms),
                amendment.status().orElse(status),
                amendment.executedAt().orElse(executedAt),
                amendment.tax().orElse(tax),
                amendment.conversion().or(() -> conversion));
    }
}
