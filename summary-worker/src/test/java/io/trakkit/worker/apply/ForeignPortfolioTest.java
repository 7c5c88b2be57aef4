package io.trakkit.worker.apply;

import static io.trakkit.worker.testing.Events.amend;
import static io.trakkit.worker.testing.Events.buy;
import static io.trakkit.worker.testing.TwoClients.ALPHA;
import static io.trakkit.worker.testing.TwoClients.BETA;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.worker.projection.rebuild.RebuildTarget;
import io.trakkit.worker.projection.rebuild.Refusals;
import io.trakkit.worker.testing.TwoClients;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alpha has portfolio 1, beta has portfolio 11. */
class ForeignPortfolioTest {

    private static final PortfolioId OF_ALPHA = new PortfolioId(1);

    private final TestDatabase database = TestDatabase.create();
    private final TestLog log = new TestLog();

    @BeforeEach
    void insertPortfolios() {
        TwoClients.insertPortfolios(database, ALPHA);
        TwoClients.insertPortfolios(database, BETA);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void anyEventThatClaimsAnotherClientsPortfolioIsADeadLetterOfTheClaimant() {
        TradeEvent.Created bought = buy("b1", "AMZN", "10", "100", "09:00:00");
        log.append(
                TwoClients.of(ALPHA, bought),
                TwoClients.claimed(BETA, OF_ALPHA, buy("b2", "AMZN", "1", "1", "09:00:00")),
                TwoClients.claimed(BETA, OF_ALPHA, amend(bought, "7")),
                TwoClients.claimed(
                        BETA,
                        OF_ALPHA,
                        new TradeEvent.RecalculationRequested(
                                UUID.randomUUID(),
                                BETA,
                                bought.occurredAt(),
                                TwoClients.of(BETA, bought).key())));

        BatchResult result = log.worker(database).applyAll();

        assertThat(result.accepted()).isEqualTo(1);
        assertThat(rows("SELECT client_id || ' ' || reason || ': ' || detail FROM dead_letters ORDER BY log_offset"))
                .hasSize(3)
                .containsOnly("beta foreign_portfolio: Portfolio 1 does not belong to client beta");
        assertThat(rows("SELECT client_id || ' ' || ref_id || ' ' || volume || ' ' || version FROM trades"))
                .containsExactly("alpha b1 10 1");
        assertThat(rows("SELECT client_id || ' ' || portfolio_id FROM summaries"))
                .containsExactly("alpha 1");
    }

    @Test
    void aPortfolioThatNobodyHasIsUnknown() {
        log.append(TwoClients.claimed(BETA, new PortfolioId(99), buy("b1", "AMZN", "1", "1", "09:00:00")));

        assertThat(log.worker(database).applyAll().deadLettered()).containsExactly(DeadLetterReason.UNKNOWN_PORTFOLIO);
    }

    @Test
    void equalRefIdsAndEventIdsOfTwoClientsAreTwoTrades() {
        TradeEvent.Created bought = buy("b1", "AMZN", "10", "100", "09:00:00");
        TradeEvent.Amended amended = amend(bought, "7");
        log.append(TwoClients.of(ALPHA, bought), TwoClients.of(BETA, bought), TwoClients.of(BETA, amended));

        assertThat(log.worker(database).applyAll().accepted()).isEqualTo(3);

        assertThat(rows("SELECT client_id || ' ' || portfolio_id || ' ' || volume || ' ' || version FROM trades"
                        + " ORDER BY client_id"))
                .containsExactly("alpha 1 10 1", "beta 11 7 2");
    }

    /** The trade exists, but not with the client of the amendment. */
    @Test
    void anAmendmentOfAnotherClientsTradeIsOfAnUnknownTrade() {
        TradeEvent.Created bought = buy("b1", "AMZN", "10", "100", "09:00:00");
        log.append(TwoClients.of(ALPHA, bought), TwoClients.of(BETA, amend(bought, "7")));

        assertThat(log.worker(database).applyAll().deadLettered()).containsExactly(DeadLetterReason.UNKNOWN_TRADE);

        assertThat(rows("SELECT client_id || ' ' || volume FROM trades")).containsExactly("alpha 10");
    }

    @Test
    void aReplayRefusesForTheSameReason() {
        log.append(TwoClients.claimed(BETA, OF_ALPHA, buy("b1", "AMZN", "1", "1", "09:00:00")));
        Refusals refusals = new Refusals();

        log.worker(database, new RebuildTarget(database.jdbc(), 1, refusals)).applyAll();

        assertThat(refusals.named())
                .extracting(Refusals.Named::reason)
                .containsExactly(DeadLetterReason.FOREIGN_PORTFOLIO.wireName());
    }

    private List<@Nullable String> rows(String sql) {
        return database.jdbc().sql(sql).query(String.class).list();
    }
}
