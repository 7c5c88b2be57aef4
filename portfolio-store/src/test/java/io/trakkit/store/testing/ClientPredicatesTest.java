package io.trakkit.store.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPredicatesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM trades WHERE client_id = ? AND ref_id = ?",
                "SELECT 1 FROM trades WHERE trades.client_id = ?",
                "SELECT 1 FROM public.trades WHERE public.trades.client_id = ?",
                "SELECT 1 FROM \"trades\" AS \"t\" WHERE \"t\".\"client_id\" = ?",
                "SELECT 1 FROM ONLY trades t WHERE t.client_id = ?",
                "SELECT 1 FROM unnest(?) AS w (client_id) JOIN trades t ON t.client_id = w.client_id",
                "SELECT 1 FROM unnest(?) AS w (client_id) JOIN events e USING (client_id, ticker)",
                "SELECT 1 FROM unnest(?) AS w (client_id) LEFT JOIN trades t ON t.client_id = w.client_id AND t.ref_id = ?",
                "SELECT 1 FROM w, LATERAL (SELECT 1 FROM trades t WHERE t.client_id = w.client_id LIMIT 1) AS f",
                "SELECT 1 FROM summaries s JOIN trades t ON t.client_id = s.client_id WHERE s.client_id = ?",
                "SELECT 1 FROM summaries s, trades t WHERE s.client_id = ? AND t.client_id = s.client_id",
                "SELECT 1 FROM summaries JOIN trades USING (client_id, ticker) WHERE client_id = ?",
                "SELECT 1 FROM (trades t JOIN w ON w.id = t.ref_id) WHERE t.client_id = ?",
                "SELECT s.trades, 'from trades' FROM portfolios s -- from trades",
                "SELECT /* from trades */ s.trades IS DISTINCT FROM trades FROM portfolios s",
                "SELECT 1 FROM trades WHERE client_id = ? AND state = CASE WHEN ? OR ref_id = ? THEN 1 END",
                "SELECT 1 FROM trades t WHERE t.client_id = ? FOR NO KEY UPDATE OF t",
                "UPDATE summaries s SET held = n.held FROM n WHERE s.client_id = n.client_id AND s.ctid = n.place",
                "UPDATE summaries s SET held = e.held FROM n JOIN events e ON e.client_id = n.client_id"
                        + " WHERE s.client_id = n.client_id",
                "INSERT INTO checkpoints (client_id, generation) SELECT client_id, 1 FROM unnest(?) AS c (client_id)",
                "INSERT INTO trades AS t (client_id, ref_id) VALUES (?, ?) ON CONFLICT (client_id, ref_id)"
                        + " DO UPDATE SET state = ? WHERE t.state < ?",
                "DELETE FROM events e USING unnest(?) AS w (id) WHERE ? = e.client_id AND e.event_id = w.id",
                "DELETE FROM events e USING w, trades t WHERE e.client_id = w.id AND t.client_id = e.client_id",
                "MERGE INTO trades t USING w ON t.client_id = w.client_id WHEN MATCHED THEN UPDATE SET state = 1",
            })
    void namesItsClient(String sql) {
        assertThat(ClientPredicates.missing(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM trades WHERE ref_id = ?",
                "SELECT client_id FROM trades t WHERE t.ctid = ?",
                "SELECT 1 FROM trades t WHERE (?::text IS NULL OR t.client_id = ?)",
                "SELECT 1 FROM portfolios WHERE client_id = ? UNION ALL SELECT 1 FROM trades",
                "SELECT 1 FROM summaries WHERE client_id = ?; SELECT 1 FROM trades",
                "INSERT INTO trades (generation) SELECT 1",
            })
    void doesNotNameItsClient(String sql) {
        assertThat(ClientPredicates.missing(sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM summaries s, trades t WHERE s.client_id = ? AND t.ref_id = ?",
                "SELECT 1 FROM w, trades t WHERE w.client_id = ? AND t.ref_id = w.ref_id",
                "SELECT 1 FROM (SELECT 1) AS w, trades",
                "SELECT 1 FROM w JOIN v ON v.id = w.id, trades t WHERE t.ref_id = v.ref_id",
                "SELECT 1 FROM (w JOIN trades t ON t.ref_id = w.ref_id)",
                "SELECT 1 FROM (trades t JOIN w ON t.ref_id = w.ref_id)",
                "SELECT 1 FROM w JOIN summaries s USING (client_id), trades t WHERE t.ref_id = ?",
            })
    void aTableThatIsNotTheFirstNeedsItsClientToo(String sql) {
        assertThat(ClientPredicates.missing(sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM ONLY trades t WHERE t.ref_id = ?",
                "SELECT 1 FROM \"trades\" WHERE ref_id = ?",
                "SELECT 1 FROM public.trades WHERE ref_id = ?",
                "SELECT 1 FROM \"public\".\"trades\" AS t WHERE t.ref_id = ?",
                "UPDATE ONLY trades SET state = ? WHERE ref_id = ?",
                "DELETE FROM public.trades WHERE ref_id = ?",
                "INSERT INTO public.trades (generation) SELECT 1",
            })
    void theNameOfATableCanBeWrittenInOtherWays(String sql) {
        assertThat(ClientPredicates.missing(sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE trades t SET state = ? FROM n CROSS JOIN LATERAL"
                        + " (SELECT ctid FROM events WHERE client_id = n.client_id) AS f WHERE t.ctid = f.ctid",
                "UPDATE trades t SET state = ? FROM n, events e WHERE t.client_id = ? AND e.event_id = n.id",
                "UPDATE trades t SET state = ? FROM n JOIN events e ON e.event_id = n.id WHERE t.client_id = ?",
                "UPDATE trades t SET client_id = ? WHERE t.ref_id = ?",
                "DELETE FROM trades t USING other n WHERE n.client_id = ? AND t.ref_id = n.ref_id",
                "DELETE FROM trades t USING n, events e WHERE t.client_id = ? AND e.event_id = n.id",
                "DELETE FROM trades t USING n JOIN events e ON e.event_id = n.id WHERE t.client_id = ?",
                "MERGE INTO trades t USING w ON t.ref_id = w.ref_id WHEN MATCHED THEN DELETE",
                "INSERT INTO trades (generation) SELECT 1 FROM w WHERE client_id = ?",
            })
    void writesWithOtherTablesNeedTheClientOfEach(String sql) {
        assertThat(ClientPredicates.missing(sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM trades t WHERE t.client_id = ? OR t.ref_id = ?",
                "SELECT 1 FROM trades t WHERE NOT t.client_id = ?",
                "SELECT 1 FROM trades t WHERE t.client_id >= ? AND ? <= t.client_id",
                "SELECT 1 FROM trades t WHERE t.client_id = t.client_id",
                "SELECT t.client_id = ? FROM trades t",
                "SELECT 1 FROM trades t WHERE t.ref_id = ? ORDER BY t.client_id = ?",
                "SELECT 1 FROM trades t WHERE t.state = CASE WHEN t.client_id = ? THEN 1 ELSE 2 END",
                "SELECT 1 FROM trades t LEFT JOIN w ON t.client_id = ?",
            })
    void aComparisonThatKeepsRowsOfOthersDoesNotCount(String sql) {
        assertThat(ClientPredicates.missing(sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM summaries s JOIN trades t ON t.client_id = s.client_id WHERE s.ticker = ?",
                "SELECT 1 FROM summaries s JOIN trades t USING (client_id, ticker)",
                "SELECT 1 FROM summaries s LEFT JOIN trades t ON t.client_id = s.client_id",
            })
    void tablesThatAreOnlyComparedWithEachOtherHaveAllClients(String sql) {
        assertThat(ClientPredicates.missing(sql)).hasSize(2);
    }
}
