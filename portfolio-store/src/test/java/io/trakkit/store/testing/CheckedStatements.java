package io.trakkit.store.testing;

import io.trakkit.store.postgres.ClientDataSource;
import io.trakkit.store.postgres.RoundTrip;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.security.CodeSource;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that fails a statement on summaries, events, trades, activities or checkpoints that does not name its client: on a database
 * distributed by client it would read or change the rows of others. Statements of tests are free. COPY is not seen; it cannot
 * leave the client out, because the column admits no NULL.
 */
public final class CheckedStatements implements InvocationHandler {

    /** By the method that runs them. */
    static final Map<String, String> EXCEPTIONS = Map.of(
            "CanonicalRows.summaries", "a replay compares all clients, unless it is asked for one",
            "CanonicalRows.records", "a replay compares all clients, unless it is asked for one",
            "GenerationRows.strangers", "a replay compares all clients, unless it is asked for one",
            "JournalRecords.inOrder", "a replay reads the journal of all clients, unless it is asked for one",
            "JournalRecords.count", "a replay reads the journal of all clients, unless it is asked for one",
            "PositionRows.events", "the first event of any client tells which topic came first",
            "Generations.adoptUnused", "a generation is unused if no client has a summary in it");

    private final Object target;

    private CheckedStatements(Object target) {
        this.target = target;
    }

    public static DataSource of(DataSource dataSource) {
        return proxy(DataSource.class, dataSource);
    }

    private static <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                CheckedStatements.class.getClassLoader(), new Class<?>[] {type}, new CheckedStatements(target)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql && takesSql(method)) {
            check(sql);
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        if (method.getReturnType().equals(Connection.class) && target instanceof DataSource && result != null) {
            return proxy(Connection.class, result);
        }
        if (method.getReturnType().equals(Statement.class) && target instanceof Connection && result != null) {
            return proxy(Statement.class, result);
        }
        return result;
    }

    private static boolean takesSql(Method method) {
        String name = method.getName();
        return name.startsWith("prepare") || name.startsWith("execute") || name.equals("addBatch");
    }

    private static void check(String sql) {
        List<String> missing = ClientPredicates.missing(sql);
        if (missing.isEmpty()) {
            return;
        }
        StackWalker.StackFrame caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith("io.trakkit."))
                        .filter(frame -> !passesOn(frame.getClassName()))
                        .findFirst())
                .orElse(null);
        if (caller == null || isTest(caller.getDeclaringClass())) {
            return;
        }
        String name = name(caller);
        if (!EXCEPTIONS.containsKey(name)) {
            throw new AssertionError("A statement of " + name + " names no client for " + missing + ": " + sql);
        }
    }

    private static boolean passesOn(String type) {
        return Stream.of(CheckedStatements.class, ClientDataSource.class, RoundTrip.class)
                .anyMatch(between -> type.startsWith(between.getName()));
    }

    private static boolean isTest(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return location == null || location.getPath().matches(".*(test-classes/?|-tests?\\.jar|/testing/.*)");
    }

    /** A lambda counts as the method around it. */
    private static String name(StackWalker.StackFrame frame) {
        String method = frame.getMethodName();
        return frame.getDeclaringClass().getSimpleName() + "."
                + (method.startsWith("lambda$") ? method.split("\\$", -1)[1] : method);
    }
}
