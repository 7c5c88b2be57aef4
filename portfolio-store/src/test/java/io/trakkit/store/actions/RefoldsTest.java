package io.trakkit.store.actions;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class RefoldsTest {

    private static final ClientId ALPHA = new ClientId("alpha");
    private static final ClientId BETA = new ClientId("beta");
    private static final ClientId GAMMA = new ClientId("gamma");
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final Refolds refolds = new Refolds(database.jdbc());

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    /** In the order of the requests, a client with many actions kept those of all others waiting. */
    @Test
    void clientsTakeTurns() {
        request(BETA, "s-1", "s-2", "s-3");
        request(GAMMA, "s-4");
        request(ALPHA, "s-5", "s-6");

        assertThat(finished())
                .containsExactly("alpha S-5", "beta S-1", "gamma S-4", "alpha S-6", "beta S-2", "beta S-3");
    }

    @Test
    void theTurnOfAClientIsOverAfterEachPart() {
        request(ALPHA, "s-1");
        request(BETA, "s-2");

        assertThat(refolds.lockNext(null)).map(Refolds.Refold::client).contains(ALPHA);
        assertThat(refolds.lockNext(ALPHA)).map(Refolds.Refold::client).contains(BETA);
        assertThat(refolds.lockNext(BETA)).map(Refolds.Refold::client).contains(ALPHA);
    }

    @Test
    void whatAnotherWorkerIsAtIsLeftToIt() {
        request(ALPHA, "s-1");
        request(BETA, "s-2");

        database.transactions().executeWithoutResult(_ -> {
            assertThat(refolds.lockNext(null)).map(Refolds.Refold::client).contains(ALPHA);
            Optional<Refolds.Refold> ofAnother =
                    new Refolds(JdbcClient.create(new DriverManagerDataSource(database.jdbcUrl()))).lockNext(BETA);
            assertThat(ofAnother).map(Refolds.Refold::client).contains(BETA);
        });
    }

    @Test
    void requestsOfOneTickerThatAreEquallyFarGoTogether() {
        requestOf(ALPHA, "ACME", AT.plusSeconds(2));
        Refolds.Refold begun = refolds.lockNext(null).orElseThrow();
        refolds.advance(begun, new PortfolioId(7), 100);
        requestOf(ALPHA, "ACME", AT.plusSeconds(1));
        requestOf(ALPHA, "OTHER", AT.minusSeconds(1));
        requestOf(ALPHA, "ACME", AT);
        requestOf(BETA, "ACME", AT.minusSeconds(1));

        Refolds.Refold first = refolds.lockNext(null).orElseThrow();
        assertThat(first.doneUntil()).isEqualTo(7);
        assertThat(first.ids()).isEqualTo(begun.ids());
        refolds.finish(first);

        Refolds.Refold second = refolds.lockNext(null).orElseThrow();
        assertThat(second.ids()).hasSize(2);
        assertThat(second.client()).isEqualTo(ALPHA);
        assertThat(second.ticker()).isEqualTo(new Ticker("ACME"));
        assertThat(second.from()).isEqualTo(AT);
        refolds.advance(second, new PortfolioId(7), 100);
        assertThat(refolds.lockNext(null)).map(Refolds.Refold::ids).contains(second.ids());
        refolds.finish(second);

        assertThat(finished()).containsExactly("alpha OTHER", "beta ACME");
    }

    private void requestOf(ClientId client, String ticker, Instant from) {
        refolds.request(client, new Ticker(ticker), new RefId("split"), from, AT);
    }

    private void request(ClientId client, String... actions) {
        for (String action : actions) {
            refolds.request(client, new Ticker(action.toUpperCase(Locale.ROOT)), new RefId(action), AT, AT);
        }
    }

    /** All, each done at once. */
    private List<String> finished() {
        List<String> finished = new ArrayList<>();
        ClientId last = null;
        for (Optional<Refolds.Refold> next = refolds.lockNext(last); next.isPresent(); next = refolds.lockNext(last)) {
            Refolds.Refold refold = next.get();
            refolds.finish(refold);
            last = refold.client();
            finished.add(refold.client() + " " + refold.ticker());
        }
        return finished;
    }
}
