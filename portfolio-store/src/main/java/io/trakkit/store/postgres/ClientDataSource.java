package io.trakkit.store.postgres;

import io.trakkit.domain.portfolio.ClientId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Tells PostgreSQL the client of each transaction, for row-level security: that of the {@link ClientScope} in which a statement
 * is prepared. The client is a setting of the transaction and ends with it, so a pooled connection carries nothing over.
 *
 * <p>A statement that begins a transaction, or is one by itself, is sent together with {@code set_config} as one statement with
 * one parameter more: the driver sends both before one Sync, which is one transaction and one round trip. In a transaction with
 * several statements only the first has it.
 *
 * <p>The connections of an app's pool are shared among clients by {@link ClientTurns}: a connection within a scope waits for its
 * turn, and the turn ends with {@code close}. One of a thread that works for all clients waits for none.
 *
 * <p>Outside a scope, and for statements without parameters ({@code createStatement}), no client is set and row-level security
 * hides all rows. What would lose the client without a word is refused: a parameter without a type, and asking for the types of
 * a statement, after both of which the driver sends a Sync between the two; a batch that begins a transaction; generated keys.
 */
public final class ClientDataSource extends DelegatingDataSource {

    private static final String SET_CLIENT = "SELECT set_config('trakkit.client_id', ?, true);";

