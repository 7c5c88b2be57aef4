package io.trakkit.bench.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/** The portfolios of the trades, in the table. */
public final class Portfolios {

    private static final String INSERT = """
            INSERT INTO portfolios (client_id, portfolio_id, user_id, name, currency, created_at, updated_at)
            VALUES ('default', ?, ?, ?, 'USD', '2024-01-01', '2024-01-01')
            ON CONFLICT DO NOTHING
            """;

    /** Portfolios that the apps create get other ids. */
    private static final String ADVANCE = "SELECT setval('portfolio_ids', (SELECT max(portfolio_id) FROM portfolios))";

    private Portfolios() {}

    /** Inserts the portfolios of the random trades. */
    public static void insert(Connection connection) throws SQLException {
        insert(connection, RandomTrades.portfolios());
    }

    /** Inserts portfolios by their ids. */
    public static void insert(Connection connection, LongStream portfolios) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            PrimitiveIterator.OfLong ids = portfolios.iterator();
            while (ids.hasNext()) {
                long id = ids.nextLong();
                statement.setLong(1, id);
                statement.setString(2, RandomTrades.owner(id).value());
                statement.setString(3, "portfolio " + id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.execute();
        }
        connection.commit();
    }
}
