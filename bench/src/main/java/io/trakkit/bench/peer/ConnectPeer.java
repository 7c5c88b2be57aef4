package io.trakkit.bench.peer;

import io.trakkit.bench.connect.TradeConverter;
import io.trakkit.bench.site.Databases;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.Program;
import io.trakkit.testing.FreePorts;
import io.trakkit.wire.event.Topics;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Kafka Connect, a process of its own, with Debezium's JDBC sink: upserts in batches into one flat table of trades with one
 * index beside its key. It does less: no journal, no summary, no lock, no order of a key.
 */
public final class ConnectPeer implements AutoCloseable {

    /** Left by the build, where the registry has Connect. */
    private static final Path CLASS_PATH = Path.of("target", "connect-classpath");

    /**
     * What of our class path the converter needs. No more: a library of the apps in another version than Connect's breaks
     * the sink, which a validator did.
     */
    private static final Pattern CONVERTER =
            Pattern.compile("portfolio-(domain|wire)|target.classes|[/\\\\]tools[/\\\\]jackson|jackson-annotations");

    private static final String HEAP = "512m";

    private static final String TABLE = """
            CREATE TABLE flat_trades (
                ref_id       text COLLATE "C" PRIMARY KEY,
                event_id     text COLLATE "C" NOT NULL,
                user_id      text COLLATE "C" NOT NULL,
                portfolio_id bigint           NOT NULL,
                ticker       text COLLATE "C" NOT NULL,
                side         integer          NOT NULL,
                volume       numeric          NOT NULL,
                price        numeric          NOT NULL,
                fee          numeric          NOT NULL,
                currency     text             NOT NULL,
                fx_rate      numeric          NOT NULL,
                status       text             NOT NULL,
                executed_at  timestamp        NOT NULL,
                occurred_at  timestamp        NOT NULL
            )""";

    private static final String INDEX =
            "CREATE INDEX flat_trades_in_order ON flat_trades (portfolio_id, ticker, executed_at)";

    /** What is committed, by the server's own counting, which is up to date to the second. */
    private static final String INSERTED =
            "SELECT coalesce(max(n_tup_ins), 0) FROM pg_stat_user_tables WHERE relname = 'flat_trades'";

    private static int started;

    private final Program program;
    private final Connection connection;
    private final PreparedStatement inserted;

    private ConnectPeer(Program program, Connection connection) throws SQLException {
        this.program = program;
        this.connection = connection;
        inserted = connection.prepareStatement(INSERTED);
    }

    /** Whether it could be had. */
    public static boolean isThere() {
        return Files.exists(CLASS_PATH);
    }

    /** Starts it on a database, with as many tasks as the worker has threads. */
    public static ConnectPeer start(Site site, String database, int tasks) throws SQLException, IOException {
        Connection connection = site.databases().connect(database);
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            statement.execute(INDEX);
        }
        // A name of its own is a consumer group of its own.
        String name = "flat-trades-" + ++started;
        Path folder = Files.createDirectories(site.folder().resolve(name));
        Path worker = Files.writeString(folder.resolve("worker.properties"), worker(site, folder));
        Path sink = Files.writeString(folder.resolve("sink.properties"), sink(site, name, database, tasks));
        String classPath = ofConverter()
                + File.pathSeparator
                + Files.readString(CLASS_PATH).strip();
        List<String> rest = List.of(
                "-cp", classPath, "org.apache.kafka.connect.cli.ConnectStandalone", worker.toString(), sink.toString());
        return new ConnectPeer(site.program(name, HEAP, rest), connection);
    }

    private static String ofConverter() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> CONVERTER.matcher(entry).find())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String worker(Site site, Path folder) {
        return """
                bootstrap.servers=%s
                listeners=http://127.0.0.1:%d
                key.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                value.converter=%s
                offset.storage.file.filename=%s
                consumer.auto.offset.reset=earliest
                consumer.max.poll.records=3000
                consumer.max.partition.fetch.bytes=4194304
                """.formatted(
                site.bootstrapServers(), FreePorts.next(), TradeConverter.class.getName(), folder.resolve("offsets"));
    }

    private static String sink(Site site, String name, String database, int tasks) {
        Databases databases = site.databases();
        return """
                name=%s
                connector.class=io.debezium.connector.jdbc.JdbcSinkConnector
                tasks.max=%d
                topics=%s
                connection.url=%s?reWriteBatchedInserts=true
                connection.username=%s
                connection.password=%s
                insert.mode=upsert
                primary.key.mode=record_value
                primary.key.fields=ref_id
                schema.evolution=none
                collection.name.format=flat_trades
                batch.size=3000
                """.formatted(
                        name, tasks, Topics.TRADES, databases.url(database), databases.user(), databases.password());
    }

    /** How many trades are in its table. */
    public long done() {
        if (!program.isRunning()) {
            throw new IllegalStateException("Kafka Connect has ended; its log tells why");
        }
        try (ResultSet row = inserted.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalStateException if its table does not hold as many */
    public void require(long trades) throws SQLException {
        long rows = Databases.number(connection, "SELECT count(*) FROM flat_trades");
        if (rows < trades) {
            throw new IllegalStateException("%,d rows, not %,d".formatted(rows, trades));
        }
    }

    @Override
    public void close() throws SQLException {
        program.kill();
        connection.close();
    }
}
