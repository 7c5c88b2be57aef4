package io.trakkit.bench.scenario.action;

import io.trakkit.bench.site.Databases;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.projection.CanonicalRows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A digest of all that a database holds of the positions of a ticker, as {@code ./trakkit replay} compares it. */
final class PositionDigest {

    private static final int GENERATION = 1;

    private PositionDigest() {}

    /** The digest of the positions in the portfolios below an id. */
    static String of(Databases databases, String database, Ticker ticker, long belowPortfolio)
            throws SQLException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        KeyFilter filter = new KeyFilter(Optional.empty(), Optional.empty(), Optional.of(ticker));
        try (Connection connection = databases.connect(database)) {
            connection.setAutoCommit(false);
            CanonicalRows rows = new CanonicalRows(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
            try (Stream<CanonicalRows.SummaryRow> summaries = rows.summaries(GENERATION, filter, true)) {
                summaries
                        .filter(row -> isBelow(row.key(), belowPortfolio))
                        .forEach(row -> add(digest, row.key(), row.line()));
            }
            try (Stream<CanonicalRows.RecordRow> records = rows.records(GENERATION, filter, true)) {
                records.filter(row -> isBelow(row.key(), belowPortfolio))
                        .forEach(row -> add(digest, row.key(), row.line()));
            }
            connection.rollback();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean isBelow(PositionKey key, long portfolio) {
        return key.portfolio().value() < portfolio;
    }

    private static void add(MessageDigest digest, PositionKey key, String line) {
        digest.update((key.logKey() + " " + line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
