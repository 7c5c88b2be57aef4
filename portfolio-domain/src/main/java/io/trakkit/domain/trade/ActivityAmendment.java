package io.trakkit.domain.trade;

import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Times;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A correction of an activity: at least one of its fields, but neither its type nor its ticker. A total replaces an amount
 * per unit and the other way round; so do the volume and the ratio of a bonus.
 *
 * @param total the total, whose {@linkplain ActivityTerms#totalName name} depends on the type
 * @param conversion a currency with its rate; that of the portfolio has the rate 1
 */
public record ActivityAmendment(
        Optional<Volume> volume,
        Optional<BigDecimal> total,
        Optional<BigDecimal> perUnit,
        Optional<Ratio> ratio,
        Optional<Boolean> whole,
        Optional<Money> tax,
        Optional<Conversion> conversion,
        Optional<TradeStatus> status,
        Optional<Instant> executedAt) {

    /** @throws InvalidValueException if nothing is amended, or both fields of a pair are there */
    public ActivityAmendment {
        total = total.map(Decimals::bounded);
        perUnit = perUnit.map(Decimals::bounded);
        if (Stream.of(volume, total, perUnit, ratio, whole, tax, conversion, status, executedAt)
                .allMatch(Optional::isEmpty)) {
            throw new InvalidValueException("must have at least one field to amend");
        }
        if (total.isPresent() && perUnit.isPresent()) {
            throw new InvalidValueException("must have either total or per_unit, not both");
        }
        executedAt.ifPresent(Times::checked);
    }

    ActivityTerms appliedTo(ActivityTerms terms) {
        boolean newMoney = total.isPresent() || perUnit.isPresent();
        boolean newUnits = volume.isPresent() || ratio.isPresent();
        Optional<Ratio> ratioNow = newUnits ? ratio : terms.ratio();
        return new ActivityTerms(
                terms.type(),
                newUnits ? volume : terms.volume(),
                newMoney ? total : terms.total(),
                newMoney ? perUnit : terms.perUnit(),
                ratioNow,
                whole.orElse(terms.whole() && ratioNow.isPresent()));
    }

    /** This amendment followed by a later one, as one. */
    public ActivityAmendment then(ActivityAmendment later) {
        boolean laterMoney = later.total.isPresent() || later.perUnit.isPresent();
        boolean laterUnits = later.volume.isPresent() || later.ratio.isPresent();
        return new ActivityAmendment(
                laterUnits ? later.volume : volume,
                laterMoney ? later.total : total,
                laterMoney ? later.perUnit : perUnit,
                laterUnits ? later.ratio : ratio,
                later.volume.isPresent() ? later.whole : later.whole.or(() -> whole),
                later.tax.or(() -> tax),
                later.conversion.or(() -> conversion),
                later.status.or(() -> status),
                later.executedAt.or(() -> executedAt));
    }
}
