package io.trakkit.files.broker;

import io.trakkit.files.preset.Draft;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ratio of a split in a text such as "SPLIT 4 FOR 1". */
record Ratio(BigDecimal newUnits, BigDecimal oldUnits) {

    private static final Pattern TEXT = Pattern.compile(
            "([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(?:FOR|:)\\s*([0-9]{1,9}(?:\\.[0-9]{1,9})?)", Pattern.CASE_INSENSITIVE);

    static Optional<Ratio> in(String text) {
        Matcher found = TEXT.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        Ratio ratio = new Ratio(new BigDecimal(found.group(1)), new BigDecimal(found.group(2)));
        return ratio.newUnits.signum() > 0 && ratio.oldUnits.signum() > 0 ? Optional.of(ratio) : Optional.empty();
    }

    Draft addTo(Draft split) {
        return split.ratio(newUnits, oldUnits);
    }
}
