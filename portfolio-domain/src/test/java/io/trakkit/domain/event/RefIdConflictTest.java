package io.trakkit.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
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
        assertThat(said(trade("ann", Side.SELL, "10", "5.125", "2024-05-02T09:30:00Z"), false))
                .endsWith("; this line says a sell, at 5.125, on 2024-05-02");
        assertThat(said(trade("ann", Side.BUY, "10", "5", "2024-05-01T09:31:00Z"), false))
                .endsWith("; this line says at 2024-05-01T09:31:00Z");
    }

    @Test
    void nothingIsSaidOfARecordOfAnotherUser() {
        String taken = "ref_id A-17 already belongs to a record of another user; send another ref_id";

        assertThat(said(trade("bob", Side.SELL, "12", "5.125", "2024-05-02T09:30:00Z"), false))
                .isEqualTo(taken);
        assertThat(said(trade("bob", Side.BUY, "10", "5", "2024-05-01T09:30:00Z"), false))
                .isEqualTo(taken);
        assertThat(said(
                        trade("bob", Side.BUY, "10", "5", "2024-05-01T09:30:00Z"),
                        dividend("X", "5", Optional.empty())))
                .isEqualTo(taken);
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

    private static Activity dividend(String ticker, String total, Optional<Conversion> conversion) {
        return new Activity(
                new RefId("A-17"),
                new UserId("ann"),
                PortfolioId.parse("1"),
                Optional.of(new Ticker(ticker)),
                ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal(total)),
                TradeStatus.SUCCESS,
                Instant.parse("2024-05-01T09:30:00Z"),
                Money.ZERO,
                conversion);
    }

    private static String said(Booking existing, Activity activity) {
        return RefIdConflict.inWords(
                existing,
                new TradeEvent.ActivityCreated(UUID.randomUUID(), ClientId.DEFAULT, NOW, activity, false),
                "this line");
    }

    @Test
    void whatDiffersBetweenActivitiesIsNamed() {
        Activity existing = dividend("X", "5", Optional.empty());
        Optional<Conversion> euros = Optional.of(new Conversion(new CurrencyCode("EUR"), FxRate.of("1.10")));

        assertThat(said(existing, dividend("X", "6.50", euros)))
                .isEqualTo("ref_id A-17 already belongs to a dividend of X on 2024-05-01; "
                        + "this line says total 6.5, currency EUR, fx_rate 1.1");
        assertThat(said(existing, dividend("Y", "5", Optional.empty()))).endsWith("; this line says a dividend of Y");
        assertThat(said(existing, existing)).endsWith("; this line differs from what was posted first");
    }

    @Test
    void aTradeAndAnActivityAreNamedByWhatTheyAre() {
        assertThat(said(EXISTING, dividend("X", "5", Optional.empty())))
                .isEqualTo("ref_id A-17 already belongs to a trade of 10 X at 5.00 on 2024-05-01; "
                        + "this line says a dividend of X");
        assertThat(RefIdConflict.inWords(
                        dividend("X", "5", Optional.empty()),
                        new TradeEvent.Created(UUID.randomUUID(), ClientId.DEFAULT, NOW, EXISTING, false),
                        "this line"))
                .isEqualTo("ref_id A-17 already belongs to a dividend of X on 2024-05-01; "
                        + "this line says a trade of 10 X");
    }
}