    private static final Set<String> EXECUTIONS = Set.of(
            "execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "executeBatch", "executeLargeBatch");

    /** The driver gives these to PostgreSQL with their types. */
    private static final Set<Integer> TYPES_OF_NULLS = Set.of(
            Types.VARCHAR, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.BOOLEAN, Types.VARBINARY);

    private static final Set<Class<?>> CLASSES = Set.of(
            String.class,
            Short.class,
            Integer.class,
            Long.class,
            Boolean.class,
            BigDecimal.class,
            UUID.class,
            OffsetDateTime.class,
            LocalDate.class,
            byte[].class);

    private static final Set<String> ENDS_OF_TRANSACTIONS = Set.of("commit", "rollback", "setAutoCommit");

    private final DataSource pool;

    public ClientDataSource(DataSource pool) {
        super(pool);
        this.pool = pool;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return wrapped(super::getConnection);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return wrapped(() -> super.getConnection(username, password));
    }

    /** Of the same pool: Spring's transactions find their connection by the data source. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientDataSource that && pool.equals(that.pool);
    }

    @Override
    public int hashCode() {
        return pool.hashCode();
    }

    private interface Opening {

        Connection open() throws SQLException;
    }

    private Connection wrapped(Opening opening) throws SQLException {
        ClientId client = ClientScope.inTurns().orElse(null);
        if (client == null || !(pool instanceof AppPools.PoolOfRole shared)) {
            return wrapped(opening.open(), () -> {});
        }
        ClientTurns turns = shared.turns();
        turns.await(client);
        try {
            return wrapped(opening.open(), () -> turns.end(client));
        } catch (SQLException | RuntimeException e) {
            turns.end(client);
            throw e;
        }
    }

    private static Connection wrapped(Connection connection, Runnable afterClose) {
        return (Connection) Proxy.newProxyInstance(
                ClientDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new OfConnection(connection, afterClose));
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** A connection, and the client that PostgreSQL knows in its present transaction. */
    private static final class OfConnection implements InvocationHandler {

        private final Connection connection;
        private final Runnable afterClose;
        private boolean closed;
        private @Nullable ClientId known;

        OfConnection(Connection connection, Runnable afterClose) {
            this.connection = connection;
            this.afterClose = afterClose;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            if (name.equals("prepareStatement")) {
                return prepared((Connection) proxy, method, Objects.requireNonNull(arguments));
            }
            if (name.equals("close")) {
                close();
                return null;
            }
            if (ENDS_OF_TRANSACTIONS.contains(name)) {
                known = null;
            }
            return call(method, connection, arguments);
        }

        private void close() throws SQLException {
            if (!closed) {
                closed = true;
                try {
                    connection.close();
                } finally {
                    afterClose.run();
                }
            }
        }

        private Object prepared(Connection proxy, Method method, Object[] arguments) throws Throwable {
            ClientId client = ClientScope.current().orElse(null);
            boolean sets = client != null && (connection.getAutoCommit() || !client.equals(known));
            if (sets) {
                if (method.getParameterCount() == 2) {
                    throw new UnsupportedOperationException(
                            "A statement that sends its client to PostgreSQL returns no generated keys: use RETURNING");
                }
                arguments[0] = SET_CLIENT + arguments[0];
            }
            PreparedStatement statement =
                    (PreparedStatement) Objects.requireNonNull(call(method, connection, arguments));
            return Proxy.newProxyInstance(
                    ClientDataSource.class.getClassLoader(),
                    new Class<?>[] {PreparedStatement.class},
                    sets
                            ? new WithClient(this, proxy, statement, Objects.requireNonNull(client))
                            : new WithoutClient(this, proxy, statement, client));
        }

        boolean knows(@Nullable ClientId client) throws SQLException {
            return client == null || (client.equals(known) && !connection.getAutoCommit());
        }

        void hasBeenTold(ClientId client) throws SQLException {
            known = connection.getAutoCommit() ? null : client;
        }
    }

    /** A statement of a transaction that has its client, or that has none. */
    private record WithoutClient(
            OfConnection connection,
            Connection proxy,
            PreparedStatement statement,
            @Nullable ClientId client) implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getName().equals("getConnection")) {
                return this.proxy;
            }
            if (EXECUTIONS.contains(method.getName()) && !connection.knows(client)) {
                throw new IllegalStateException("The transaction for which the statement was prepared has ended");
            }
            return call(method, statement, arguments);
        }
    }

    /** A statement that sets its client first. */
    private static final class WithClient implements InvocationHandler {

        private final OfConnection connection;
        private final Connection proxy;
        private final PreparedStatement statement;
        private final ClientId client;

        WithClient(OfConnection connection, Connection proxy, PreparedStatement statement, ClientId client)
                throws SQLException {
            this.connection = connection;
            this.proxy = proxy;
            this.statement = statement;
            this.client = client;
            statement.setString(1, client.value());
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "getConnection" -> this.proxy;
                case "executeQuery" -> {
                    execute();
                    yield statement.getResultSet();
                }
                case "executeUpdate" -> {
                    execute();
                    yield statement.getUpdateCount();
                }
                case "executeLargeUpdate" -> {
                    execute();
                    yield statement.getLargeUpdateCount();
                }
                case "execute" -> execute();
                case "clearParameters" -> {
                    statement.clearParameters();
                    statement.setString(1, client.value());
                    yield null;
                }
                case "addBatch", "executeBatch", "executeLargeBatch" ->
                    throw new UnsupportedOperationException(
                            "A batch cannot send its client to PostgreSQL: run another statement of the transaction first");
                case "getMetaData", "getParameterMetaData" ->
                    throw new UnsupportedOperationException(
                            "The types of a statement that sends its client to PostgreSQL are not known before it runs");
                default -> {
                    if (isParameter(method)) {
                        shift(method.getName(), Objects.requireNonNull(arguments));
                    }
                    yield call(method, statement, arguments);
                }
            };
        }

        /** Runs both, and steps over the result of the first. */
        private boolean execute() throws SQLException {
            statement.execute();
            connection.hasBeenTold(client);
            return statement.getMoreResults();
        }

        private static boolean isParameter(Method method) {
            return method.getDeclaringClass() == PreparedStatement.class
                    && method.getName().startsWith("set")
                    && method.getParameterCount() > 1;
        }

        private static void shift(String setter, Object[] arguments) {
            int index = (int) arguments[0];
            if (!isTyped(setter, arguments[1])) {
                throw new IllegalArgumentException("Parameter " + index
                        + " has no type for the driver: give a null its type, and a time as OffsetDateTime");
            }
            arguments[0] = index + 1;
        }

        private static boolean isTyped(String setter, @Nullable Object value) {
            return switch (setter) {
                case "setNull" -> TYPES_OF_NULLS.contains(value);
                case "setObject" -> value != null && CLASSES.contains(value.getClass());
                case "setDate", "setTime", "setTimestamp", "setSQLXML" -> false;
                default -> true;
            };
        }
    }
}
