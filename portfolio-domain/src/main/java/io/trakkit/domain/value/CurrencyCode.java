package io.trakkit.domain.value;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** The currency of money and prices, as ISO 4217 writes it: three letters A–Z. */
public record CurrencyCode(String value) {

    private static final int CHARACTERS = 3;

    /** What ISO 4217 has where no currency is involved. */
    private static final String NO_CURRENCY = "XXX";

    private static final Set<String> KNOWN = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .filter(code -> !code.equals(NO_CURRENCY))
            .collect(Collectors.toUnmodifiableSet());

    /** @throws InvalidValueException if the text breaks the rule above; whether such a currency exists is not asked */
    public CurrencyCode {
        if (value.length() != CHARACTERS || !Texts.consistsOf(value, CHARACTERS, Texts::isUpper)) {
            throw new InvalidValueException("must be a currency code of three letters, such as USD");
        }
    }

    /**
     * The currency that a person meant: surrounding white space is dropped and letters are upper-cased. A small last letter
     * after capitals is refused: GBp is a penny, a hundredth of GBP.
     *
     * @throws InvalidValueException if ISO 4217 has no such currency, or it is a hundredth of one
     */
    public static CurrencyCode parse(String text) {
        String code = Texts.strippedUpper(text);
        if (!KNOWN.contains(code)) {
            throw unknown(text);
        }
        if (isHundredth(text.strip())) {
            throw new InvalidValueException("must be a currency of ISO 4217, such as USD, not " + Texts.quoted(text)
                    + ", which is a hundredth of " + code + "; divide the amounts by 100 and send " + code);
        }
        return new CurrencyCode(code);
    }

    private static boolean isHundredth(String text) {
        return Texts.isUpper(text.charAt(0))
                && Texts.isUpper(text.charAt(1))
                && Texts.isLower(text.charAt(CHARACTERS - 1));
    }

    private static InvalidValueException unknown(String text) {
        return new InvalidValueException("must be a currency of ISO 4217, such as USD, not " + Texts.quoted(text));
    }

    /**
     * The currency of a text as ISO 4217 writes it. Lower case is refused: GBp is a penny.
     *
     * @throws InvalidValueException if ISO 4217 has no such currency
     */
    public static CurrencyCode exactly(String text) {
        CurrencyCode code = new CurrencyCode(text);
        if (!KNOWN.contains(text)) {
            throw unknown(text);
        }
        return code;
    }

    @Override
    public String toString() {
        return value;
    }
}
