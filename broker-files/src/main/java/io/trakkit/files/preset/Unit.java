package io.trakkit.files.preset;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * In what money is stated: a currency, or a hundredth of it, such as GBX or GBp for pence.
 *
 * @param divisor how many of them make one of the currency
 */
public record Unit(CurrencyCode currency, int divisor) {

    private static final int HUNDREDTHS = 100;

    /** @throws InvalidValueException if there is no such currency */
    public static Unit of(String code) {
        String text = code.strip();
        return switch (text) {
            case "GBp", "GBx" -> hundredths("GBP");
            case "ZAc" -> hundredths("ZAR");
            case "ILa" -> hundredths("ILS");
            default ->
                switch (text.toUpperCase(Locale.ROOT)) {
                    case "GBX" -> hundredths("GBP");
                    case "ZAC" -> hundredths("ZAR");
                    case "ILA", "ILX" -> hundredths("ILS");
                    default -> new Unit(CurrencyCode.parse(text), 1);
                };
        };
    }

    private static Unit hundredths(String currency) {
        return new Unit(new CurrencyCode(currency), HUNDREDTHS);
    }

    /** An amount in the currency itself. */
    public BigDecimal whole(BigDecimal amount) {
        return divisor == 1 ? amount : amount.movePointLeft(2);
    }
}
