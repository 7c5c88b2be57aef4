package io.trakkit.query.returns;

import io.trakkit.domain.Price;
import io.trakkit.domain.Ticker;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The same price for everything; {@code trakkit.price.*}.
 *
 * @param constant the price of one unit of whatever it is (100)
 */
@ConfigurationProperties("trakkit.price")
record ConstantPrices(@DefaultValue("100") BigDecimal constant) implements Prices {

    /** @throws io.trakkit.domain.InvalidValueException if it is no price */
    ConstantPrices {
        constant = new Price(constant).value();
    }

    @Override
    public Map<Ticker, Quote> of(Set<Ticker> tickers) {
        Quote quote = new Quote(constant, "constant", Optional.empty());
        return tickers.stream().collect(Collectors.toMap(Function.identity(), _ -> quote));
    }
}
