package io.trakkit.store.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPredicatesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM trades WHERE client_id = ? AND ref_id = ?",
                "SELECT 1 FROM unnest(?) AS w (client_id) JOIN trades t ON t.client_id = w.client_id",
                "SELECT 1 FROM unnest(?) AS w (client_id) JOIN events e USING (client_id, ticker)",
                "UPDATE summaries s SET held = n.held FROM n WHERE s.client_id = n.client_id AND s.ctid = n.place",
                "INSERT INTO checkpoints (client_id, generation) SELECT client_id, 1 FROM unnest(?) AS c (client_id)",
                "DELETE FROM events e USING unnest(?) AS w (id) WHERE ? = e.client_id AND e.event_id = w.id",
                "SELECT s.trades, 'from trades' FROM portfolios s -- from trades",
            })
    void namesItsClient(String sql) {
        assertThat(ClientPredicates.missing(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM trades WHERE ref_id = ?",
                "SELECT client_id FROM trades t WHERE t.ctid = ?",
                "UPDATE trades t SET state = ? FROM n CROSS JOIN LATERAL"
                        + " (SELECT ctid FROM events WHERE client_id = n.client_id) AS f WHERE t.ctid = f.ctid",
                "DELETE FROM trades t USING other n WHERE n.client_id = ? AND t.ref_id = n.ref_id",
                "SELECT 1 FROM trades t WHERE (?::text IS NULL OR t.client_id = ?)",
                "SELECT 1 FROM portfolios WHERE client_id = ? UNION ALL SELECT 1 FROM trades",
                "SELECT 1 FROM summaries WHERE client_id = ?; SELECT 1 FROM trades",
                "INSERT INTO trades (generation) SELECT 1",
            })
    void doesNotNameItsClient(String sql) {
        assertThat(ClientPredicates.missing(sql)).hasSize(1);
    }
}
