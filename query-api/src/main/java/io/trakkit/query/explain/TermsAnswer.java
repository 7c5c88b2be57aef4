package io.trakkit.query.explain;

import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The numbers that a record states: the schema ExplainedTerms of docs/openapi.yaml. What it does not have is null. */
public record TermsAnswer(
        @Nullable String volume,
        @Nullable String amount,
        @Nullable String total,
        @Nullable String perUnit,
        @Nullable String numerator,
        @Nullable String denominator,
        @Nullable Boolean whole,
        @Nullable String fee,
        @Nullable String tax,
        @Nullable String currency,
        @Nullable String fxRate,
        @Nullable Boolean fxLookedUp) {

    /** @param portfolio the currency of the portfolio, in which a record without one of its own is */
    static TermsAnswer of(FoldedRecord folded, CurrencyCode portfolio) {
        return switch (folded) {
            case FoldedTrade trade ->
                ofTrade(trade.volume(), trade.price(), trade.charges(), trade.conversion(), portfolio);
            case FoldedActivity activity ->
                ofActivity(activity.terms(), activity.tax(), activity.conversion(), portfolio);
        };
    }

    static TermsAnswer of(Booking booking, CurrencyCode portfolio) {
        return switch (booking) {
            case Trade trade -> ofTrade(trade.volume(), trade.price(), trade.charges(), trade.conversion(), portfolio);
            case Activity activity -> ofActivity(activity.terms(), activity.tax(), activity.conversion(), portfolio);
        };
    }

    private static TermsAnswer ofTrade(
            Volume volume, Price price, Charges charges, Optional<Conversion> conversion, CurrencyCode portfolio) {
        return new TermsAnswer(
                Decimals.text(volume.value()),
                Decimals.text(price.value()),
                null,
                null,
                null,
                null,
                null,
                text(charges.fee()),
                text(charges.tax()),
                conversion.map(Conversion::currency).orElse(portfolio).value(),
                rate(conversion),
                isLookedUp(conversion));
    }

    private static TermsAnswer ofActivity(
            ActivityTerms terms, Money tax, Optional<Conversion> conversion, CurrencyCode portfolio) {
        boolean isOfMoney = terms.type().movesMoney();
        return new TermsAnswer(
                terms.volume().map(Volume::value).map(Decimals::text).orElse(null),
                null,
                terms.total().map(Decimals::text).orElse(null),
                terms.perUnit().map(Decimals::text).orElse(null),
                terms.ratio().map(Ratio::numerator).map(Decimals::text).orElse(null),
                terms.ratio().map(Ratio::denominator).map(Decimals::text).orElse(null),
                terms.ratio().isPresent() ? terms.whole() : null,
                null,
                terms.type().isTaxed() ? text(tax) : null,
                isOfMoney
                        ? conversion.map(Conversion::currency).orElse(portfolio).value()
                        : null,
                isOfMoney ? rate(conversion) : null,
                isOfMoney ? isLookedUp(conversion) : null);
    }

    private static String text(Money money) {
        return Decimals.text(money.value());
    }

    private static String rate(Optional<Conversion> conversion) {
        BigDecimal rate = conversion.map(Conversion::rate).map(FxRate::value).orElse(BigDecimal.ONE);
        return Decimals.text(rate);
    }

    private static boolean isLookedUp(Optional<Conversion> conversion) {
        return conversion.map(Conversion::lookedUp).orElse(false);
    }
}
