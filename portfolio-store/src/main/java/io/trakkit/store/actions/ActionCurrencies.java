package io.trakkit.store.actions;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The currencies that the money of a corporate action is converted into. */
public final class ActionCurrencies {

    private static final String OF_CLIENT = "SELECT currency FROM clients WHERE client_id = :client";

    private static final String OF_PORTFOLIOS = """
            SELECT DISTINCT coalesce(p.currency, c.currency) AS currency
            FROM clients c
            LEFT JOIN portfolios p ON p.client_id = c.client_id
            WHERE c.client_id = :client
            ORDER BY currency
            """;

    private final JdbcClient jdbc;

    public ActionCurrencies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The currency of a client. */
    public CurrencyCode ofClient(ClientId client) {
        return jdbc.sql(OF_CLIENT)
                .param("client", client.value())
                .query((row, _) -> new CurrencyCode(row.getString("currency")))
                .single();
    }

    /** The currencies of a client's portfolios; its own where it has none yet. */
    public List<CurrencyCode> ofPortfolios(ClientId client) {
        return jdbc.sql(OF_PORTFOLIOS)
                .param("client", client.value())
                .query((row, _) -> new CurrencyCode(row.getString("currency")))
                .list();
    }
}
