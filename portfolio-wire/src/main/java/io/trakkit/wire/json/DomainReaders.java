package io.trakkit.wire.json;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** Readers of domain values, shared by HTTP and the log; the rules are the domain's. */
public final class DomainReaders {

    public static final Reader<ClientId> CLIENT_ID = Readers.TEXT.map(ClientId::new);
    public static final Reader<RefId> REF_ID = Readers.TEXT.map(RefId::new);
    public static final Reader<UserId> USER_ID = Readers.TEXT.map(UserId::new);

    /** The number, or a text of its digits: 1 or "1". */
    public static final Reader<PortfolioId> PORTFOLIO_ID = DomainReaders::portfolioId;

    public static final Reader<PortfolioName> PORTFOLIO_NAME = Readers.TEXT.map(PortfolioName::new);

    /** The wire's {@code trade_type}. */
    public static final Reader<Side> SIDE = DomainReaders::side;

    public static final Reader<SecurityType> SECURITY_TYPE = Readers.TEXT.map(SecurityType::parse);

    /** Trimmed and upper-cased. */
    public static final Reader<Ticker> TICKER = Readers.TEXT.map(Ticker::parse);

    /** Trimmed and upper-cased. */
    public static final Reader<Isin> ISIN = Readers.TEXT.map(Isin::parse);

    public static final Reader<Volume> VOLUME = Readers.DECIMAL.map(DomainReaders::volume);

    /** The wire's {@code amount}. */
    public static final Reader<Price> PRICE = Readers.DECIMAL.map(Price::new);

    /** A price as a market quotes it: more than zero. */
    public static final Reader<Price> QUOTED_PRICE = Readers.DECIMAL.map(Price::quoted);

    public static final Reader<TradeStatus> STATUS = Readers.TEXT.map(TradeStatus::parse);

    /** Trimmed and upper-cased; one of ISO 4217. */
    public static final Reader<CurrencyCode> CURRENCY = Readers.TEXT.map(CurrencyCode::parse);

    public static final Reader<FxRate> FX_RATE = Readers.DECIMAL.map(FxRate::new);

    /** A fee, a tax or a total that cannot be negative. */
    public static final Reader<Money> MONEY = Readers.DECIMAL.map(Money::new);

    /** An amount of money that can be negative. */
    public static final Reader<BigDecimal> SIGNED_MONEY = Readers.DECIMAL.map(Decimals::bounded);

    /** The numerator or the denominator of a ratio of units. */
    public static final Reader<BigDecimal> RATIO_PART = Readers.DECIMAL.map(number -> new Volume(number).value());

    public static final Reader<ActivityType> ACTIVITY_TYPE = Readers.TEXT.map(ActivityType::parse);

    private DomainReaders() {}

    private static PortfolioId portfolioId(JsonNode value) {
        if (value.isNumber()) {
            return PortfolioId.parse(Readers.whole(value).toString());
        }
        if (value.isString()) {
            return PortfolioId.parse(value.stringValue());
        }
        throw new InvalidValueException("must be a whole number of 1 or more, not " + Readers.shown(value));
    }

    private static Side side(JsonNode value) {
        try {
            return Side.ofCode(Readers.INTEGER.read(value));
        } catch (InvalidValueException _) {
            throw new InvalidValueException("must be 1 (buy) or 2 (sell), not " + Readers.shown(value));
        }
    }

    /** Many programs write a sale with a minus. */
    private static Volume volume(BigDecimal number) {
        if (number.signum() < 0) {
            throw new InvalidValueException(
                    "is " + number.toPlainString() + "; a sell has trade_type 2 and a positive volume");
        }
        return new Volume(number);
    }
}
