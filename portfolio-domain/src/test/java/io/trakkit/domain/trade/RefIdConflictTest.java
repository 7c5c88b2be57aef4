package io.trakkit.domain.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefIdConflictTest {

    private static final Instant NOW = Instant.parse("2024-05-03T08:00:00Z");
    private static final Trade EXISTING = trade("ann", Side.BUY, "10", "5", "2024-05-01T09:30:00Z");

    @Test
    void bothTradesAreNamedByWhatDiffers() {
        assertThat(said(trade("ann", Side.BUY, "12", "5", "2024-05-01T09:30:00Z"), false))
                .isEqualTo("ref_id A-17 already belongs to a trade of 10 X at 5.00 on 2024-05-01; this line says 12 X");
    }

    @Test
    void everythingThatDiffersIsNamed() {
        assertThat(said(trade("bob", Side.SELL, "10", "5.125", "2024-05-02T09:30:00Z"), false))
                .endsWith("; this line says a sell, at 5.125, on 2024-05-02, user_id bob");
        assertThat(said(trade("ann", Side.BUY, "10", "5", "2024-05-01T09:31:00Z"), false))
                .endsWith("; this line says at 2024-05-01T09:31:00Z");
    }

    @Test
    void aTimeThatTheCallerDidNotGiveIsNoDifference() {
        assertThat(said(trade("ann", Side.BUY, "12", "5", "2024-05-03T08:00:00Z"), true))
                .endsWith("; this line says 12 X");
    }

    /** The trade was amended to what this line says, but was posted otherwise. */
    @Test
    void whereNothingDiffersAnyMoreTheFirstPostIsMeant() {
        assertThat(said(EXISTING, false)).endsWith("; this line differs from what was posted first");
    }

    private static String said(Trade trade, boolean executedAtDefaulted) {
        return RefIdConflict.inWords(
                EXISTING,
                new TradeEvent.Created(UUID.randomUUID(), ClientId.DEFAULT, NOW, trade, executedAtDefaulted),
                "this line");
    }

    private static Trade trade(String user, Side side, String volume, String price, String executedAt) {
        return new Trade(
                new RefId("A-17"),
                new UserId(user),
                PortfolioId.parse("1"),
                side,
                SecurityType.STOCK,
                new Ticker("X"),
                Volume.of(volume),
                Price.of(price),
                TradeStatus.SUCCESS,
                Instant.parse(executedAt));
    }
}
