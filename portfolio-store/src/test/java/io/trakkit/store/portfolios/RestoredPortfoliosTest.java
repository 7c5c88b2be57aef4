package io.trakkit.store.portfolios;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.portfolios.RestoredPortfolios.Entry;
import io.trakkit.store.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RestoredPortfoliosTest {

    private static final ClientId OTHER = new ClientId("other");
    private static final Instant MORNING = Instant.parse("2026-11-02T08:12:12.797643Z");
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final JdbcClient jdbc = database.jdbc();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anEmptyTableHasWhatTheTopicSaysLast() {
        restore(is(1, "ada", "Savings"), is(3, "grace", "Savings"), is(1, "ada", "Pension"));

        assertThat(rows()).containsExactly("1 ada Pension", "3 grace Savings");
        assertThat(new Portfolios(jdbc).find(ClientId.DEFAULT, new PortfolioId(1)))
                .contains(portfolio(1, "ada", "Pension"));
    }

    @Test
    void theNextIdIsAboveAllThatTheTopicNames() {
        restore(is(1, "ada", "Savings"));
        assertThat(nextId()).isEqualTo(2);

        restore(is(7, "ada", "Pension"), isGone(9));
        assertThat(nextId()).isEqualTo(10);

        restore(is(3, "ada", "Rainy days"));
        assertThat(nextId()).isEqualTo(11);
    }

    @Test
    void whatStandsInTheTableIsReplacedAndASecondTimeChangesNothing() {
        restore(is(1, "ada", "Savings"));

        restore(is(1, "ada", "Pension"), is(2, "ada", "Savings"));
        restore(is(1, "ada", "Pension"), is(2, "ada", "Savings"));

        assertThat(rows()).containsExactly("1 ada Pension", "2 ada Savings");
    }

    @Test
    void portfoliosThatHaveChangedNamesDoNotStandInEachOthersWay() {
        restore(is(1, "ada", "Savings"), is(2, "ada", "Pension"));

        restore(is(1, "ada", "Pension"), is(2, "ada", "Savings"));

        assertThat(rows()).containsExactly("1 ada Pension", "2 ada Savings");
    }

    @Test
    void ofTwoWithOneNameTheLaterHasItAndTheEarlierGetsItsIdAdded() {
        restore(is(5, "ada", "Savings"), is(7, "ada", "Savings"));
        assertThat(rows()).containsExactly("5 ada Savings (5)", "7 ada Savings");

        restore(is(9, "ada", "Savings"));
        assertThat(rows()).containsExactly("5 ada Savings (5)", "7 ada Savings (7)", "9 ada Savings");
    }

    @Test
    void theNameWithTheIdAddedMayBeTakenAndMayBecomeTooLong() {
        restore(is(5, "ada", "Savings"), is(6, "ada", "Savings (5)"), is(7, "ada", "Savings"));
        assertThat(rows()).containsExactly("5 ada Savings (5, 2)", "6 ada Savings (5)", "7 ada Savings");

        restore(is(8, "bob", "n".repeat(255)), is(12, "bob", "n".repeat(255)));
        assertThat(rows()).contains("8 bob " + "n".repeat(251) + " (8)", "12 bob " + "n".repeat(255));
    }

    @Test
    void aNameThatWasMadeUpGivesWayToOneThatWasGiven() {
        restore(is(5, "ada", "Savings"), is(7, "ada", "Savings"));

        restore(is(5, "ada", "Savings"), is(8, "ada", "Savings (5)"), is(7, "ada", "Savings"));

        assertThat(rows()).containsExactly("5 ada Savings (5, 2)", "7 ada Savings", "8 ada Savings (5)");
    }

    @Test
    void aTombstoneRemovesWhatWasNotTradedIn() {
        restore(is(1, "ada", "Savings"), is(2, "ada", "Pension"));
        jdbc.sql("""
                        INSERT INTO summaries VALUES ('default', 1, 2, 'AMZN', 0, 0, 0, '2026-01-01Z', 1, 0, 1, 1,
                                                      '2026-01-01Z')
                        """).update();

        restore(isGone(1), isGone(2));

        assertThat(rows()).containsExactly("2 ada Pension");
    }

    @Test
    void aClientThatOnlyTheTopicKnowsIsOpened() {
        Portfolio portfolio = portfolio(OTHER, 4, "ada", "Savings");

        restore(new Entry(portfolio.id(), Optional.of(portfolio)));

        assertThat(new Portfolios(jdbc).find(OTHER, new PortfolioId(4))).contains(portfolio);
    }

    @Test
    void aRecordOfAnotherClientsPortfolioChangesNothing() {
        restore(is(1, "ada", "Savings"), isOther(2, "ada", "Pension"));

        restore(isOther(1, "ada", "Pension"));
        restore(is(3, "ada", "Savings"), isOther(1, "ada", "Stolen"));

        assertThat(rows()).containsExactly("1 ada Savings (1)", "2 ada Pension", "3 ada Savings");
        assertThat(new Portfolios(jdbc).find(OTHER, new PortfolioId(1))).isEmpty();
    }

    @Test
    void inOneBatchTheFirstClientOfAnIdHasIt() {
        restore(is(1, "ada", "Savings"), is(1, "ada", "Pension"), isOther(1, "ada", "Stolen"));

        assertThat(rows()).containsExactly("1 ada Pension");
        assertThat(new Portfolios(jdbc).find(ClientId.DEFAULT, new PortfolioId(1)))
                .isPresent();
    }

    private void restore(Entry... entries) {
        database.transactions().executeWithoutResult(_ -> new RestoredPortfolios(jdbc).restore(List.of(entries)));
    }

    private static Entry is(long id, String user, String name) {
        return new Entry(new PortfolioId(id), Optional.of(portfolio(id, user, name)));
    }

    private static Entry isOther(long id, String user, String name) {
        return new Entry(new PortfolioId(id), Optional.of(portfolio(OTHER, id, user, name)));
    }

    private static Entry isGone(long id) {
        return new Entry(new PortfolioId(id), Optional.empty());
    }

    private static Portfolio portfolio(long id, String user, String name) {
        return portfolio(ClientId.DEFAULT, id, user, name);
    }

    private static Portfolio portfolio(ClientId client, long id, String user, String name) {
        return new Portfolio(
                client,
                new PortfolioId(id),
                new UserId(user),
                new PortfolioName(name),
                Optional.empty(),
                false,
                MORNING,
                NOON);
    }

    @Test
    void currencyAndShortsAreRestoredAndNeverChange() {
        Portfolio first = portfolio(1, "ada", "Savings");
        Portfolio withRules = new Portfolio(
                first.client(),
                first.id(),
                first.user(),
                first.name(),
                Optional.of(new CurrencyCode("EUR")),
                true,
                MORNING,
                NOON);

        restore(new Entry(first.id(), Optional.of(withRules)));
        restore(new Entry(first.id(), Optional.of(first)));

        assertThat(new Portfolios(jdbc).find(ClientId.DEFAULT, first.id())).contains(withRules);
    }

    private List<@Nullable String> rows() {
        return jdbc.sql("SELECT portfolio_id || ' ' || user_id || ' ' || name FROM portfolios ORDER BY portfolio_id")
                .query(String.class)
                .list();
    }

    private long nextId() {
        return jdbc.sql("SELECT nextval('portfolio_ids')").query(Long.class).single();
    }
}
