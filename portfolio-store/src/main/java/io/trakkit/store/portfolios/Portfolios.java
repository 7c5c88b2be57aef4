package io.trakkit.store.portfolios;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Creates, renames and locks portfolios. */
public final class Portfolios {

    private static final String INSERT = """
            INSERT INTO portfolios (client_id, portfolio_id, user_id, name, currency, allow_short, created_at, updated_at)
            VALUES (:client, nextval('portfolio_ids'), :user, :name,
                coalesce(:currency, (SELECT currency FROM clients WHERE client_id = :client)), :allowShort, :at, :at)
            ON CONFLICT ON CONSTRAINT portfolio_name_of_user DO NOTHING
            RETURNING client_id, portfolio_id, user_id, name, currency, allow_short, created_at, updated_at
            """;

    private static final String FIND = """
            SELECT client_id, portfolio_id, user_id, name, currency, allow_short, created_at, updated_at
            FROM portfolios
            WHERE client_id = :client AND portfolio_id = :id
            """;

    private static final String COUNT = "SELECT count(*) FROM portfolios WHERE client_id = :client";

    private static final String LOCK = FIND + "FOR UPDATE";

    private static final String RENAME = """
            UPDATE portfolios SET name = :name, updated_at = :at WHERE client_id = :client AND portfolio_id = :id
            """;

    private static final String TICKERS = """
            SELECT ticker FROM summaries
            WHERE client_id = :client AND generation = (SELECT generation FROM generations WHERE state = 'live')
                AND portfolio_id = :id AND ticker <> '$CASH'
            ORDER BY ticker
            """;

    private final JdbcClient jdbc;

    public Portfolios(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds a portfolio under the next id. Waits for a concurrent transaction that takes the same name.
     *
     * @param currency empty: that of the client
     * @param at the time of creation
     * @return empty if the user has a portfolio of that name
     */
    public Optional<Portfolio> insert(
            ClientId client,
            UserId user,
            PortfolioName name,
            Optional<CurrencyCode> currency,
            boolean allowShort,
            Instant at) {
        return jdbc.sql(INSERT)
                .param("client", client.value())
                .param("user", user.value())
                .param("name", name.value())
                .param("currency", currency.map(CurrencyCode::value).orElse(null), Types.VARCHAR)
                .param("allowShort", allowShort)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query((row, _) -> portfolio(row))
                .optional();
    }

    public Optional<Portfolio> find(ClientId client, PortfolioId id) {
        return select(FIND, client, id);
    }

    /** How many portfolios the client has. */
    public long count(ClientId client) {
        return jdbc.sql(COUNT).param("client", client.value()).query(Long.class).single();
    }

    /** Finds a portfolio and locks its row until the transaction ends. */
    public Optional<Portfolio> lock(ClientId client, PortfolioId id) {
        return select(LOCK, client, id);
    }

    private Optional<Portfolio> select(String sql, ClientId client, PortfolioId id) {
        return jdbc.sql(sql)
                .param("client", client.value())
                .param("id", id.value())
                .query((row, _) -> portfolio(row))
                .optional();
    }

    /**
     * Writes the new name of a {@linkplain #lock locked} portfolio.
     *
     * @throws org.springframework.dao.DuplicateKeyException if the user has another portfolio of that name; the
     *     transaction can then only be rolled back
     */
    public void rename(Portfolio renamed) {
        jdbc.sql(RENAME)
                .param("client", renamed.client().value())
                .param("id", renamed.id().value())
                .param("name", renamed.name().value())
                .param("at", renamed.updatedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The tickers with trades or activities in a portfolio, from the live read model. */
    public List<Ticker> tickers(ClientId client, PortfolioId id) {
        return jdbc.sql(TICKERS)
                .param("client", client.value())
                .param("id", id.value())
                .query((row, _) -> new Ticker(row.getString("ticker")))
                .list();
    }

    static Portfolio portfolio(ResultSet row) throws SQLException {
        return new Portfolio(
                Rows.client(row),
                new PortfolioId(row.getLong("portfolio_id")),
                new UserId(row.getString("user_id")),
                new PortfolioName(row.getString("name")),
                Optional.ofNullable(row.getString("currency")).map(CurrencyCode::new),
                row.getBoolean("allow_short"),
                Rows.time(row, "created_at"),
                Rows.time(row, "updated_at"));
    }
}
