package io.trakkit.bench.peer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A statement that portfolio-store sends, as the driver gets it, with its values: plain JDBC is compared with
 * exactly this SQL, also after it changes.
 */
public record CapturedQuery(String sql, List<Object> values) {

    /** The statements that a use of the store sends over a connection, which are executed as well. */
    public static List<CapturedQuery> of(Connection connection, Consumer<JdbcClient> use) {
        List<CapturedQuery> captured = new ArrayList<>();
        Connection listening = (Connection) proxy(Connection.class, connection, (method, arguments, result) -> {
            if (method.equals("prepareStatement")) {
                SortedMap<Integer, Object> values = new TreeMap<>();
                return proxy(PreparedStatement.class, result, (call, given, answer) -> {
                    if (call.startsWith("set") && given.length >= 2 && given[0] instanceof Integer index) {
                        values.put(index, given[1]);
                    } else if (call.startsWith("execute")) {
                        captured.add(new CapturedQuery((String) arguments[0], List.copyOf(values.values())));
                    }
                    return answer;
                });
            }
            return result;
        });
        use.accept(JdbcClient.create(new SingleConnectionDataSource(listening, true)));
        return captured;
    }

    private interface Listener {

        Object heard(String method, Object[] arguments, Object result);
    }

    private static Object proxy(Class<?> type, Object target, Listener listener) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, given) -> {
            Object[] arguments = given == null ? new Object[0] : given;
            try {
                return listener.heard(method.getName(), arguments, method.invoke(target, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    /** Sends it once more, by a statement prepared for it, and reads every column of the answer. */
    int run(PreparedStatement prepared) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            prepared.setObject(i + 1, values.get(i));
        }
        int rows = 0;
        try (ResultSet answer = prepared.executeQuery()) {
            int columns = answer.getMetaData().getColumnCount();
            while (answer.next()) {
                for (int column = 1; column <= columns; column++) {
                    answer.getObject(column);
                }
                rows++;
            }
        }
        return rows;
    }
}
