package io.trakkit.store.portfolios;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.log.Events;
import io.trakkit.store.portfolios.PortfolioOwners.Owned;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;

class PortfoliosTest {

    private static final Instant MORNING = Instant.parse("2026-11-02T08:12:12.797643Z");
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
    private static final UserId ADA = new UserId("ada");
    private static final UserId GRACE = new UserId("grace");
    private static final PortfolioName SAVINGS = new PortfolioName("Savings");
    private static final PortfolioName PENSION = new PortfolioName("Pension");

    private final TestDatabase database = TestDatabase.create();
    private final Portfolios portfolios = new Portfolios(database.jdbc());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aPortfolioIsFoundAsItWasInserted() {
        Portfolio inserted = insert(ADA, SAVINGS);

        assertThat(inserted)
                .isEqualTo(new Portfolio(
                        ClientId.DEFAULT,
                        inserted.id(),
                        ADA,
                        SAVINGS,
                        Optional.of(new CurrencyCode("USD")),
                        false,
                        MORNING,
                        MORNING));
        assertThat(portfolios.find(ClientId.DEFAULT, inserted.id())).contains(inserted);
    }

    @Test
    void currencyAndShortsAreThoseOfTheCreation() {
        Portfolio inserted = portfolios
                .insert(ClientId.DEFAULT, ADA, SAVINGS, Optional.of(new CurrencyCode("EUR")), true, MORNING)
                .orElseThrow();
        portfolios.rename(inserted.renamed(PENSION, NOON));

        assertThat(portfolios.find(ClientId.DEFAULT, inserted.id())).hasValueSatisfying(found -> {
            assertThat(found.currency()).contains(new CurrencyCode("EUR"));
            assertThat(found.allowShort()).isTrue();
        });
    }

    @Test
    void withoutACurrencyItHasThatOfItsClient() {
        database.jdbc().sql("UPDATE clients SET currency = 'CHF'").update();

        assertThat(insert(ADA, SAVINGS).currency()).contains(new CurrencyCode("CHF"));
    }

    @Test
    void theRulesOfAPortfolioOfAnEarlierVersionAreThoseOfItsClient() {
        Portfolio before = insert(ADA, SAVINGS);
        database.jdbc().sql("UPDATE portfolios SET currency = NULL").update();
        database.jdbc().sql("UPDATE clients SET currency = 'CHF'").update();
        Portfolio now = portfolios
                .insert(ClientId.DEFAULT, ADA, PENSION, Optional.of(new CurrencyCode("EUR")), true, MORNING)
                .orElseThrow();

        assertThat(new PortfolioOwners(database.jdbc()).of(List.of(key(before), key(now))))
                .containsOnly(
                        entry(key(before), new Owned(ADA, new BookRules(new CurrencyCode("CHF"), false))),
                        entry(key(now), new Owned(ADA, new BookRules(new CurrencyCode("EUR"), true))));
        assertThat(portfolios.find(ClientId.DEFAULT, before.id()).orElseThrow().currency())
                .isEmpty();
    }

    private static PortfolioKey key(Portfolio portfolio) {
        return new PortfolioKey(portfolio.client(), portfolio.id());
    }

    @Test
    void aUserHasOnePortfolioPerName() {
        insert(ADA, SAVINGS);

        assertThat(portfolios.insert(ClientId.DEFAULT, ADA, SAVINGS, Optional.empty(), false, NOON))
                .isEmpty();
        assertThat(portfolios.insert(ClientId.DEFAULT, GRACE, SAVINGS, Optional.empty(), false, NOON))
                .isPresent();
        assertThat(portfolios.insert(ClientId.DEFAULT, ADA, PENSION, Optional.empty(), false, NOON))
                .isPresent();
    }

    @Test
    void anotherClientDoesNotSeeIt() {
        Portfolio inserted = insert(ADA, SAVINGS);

        assertThat(portfolios.find(new ClientId("other"), inserted.id())).isEmpty();
    }

    @Test
    void aRenamedPortfolioKeepsItsIdAndCreation() {
        Portfolio inserted = insert(ADA, SAVINGS);

        Portfolio renamed = inserted.renamed(PENSION, NOON);
        portfolios.rename(renamed);

        assertThat(portfolios.find(ClientId.DEFAULT, inserted.id())).contains(renamed);
    }

    @Test
    void aRenameToTheNameOfAnotherIsRefused() {
        Portfolio savings = insert(ADA, SAVINGS);
        insert(ADA, PENSION);

        assertThatThrownBy(() -> portfolios.rename(savings.renamed(PENSION, NOON)))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void ofTwoWhoInsertTheSameNameAtOnceTheSecondWaitsAndIsRefused() throws Exception {
        CountDownLatch inserted = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> second = database.transactions().execute(_ -> {
                insert(ADA, SAVINGS);
                Future<Boolean> waiting = threads.submit(() -> {
                    inserted.countDown();
                    return portfolios
                            .insert(ClientId.DEFAULT, ADA, SAVINGS, Optional.empty(), false, NOON)
                            .isPresent();
                });
                awaitLockWait(inserted);
                assertThat(waiting).isNotDone();
                return waiting;
            });

            assertThat(second.get()).isFalse();
        }
    }

    private void awaitLockWait(CountDownLatch started) {
        try {
            started.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        patiently()
                .until(() -> database.jdbc()
                                .sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                        + " AND datname = current_database()")
                                .query(Integer.class)
                                .single()
                        == 1);
    }

    @Test
    void theTickersAreThoseThatWereTradedInOrder() {
        Portfolio savings = insert(ADA, SAVINGS);
        Portfolio pension = insert(ADA, PENSION);
        SmallWorker worker = new SmallWorker(database);
        worker.apply(Events.bought(savings, "1", "MSFT"), Events.at(0));
        worker.apply(Events.bought(savings, "2", "AAPL"), Events.at(1));
        worker.apply(Events.bought(savings, "3", "MSFT"), Events.at(2));
        worker.apply(Events.bought(pension, "4", "IBM"), Events.at(3));

        assertThat(portfolios.tickers(ClientId.DEFAULT, savings.id()))
                .containsExactly(new Ticker("AAPL"), new Ticker("MSFT"));
        assertThat(portfolios.tickers(ClientId.DEFAULT, new PortfolioId(99))).isEmpty();
    }

    private Portfolio insert(UserId user, PortfolioName name) {
        return portfolios
                .insert(ClientId.DEFAULT, user, name, Optional.empty(), false, MORNING)
                .orElseThrow();
    }
}
