package io.trakkit.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.update.AcceptedTrade;
import io.trakkit.store.log.Events;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Few trades go in by INSERT and many by COPY. */
class FewAndManyTest {

    private final TestDatabase database = TestDatabase.create();
    private final Trades trades = new Trades(database.jdbc());
    private final Portfolio portfolio = Events.portfolio(database);

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void bothWaysWriteTheSameRows() {
        List<AcceptedTrade> all =
                IntStream.range(0, BookingTable.FEW + 1).mapToObj(this::trade).toList();

        database.transactions().executeWithoutResult(_ -> {
            trades.insert(1, all);
            trades.insert(2, all.subList(0, BookingTable.FEW));
            trades.insert(2, all.subList(BookingTable.FEW, BookingTable.FEW + 1));
        });

        assertThat(rows(1)).hasSize(BookingTable.FEW + 1).isEqualTo(rows(2));
    }

    /** Every other one is rejected, where 3.5 units were held. */
    private AcceptedTrade trade(int number) {
        TradeEvent.Created bought = Events.bought(portfolio, "b" + number, "AMZN");
        return new AcceptedTrade(
                ClientId.DEFAULT,
                bought.trade(),
                number % 2 == 0
                        ? new FoldOutcome(TradeState.APPLIED, null)
                        : new FoldOutcome(TradeState.REJECTED, new BigDecimal("3.5")),
                1,
                bought.fingerprint(),
                Events.TIME,
                Events.TIME);
    }

    private List<@Nullable String> rows(int generation) {
        return database.jdbc()
                .sql("SELECT (to_jsonb(t) - 'generation')::text FROM trades t WHERE generation = ? ORDER BY ref_id")
                .param(generation)
                .query(String.class)
                .list();
    }
}
