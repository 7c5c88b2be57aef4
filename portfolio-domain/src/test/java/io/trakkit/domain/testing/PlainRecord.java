package io.trakkit.domain.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Ratio;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A trade, an activity or a corporate action of a {@link PlainLedger}, changed in place. */
public final class PlainRecord {

    final PositionKey key;
    final String refId;

    /** -1 corporate action, 0 activity, 1 buy, 2 sell. */
    final int rank;

    /** Null for a trade. */
    final @Nullable ActivityType type;

    Instant executedAt;

    /** Of its creation; of a corporate action its own time, whenever it was recorded. */
    Instant receivedAt;

    boolean failed;
    long version = 1;
    BigDecimal tax;
    BigDecimal fee = BigDecimal.ZERO;
    Optional<Conversion> conversion;

    @Nullable
    BigDecimal volume;

    @Nullable
    BigDecimal price;

    @Nullable
    BigDecimal total;

    @Nullable
    BigDecimal perUnit;

    @Nullable
    Ratio ratio;

    boolean whole;

    TradeState state = TradeState.APPLIED;

    @Nullable
    BigDecimal heldThen;

    PlainRecord(TradeEvent.Created creation) {
        Trade trade = creation.trade();
        key = creation.key();
        refId = trade.refId().value();
        rank = trade.side().code();
        type = null;
        executedAt = trade.executedAt();
        receivedAt = creation.occurredAt();
        failed = trade.status() == TradeStatus.FAILED;
        tax = trade.charges().tax().value();
        fee = trade.charges().fee().value();
        conversion = trade.conversion();
        volume = trade.volume().value();
        price = trade.price().value();
    }

    PlainRecord(TradeEvent.ActivityCreated creation) {
        this(
                creation.key(),
                0,
                creation.activity().refId().value(),
                creation.activity().executedAt(),
                creation.activity().terms());
        Activity activity = creation.activity();
        receivedAt = creation.occurredAt();
        failed = activity.status() == TradeStatus.FAILED;
        tax = activity.tax().value();
        conversion = activity.conversion();
    }

    PlainRecord(PositionKey key, int rank, String refId, Instant executedAt, ActivityTerms terms) {
        this.key = key;
        this.refId = refId;
        this.rank = rank;
        this.executedAt = executedAt;
        receivedAt = executedAt;
        type = terms.type();
        tax = BigDecimal.ZERO;
        conversion = Optional.empty();
        volume = terms.volume().map(units -> units.value()).orElse(null);
        total = terms.total().orElse(null);
        perUnit = terms.perUnit().orElse(null);
        ratio = terms.ratio().orElse(null);
        whole = terms.whole();
    }

    void amend(Amendment amendment) {
        amendment.volume().ifPresent(amended -> volume = amended.value());
        amendment.price().ifPresent(amended -> price = amended.value());
        amendment.status().ifPresent(amended -> failed = amended == TradeStatus.FAILED);
        amendment.fee().ifPresent(amended -> fee = amended.value());
        amendment.tax().ifPresent(amended -> tax = amended.value());
        amendment.conversion().ifPresent(amended -> conversion = Optional.of(amended));
        amendment.executedAt().ifPresent(amended -> executedAt = amended);
    }

    void amend(ActivityAmendment amendment) {
        if (amendment.total().isPresent() || amendment.perUnit().isPresent()) {
            total = amendment.total().orElse(null);
            perUnit = amendment.perUnit().orElse(null);
        }
        if (amendment.volume().isPresent() || amendment.ratio().isPresent()) {
            volume = amendment.volume().map(units -> units.value()).orElse(null);
            ratio = amendment.ratio().orElse(null);
            whole = whole && ratio != null;
        }
        amendment.whole().ifPresent(amended -> whole = amended);
        amendment.status().ifPresent(amended -> failed = amended == TradeStatus.FAILED);
        amendment.tax().ifPresent(amended -> tax = amended.value());
        amendment.conversion().ifPresent(amended -> conversion = Optional.of(amended));
        amendment.executedAt().ifPresent(amended -> executedAt = amended);
    }

    /** Whether it counts. */
    public boolean isApplied() {
        return state == TradeState.APPLIED;
    }

    public boolean isCorporateAction() {
        return rank == -1;
    }

    public boolean buys() {
        return rank == 1;
    }

    /** Null for a trade. */
    public @Nullable ActivityType type() {
        return type;
    }

    public String refId() {
        return refId;
    }

    public int rank() {
        return rank;
    }

    public Instant executedAt() {
        return executedAt;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    /** Fee and tax. */
    public BigDecimal charges() {
        return fee.add(tax);
    }

    public BigDecimal tax() {
        return tax;
    }

    public Optional<Conversion> conversion() {
        return conversion;
    }

    /** Null where the record has none; so are the other numbers. */
    public @Nullable BigDecimal perUnit() {
        return perUnit;
    }

    public @Nullable Ratio ratio() {
        return ratio;
    }

    public boolean whole() {
        return whole;
    }

    public boolean hasVolume() {
        return volume != null;
    }

    public BigDecimal volume() {
        return present(volume);
    }

    public BigDecimal price() {
        return present(price);
    }

    public BigDecimal total() {
        return present(total);
    }

    static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The record does not have this field");
        }
        return value;
    }
}
