package io.trakkit.domain.trade;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Times;
import io.trakkit.domain.value.Volume;
import java.time.Instant;
import java.util.Optional;

/**
 * A trade as a broker describes it: units of a security bought or sold at a price per unit, at a time.
 *
 * @param user the user on whose behalf it was made; the portfolio must be theirs
 * @param price the price of one unit, not of the whole volume; charges are outside
 * @param executedAt when it was executed, to the microsecond; its place among the trades of its key
 * @param isin the security's ISIN, if the broker gave one; nothing is calculated from it
 * @param charges its fee and tax
 * @param conversion the currency of its money, with the rate; empty: the portfolio's currency
 */
public record Trade(
        RefId refId,
        UserId user,
        PortfolioId portfolio,
        Side side,
        SecurityType securityType,
        Ticker ticker,
        Volume volume,
        Price price,
        TradeStatus status,
        Instant executedAt,
        Optional<Isin> isin,
        Charges charges,
        Optional<Conversion> conversion)
        implements Booking {

    /** @throws InvalidValueException if the time of execution is out of its span or finer than a microsecond, or it is of cash */
    public Trade {
        Times.checked(executedAt);
        ticker.checkSecurity();
    }

    /** A trade without the fields that a broker may leave out. */
    public Trade(
            RefId refId,
            UserId user,
            PortfolioId portfolio,
            Side side,
            SecurityType securityType,
            Ticker ticker,
            Volume volume,
            Price price,
            TradeStatus status,
            Instant executedAt) {
        this(refId, user, portfolio, side, securityType, ticker, volume, price, status, executedAt, Optional.empty());
    }

    /** A trade without charges, in the portfolio's currency. */
    public Trade(
            RefId refId,
            UserId user,
            PortfolioId portfolio,
            Side side,
            SecurityType securityType,
            Ticker ticker,
            Volume volume,
            Price price,
            TradeStatus status,
            Instant executedAt,
            Optional<Isin> isin) {
        this(
                refId,
                user,
                portfolio,
                side,
                securityType,
                ticker,
                volume,
                price,
                status,
                executedAt,
                isin,
                Charges.NONE,
                Optional.empty());
    }

    @Override
    public Ticker keyTicker() {
        return ticker;
    }

    /** The same trade with the amendment's fields in place of its own. */
    public Trade amended(Amendment amendment) {
        return new Trade(
                refId,
                user,
                portfolio,
                side,
                securityType,
                ticker,
                amendment.volume().orElse(volume),
                amendment.price().orElse(price),
                amendment.status().orElse(status),
                amendment.executedAt().orElse(executedAt),
                amendment.isin().or(() -> isin),
                new Charges(
                        amendment.fee().orElse(charges.fee()), amendment.tax().orElse(charges.tax())),
                amendment.conversion().or(() -> conversion));
    }
}
