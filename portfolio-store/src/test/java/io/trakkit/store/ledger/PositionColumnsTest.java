package io.trakkit.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.Events;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A position is read as it was written, in summaries and in checkpoints, and rows of the version before are read. */
class PositionColumnsTest {

    private static final int LIVE = 1;
    private static final LastTrade LAST = new LastTrade(Price.of("12.5"), Events.TIME);
    private static final LastTrade FOREIGN_LAST = new LastTrade(
            Price.of("12.5"), Events.TIME, Optional.of(new Conversion(new CurrencyCode("EUR"), FxRate.of("1.1"))));
    private static final LocalAmounts EUR = new LocalAmounts.Foreign(
            new CurrencyCode("EUR"), new BigDecimal("-36.3636"), new BigDecimal("0.00000000000000000001"));

    private final TestDatabase database = TestDatabase.create();
    private final Summaries summaries = new Summaries(database.jdbc());
    private final Checkpoints checkpoints = new Checkpoints(database.jdbc());
    private final PortfolioId portfolio = Events.portfolio(database).id();
    private final PositionKey key = new PositionKey(ClientId.DEFAULT, portfolio, new Ticker("MSFT"));
    private final TreeSet<PositionKey> keys = new TreeSet<>(List.of(key));

    PositionColumnsTest() {
        database.transactions().executeWithoutResult(_ -> summaries.open(LIVE, keys));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyPositionIsReadAsItWasWritten() {
        assertThat(locked().folded()).isEqualTo(FoldedPosition.NONE);

        isReadAsWritten(Position.EMPTY, null);
        isReadAsWritten(position("7", "0", LocalAmounts.NONE), LAST);
        isReadAsWritten(position("7", "70", LocalAmounts.PORTFOLIO), LAST);
        isReadAsWritten(position("7", "70", LocalAmounts.MIXED), FOREIGN_LAST);
        isReadAsWritten(position("-3", "-40", EUR), FOREIGN_LAST);
    }

    private void isReadAsWritten(Position position, @Nullable LastTrade lastTrade) {
        TradeOrder place = new TradeOrder(Events.TIME, Rank.ACTIVITY, new RefId("a"));
        FoldedPosition folded = new FoldedPosition(position, lastTrade, place, 5);
        save(folded);
        assertThat(locked().folded()).isEqualTo(folded);

        Checkpoint checkpoint = new Checkpoint(place, position, lastTrade);
        TradeOrder after = new TradeOrder(Events.TIME, Rank.BUY, new RefId("a"));
        checkpoints.insert(LIVE, List.of(new Checkpoints.Row(key, checkpoint)));
        assertThat(checkpoints.lastBefore(LIVE, key, after).checkpoint()).isEqualTo(checkpoint);
        assertThat(checkpoints.lastBefore(LIVE, key, place).checkpoint()).isEqualTo(Checkpoint.START);
        checkpoints.deleteFrom(LIVE, key, place);
        assertThat(checkpoints.lastBefore(LIVE, key, after).checkpoint()).isEqualTo(Checkpoint.START);
    }

    @Test
    void aRowOfTheVersionBeforeIsInThePortfoliosCurrency() {
        FoldedPosition folded = new FoldedPosition(
                new Position(new BigDecimal("7"), new BigDecimal("70"), BigDecimal.ZERO),
                LAST,
                new TradeOrder(Events.TIME, Rank.BUY, new RefId("a")),
                1);
        save(folded);
        String line = line();
        database.jdbc().sql("UPDATE summaries SET local_currency = NULL").update();

        assertThat(locked().folded()).isEqualTo(folded);
        assertThat(line()).isEqualTo(line);
    }

    /** A digest that was told before the columns existed is still the one of the same trades. */
    @Test
    void theLineOfARowWithoutNewValuesIsTheOneOfTheVersionBefore() {
        save(new FoldedPosition(
                new Position(new BigDecimal("7"), new BigDecimal("70.10"), new BigDecimal("-1")),
                LAST,
                new TradeOrder(Events.TIME, Rank.SELL, new RefId("a")),
                1));

        assertThat(line())
                .isEqualTo("held 7, cost 70.1, realised -1, version 1, trades 0, updated 1900-01-01T00:00:00.000000Z,"
                        + " last 2026-11-02T08:13:10.869359Z sell a +1, traded at 12.5 2026-11-02T08:13:10.869359Z");
    }

    @Test
    void theLineHasEachNewValue() {
        save(new FoldedPosition(
                position("-3", "-40", EUR),
                FOREIGN_LAST,
                new TradeOrder(Events.TIME, Rank.ACTIVITY, new RefId("a")),
                1));

        assertThat(line())
                .isEqualTo("held -3, cost -40, realised 0.5, fees 1.25, income 3, local EUR cost -36.3636 realised"
                        + " 0.00000000000000000001, version 1, trades 0, updated 1900-01-01T00:00:00.000000Z,"
                        + " last 2026-11-02T08:13:10.869359Z activity a +1,"
                        + " traded at 12.5 2026-11-02T08:13:10.869359Z in EUR at 1.1");
    }

    private static Position position(String held, String cost, LocalAmounts local) {
        return new Position(
                new BigDecimal(held),
                new BigDecimal(cost),
                new BigDecimal("1.25"),
                new BigDecimal("0.5"),
                new BigDecimal("3"),
                local);
    }

    private void save(FoldedPosition folded) {
        database.transactions().executeWithoutResult(_ -> {
            Summaries.Locked row = summaries.lock(LIVE, keys).getFirst();
            summaries.save(List.of(
                    row.with(new Summary(key, folded, 0, 1, row.summary().updatedAt()))));
        });
    }

    private Summary locked() {
        return summaries.lock(LIVE, keys).getFirst().summary();
    }

    private String line() {
        try (Stream<CanonicalRows.SummaryRow> rows =
                new CanonicalRows(database.jdbc()).summaries(LIVE, KeyFilter.ALL, true)) {
            return rows.findFirst().orElseThrow().line();
        }
    }
}
