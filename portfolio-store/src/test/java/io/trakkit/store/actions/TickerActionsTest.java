package io.trakkit.store.actions;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.actions.TickerActions.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TickerActionsTest {

    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");
    private static final Instant AUGUST = Instant.parse("2026-08-01T00:00:00Z");

    @Test
    void withoutChangesNothingDiffers() {
        assertThat(TickerActions.NONE.counting()).isEmpty();
        assertThat(TickerActions.NONE.lastChange()).isZero();
        assertThat(TickerActions.NONE.differFrom(0)).isEmpty();
    }

    @Test
    void aKeyFoldedBeforeAnActionDiffersFromTheActionOn() {
        TickerActions actions = new TickerActions(List.of(current("s-1", JULY, false, 7)));

        assertThat(actions.counting()).hasSize(1);
        assertThat(actions.lastChange()).isEqualTo(7);
        assertThat(actions.differFrom(6)).contains(JULY);
        assertThat(actions.differFrom(7)).isEmpty();
    }

    @Test
    void aKeyFoldedBeforeAWithdrawalDiffersFromTheFormerActionOn() {
        TickerActions actions = new TickerActions(
                List.of(former("s-1", JULY, 7, 8), current("s-1", JULY, true, 8), current("s-2", AUGUST, false, 5)));

        assertThat(actions.counting()).extracting(CorporateAction::id).containsExactly(new RefId("s-2"));
        assertThat(actions.lastChange()).isEqualTo(8);
        assertThat(actions.differFrom(7)).contains(JULY);
        // It has never known the action.
        assertThat(actions.differFrom(6)).isEmpty();
        assertThat(actions.differFrom(4)).contains(AUGUST);
    }

    @Test
    void aKeyFoldedBeforeACorrectionDiffersFromTheEarlierOfBothTimesOn() {
        TickerActions later = new TickerActions(List.of(former("s-1", JUNE, 1, 2), current("s-1", JULY, false, 2)));
        TickerActions earlier = new TickerActions(List.of(current("s-1", JUNE, false, 2), former("s-1", JULY, 1, 2)));

        assertThat(later.differFrom(1)).contains(JUNE);
        assertThat(earlier.differFrom(1)).contains(JUNE);
        assertThat(later.counting()).extracting(CorporateAction::effectiveAt).containsExactly(JULY);
    }

    @Test
    void anActionThatHasLeftTheTickerIsAChangeOfIt() {
        TickerActions actions = new TickerActions(List.of(former("s-1", JUNE, 1, 9)));

        assertThat(actions.counting()).isEmpty();
        assertThat(actions.lastChange()).isEqualTo(9);
        assertThat(actions.differFrom(1)).contains(JUNE);
        assertThat(actions.differFrom(9)).isEmpty();
    }

    private static Version current(String id, Instant at, boolean withdrawn, long change) {
        return new Version(split(id, at, withdrawn), change, OptionalLong.empty());
    }

    private static Version former(String id, Instant at, long change, long replacedBy) {
        return new Version(split(id, at, false), change, OptionalLong.of(replacedBy));
    }

    private static CorporateAction split(String id, Instant at, boolean withdrawn) {
        return new CorporateAction(
                ClientId.DEFAULT,
                new RefId(id),
                new Ticker("AMZN"),
                ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(BigDecimal.TWO, BigDecimal.ONE)),
                Optional.empty(),
                at,
                Optional.empty(),
                new TreeMap<>(),
                withdrawn,
                1,
                JUNE,
                JUNE);
    }
}
