package io.trakkit.wire.json;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.InvalidValueException;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.PortfolioName;
import io.trakkit.domain.Price;
import io.trakkit.domain.RefId;
import io.trakkit.domain.SecurityType;
import io.trakkit.domain.Side;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.TradeStatus;
import io.trakkit.domain.UserId;
import io.trakkit.domain.Volume;
import tools.jackson.databind.JsonNode;

/** Readers of the domain's values: one reading of each, over HTTP and in the log. The rules are the domain's own. */
public final class DomainReaders {

    public static final Reader<ClientId> CLIENT_ID = Readers.TEXT.map(ClientId::new);
    public static final Reader<RefId> REF_ID = Readers.TEXT.map(RefId::new);
    public static final Reader<UserId> USER_ID = Readers.TEXT.map(UserId::new);

    /** The number, or a text of its digits: 1 or "1". */
    public static final Reader<PortfolioId> PORTFOLIO_ID = DomainReaders::portfolioId;

    public static final Reader<PortfolioName> PORTFOLIO_NAME = Readers.TEXT.map(PortfolioName::new);

    /** The wire's {@code trade_type}. */
    public static final Reader<Side> SIDE = Readers.INTEGER.map(Side::ofCode);

    public static final Reader<SecurityType> SECURITY_TYPE = Readers.TEXT.map(SecurityType::parse);

    /** Trimmed and upper-cased. */
    public static final Reader<Ticker> TICKER = Readers.TEXT.map(Ticker::parse);

    public static final Reader<Volume> VOLUME = Readers.DECIMAL.map(Volume::new);

    /** The wire's {@code amount}. */
    public static final Reader<Price> PRICE = Readers.DECIMAL.map(Price::new);

    /** A price as a market quotes it: more than zero. */
    public static final Reader<Price> QUOTED_PRICE = Readers.DECIMAL.map(Price::quoted);

    public static final Reader<TradeStatus> STATUS = Readers.TEXT.map(TradeStatus::parse);

    private DomainReaders() {}

    private static PortfolioId portfolioId(JsonNode value) {
        if (value.isIntegralNumber()) {
            return PortfolioId.parse(value.bigIntegerValue().toString());
        }
        if (value.isString()) {
            return PortfolioId.parse(value.stringValue());
        }
        throw new InvalidValueException("must be a whole number of 1 or more");
    }
}
