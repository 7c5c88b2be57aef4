package io.trakkit.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.EventType;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names stand in the log for ever: to rename a constant is fine, to rename what is written is not. */
class WireNamesTest {

    @Test
    void theNamesOfTheWireAreThese() {
        assertThat(Stream.of(EventType.values()).map(EventType::wireName))
                .containsExactly(
                        "trade_created",
                        "trade_amended",
                        "activity_created",
                        "activity_amended",
                        "summary_recalculation_requested");
        assertThat(Stream.of(TradeStatus.values()).map(TradeStatus::wireName)).containsExactly("success", "failed");
        assertThat(Stream.of(TradeState.values()).map(TradeState::wireName))
                .containsExactly("applied", "rejected", "failed", "refused");
        assertThat(Stream.of(SecurityType.values()).map(SecurityType::wireName))
                .containsExactly("stock", "etf", "fund", "bond", "crypto", "other");
        assertThat(Stream.of(Side.values()).map(Side::code)).containsExactly(1, 2);
        assertThat(Stream.of(Rank.values()).map(Rank::code)).containsExactly(-1, 0, 1, 2);
        assertThat(Stream.of(ActivityType.values()).map(ActivityType::wireName))
                .containsExactly(
                        "dividend",
                        "return_of_capital",
                        "cost_adjustment",
                        "split",
                        "bonus",
                        "cash_in_lieu",
                        "transfer_in",
                        "transfer_out",
                        "deposit",
                        "withdrawal",
                        "interest",
                        "charge");
        assertThat(TradeState.NOTHING_HELD).isEqualTo("nothing_held");
        assertThat(Stream.of(DeadLetterReason.values()).map(DeadLetterReason::wireName))
                .containsExactly(
                        "malformed",
                        "invalid",
                        "unknown_type",
                        "wrong_key",
                        "wrong_partition",
                        "unknown_portfolio",
                        "foreign_portfolio",
                        "ref_id_conflict",
                        "event_id_conflict",
                        "idempotency_key_reused",
                        "unknown_trade",
                        "version_conflict",
                        "internal_error");
        assertThat(TradeState.INSUFFICIENT_VOLUME).isEqualTo("insufficient_volume");
    }

    @Test
    void everyNameReadsBackAsItsConstant() {
        assertThat(EventType.values()).allMatch(type -> EventType.parse(type.wireName()) == type);
        assertThat(TradeStatus.values()).allMatch(status -> TradeStatus.parse(status.wireName()) == status);
        assertThat(TradeState.values()).allMatch(state -> TradeState.parse(state.wireName()) == state);
        assertThat(SecurityType.values()).allMatch(type -> SecurityType.parse(type.wireName()) == type);
        assertThat(ActivityType.values()).allMatch(type -> ActivityType.parse(type.wireName()) == type);
        assertThat(Rank.values()).allMatch(rank -> Rank.ofCode(rank.code()) == rank);
        assertThat(Side.values()).allMatch(side -> Side.ofCode(side.code()) == side);
        assertThat(DeadLetterReason.values()).allMatch(reason -> DeadLetterReason.parse(reason.wireName()) == reason);
    }

    @Test
    void anUnknownNameIsRefusedWithTheNamesThatThereAre() {
        assertThatThrownBy(() -> TradeStatus.parse("SUCCESS"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be \"success\" or \"failed\", not \"SUCCESS\"");
        assertThatThrownBy(() -> SecurityType.parse(""))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "must be \"stock\" or \"etf\" or \"fund\" or \"bond\" or \"crypto\" or \"other\", not \"\"");
        assertThatThrownBy(() -> Side.ofCode(0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be 1 (buy) or 2 (sell)");
        assertThatThrownBy(() -> Side.ofCode(3)).isInstanceOf(InvalidValueException.class);
    }
}
