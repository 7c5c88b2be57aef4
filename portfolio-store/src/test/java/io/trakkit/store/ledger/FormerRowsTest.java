package io.trakkit.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.Events;
import io.trakkit.store.portfolios.PortfolioOwners;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows that the version before currencies and activities wrote are read as they were, and are built upon. */
class FormerRowsTest {

    private static final String FORMER = """
            INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at)
            VALUES ('default', 1, 'ada', 'Savings', '2026-01-01Z', '2026-01-01Z');

            INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised, last_executed_at,
                                   last_side, last_ref_id, last_price, last_traded_at, since_checkpoint, trades, version,
                                   updated_at)
            VALUES ('default', 1, 1, 'MSFT', 7, 70.5, -1.25, '2026-02-01Z', 2, 's-1', 12.5, '2026-02-01Z', 3, 2, 3,
                    '2026-02-02Z');

            INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side, security_type, volume,
                                price, status, executed_at, state, version, fingerprint, created_at, updated_at)
            VALUES ('default', 1, 'b-1', 1, 'MSFT', 'ada', 1, 'stock', 10, 10.25, 'success', '2026-01-02Z', 'applied', 1,
                    '00000000-0000-0000-0000-000000000009', '2026-01-02Z', '2026-01-02Z');

            INSERT INTO checkpoints (client_id, generation, portfolio_id, ticker, executed_at, side, ref_id, held, cost,
                                     realised, last_price, last_traded_at)
            VALUES ('default', 1, 1, 'MSFT', '2026-01-02Z', 1, 'b-1', 10, 102.5, 0, 10.25, '2026-01-02Z');

            INSERT INTO events (client_id, generation, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                                occurred_at, topic_id, partition, log_offset, payload)
            VALUES ('default', 1, '00000000-0000-0000-0000-000000000001', 'trade_created', 1, 'MSFT', 'b-1',
                    '00000000-0000-0000-0000-000000000009', '2026-01-02Z', '00000000-0000-4000-8000-000000000002', 0, 0, '');
            """;

    private static final PositionKey KEY = new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker("MSFT"));
    private static final TradeOrder BOUGHT =
            new TradeOrder(Instant.parse("2026-01-02T00:00:00Z"), Rank.BUY, new RefId("b-1"));
    private static final TradeOrder SOLD =
            new TradeOrder(Instant.parse("2026-02-01T00:00:00Z"), Rank.SELL, new RefId("s-1"));

    private final TestDatabase database = TestDatabase.create();
    private final Summaries summaries = new Summaries(database.jdbc());

    FormerRowsTest() {
        database.jdbc().sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public").update();
        Flyway.configure().dataSource(database.dataSource()).target("19").load().migrate();
        database.jdbc().sql(FORMER).update();
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSummaryAndACheckpointAreInThePortfoliosCurrency() {
        assertThat(summaries
                        .lock(1, new TreeSet<>(List.of(KEY)))
                        .getFirst()
                        .summary()
                        .folded())
                .isEqualTo(new FoldedPosition(
                        new Position(new BigDecimal("7"), new BigDecimal("70.5"), new BigDecimal("-1.25")),
                        new LastTrade(Price.of("12.5"), SOLD.executedAt()),
                        SOLD,
                        3));
        assertThat(new Checkpoints(database.jdbc()).lastBefore(1, KEY, SOLD).checkpoint())
                .isEqualTo(new Checkpoint(
                        BOUGHT,
                        new Position(new BigDecimal("10"), new BigDecimal("102.5"), BigDecimal.ZERO),
                        new LastTrade(Price.of("10.25"), BOUGHT.executedAt())));
    }

    @Test
    void aTradeHasNoChargesAndNoCurrency() {
        assertThat(new Trades(database.jdbc()).find(1, List.of(new Journal.RefKey(ClientId.DEFAULT, new RefId("b-1")))))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.trade().charges()).isEqualTo(Charges.NONE);
                    assertThat(found.trade().conversion()).isEmpty();
                    assertThat(found.trade().executedAt()).isEqualTo(BOUGHT.executedAt());
                });
    }

    @Test
    void aPortfolioHasTheCurrencyOfItsClientAndNoShorts() {
        PortfolioKey portfolio = new PortfolioKey(ClientId.DEFAULT, new PortfolioId(1));

        assertThat(new PortfolioOwners(database.jdbc()).of(List.of(portfolio)).get(portfolio))
                .hasToString("Owned[owner=ada, rules=BookRules[currency=USD, allowShort=false]]");
    }

    /** They are those of the version before, so a digest that was noted then is the digest of today. */
    @Test
    void theLinesThatAreComparedAreTheSame() {
        CanonicalRows rows = new CanonicalRows(database.jdbc());

        try (Stream<CanonicalRows.SummaryRow> lines = rows.summaries(1, KeyFilter.ALL, true)) {
            assertThat(lines.map(CanonicalRows.SummaryRow::line))
                    .containsExactly(
                            "held 7, cost 70.5, realised -1.25, version 3, trades 2, updated 2026-02-02T00:00:00.000000Z,"
                                    + " last 2026-02-01T00:00:00.000000Z sell s-1 +3,"
                                    + " traded at 12.5 2026-02-01T00:00:00.000000Z, checkpoints "
                                    + md5(
                                            "2026-01-02T00:00:00.000000Z 1 b-1 10 102.5 0 10.25 2026-01-02T00:00:00.000000Z"));
        }
        try (Stream<CanonicalRows.RecordRow> lines = rows.records(1, KeyFilter.ALL, true)) {
            assertThat(lines.map(CanonicalRows.RecordRow::line))
                    .containsExactly("user ada, side 1, stock, volume 10, amount 10.25, status success, state applied,"
                            + " version 1, said 00000000-0000-0000-0000-000000000009,"
                            + " created 2026-01-02T00:00:00.000000Z, updated 2026-01-02T00:00:00.000000Z");
        }
    }

    private String md5(String text) {
        return database.jdbc()
                .sql("SELECT md5(?)")
                .param(text)
                .query(String.class)
                .single();
    }

    @Test
    void whatComesNextIsBuiltUponThem() {
        Portfolio portfolio = new Portfolio(
                ClientId.DEFAULT,
                new PortfolioId(1),
                new UserId("ada"),
                new PortfolioName("Savings"),
                Optional.empty(),
                false,
                Events.TIME,
                Events.TIME);
        assertThat(new Portfolios(database.jdbc()).find(ClientId.DEFAULT, new PortfolioId(1)))
                .hasValueSatisfying(found -> assertThat(found.currency()).isEmpty());

        new SmallWorker(database).apply(Events.dividend(portfolio, "d-1", "MSFT", "0.5"), Events.at(0));

        Position after = summaries
                .lock(1, new TreeSet<>(List.of(KEY)))
                .getFirst()
                .summary()
                .folded()
                .position();
        assertThat(after.income()).isEqualByComparingTo("5");
        assertThat(after.local()).isEqualTo(LocalAmounts.PORTFOLIO);
    }
}
