package io.trakkit.store.actions;

import io.trakkit.domain.trade.CorporateAction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The corporate actions of a ticker, with the versions that changes have replaced while keys have still to be folded again.
 *
 * @param versions in the order of the actions
 */
public record TickerActions(List<Version> versions) {

    /** A ticker without any. */
    public static final TickerActions NONE = new TickerActions(List.of());

    /**
     * An action from one change on.
     *
     * @param change the number of the change that recorded it; later changes have greater ones
     * @param replacedBy the number of the change after which it is no more; empty: it is the current one
     */
    public record Version(CorporateAction action, long change, OptionalLong replacedBy) {

        private boolean counts() {
            return !action.withdrawn() && replacedBy.isEmpty();
        }

        private boolean countedAfter(long change) {
            return !action.withdrawn() && this.change <= change && replacedBy.orElse(Long.MAX_VALUE) > change;
        }
    }

    /** The actions that count now, in their order. */
    public List<CorporateAction> counting() {
        return versions.stream().filter(Version::counts).map(Version::action).toList();
    }

    /** The number of the last change; 0 where there was none. */
    public long lastChange() {
        return versions.stream()
                .mapToLong(version -> version.replacedBy().orElse(version.change()))
                .max()
                .orElse(0);
    }

    /** From when on a key must be folded again that was folded after an earlier change; empty if nothing differs for it. */
    public Optional<Instant> differFrom(long change) {
        return versions.stream()
                .filter(version -> version.countedAfter(change) != version.counts())
                .map(version -> version.action().effectiveAt())
                .min(Comparator.naturalOrder());
    }
}
