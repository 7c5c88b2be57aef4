package io.trakkit.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.SqlProvider;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Statements that go to PostgreSQL together: the driver sends all of them before it waits for an answer. PostgreSQL carries them
 * out one after the other, and each sees what others have committed before it begins, as if it came alone. After one that fails
 * the rest is skipped. A batch of a few trades spends most of its time on waiting for answers.
 *
 * <p>For use within a transaction. The statements must be constants, because what is made of their text is kept. Those with much to
 * send begin a message of their own. PostgreSQL plans the statements of a message for each combination again, until a connection
 * has seen it five times.
 */
public final class RoundTrip {

    private static final Map<String, Parsed> PARSED = new ConcurrentHashMap<>();

    /** One text for the same statements, so that the driver finds quickly what it has prepared. */
    private static final Map<List<String>, String> TEXTS = new ConcurrentHashMap<>();

    /**
     * The most bytes that are sent while PostgreSQL may already be answering. The buffers of a connection hold more, so it can
     * never happen that both sides wait for the other one to read. The driver itself guards against that only for statements whose
     * parameters have no type.
     */
    private static final int MOST_BYTES_AFTER_THE_FIRST = 32 * 1024;

    private final Consumer<List<Part<?>>> sender;
    private final List<Part<?>> parts = new ArrayList<>();

    private RoundTrip(Consumer<List<Part<?>>> sender) {
        this.sender = sender;
    }

    public RoundTrip(JdbcOperations jdbc) {
        this(parts -> groups(parts).forEach(group -> sendTogether(jdbc, group)));
    }

    /** Runs a statement that could be one of several by itself. */
    public static <T> T alone(JdbcClient jdbc, Function<RoundTrip, Answer<T>> statement) {
        RoundTrip trip = new RoundTrip(parts -> parts.forEach(part -> part.sendAlone(jdbc)));
        Answer<T> answer = statement.apply(trip);
        trip.send();
        return answer.get();
    }

    /** Begins a statement, with named parameters; its end adds it. */
    public Statement sql(String sql) {
        return new Statement(sql);
    }

    /** Whether no statement waits to be sent. */
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Sends the statements that were added, and reads their answers. */
    public void send() {
        if (!parts.isEmpty()) {
            sender.accept(parts);
            parts.clear();
        }
    }

    private static List<List<Part<?>>> groups(List<Part<?>> parts) {
        List<List<Part<?>>> groups = new ArrayList<>();
        int bytesAfterTheFirst = 0;
        for (Part<?> part : parts) {
            int bytes = part.bytes();
            if (groups.isEmpty() || bytesAfterTheFirst + bytes > MOST_BYTES_AFTER_THE_FIRST) {
                groups.add(new ArrayList<>());
                bytesAfterTheFirst = 0;
            } else {
                bytesAfterTheFirst += bytes;
            }
            groups.getLast().add(part);
        }
        return groups;
    }

    private static void sendTogether(JdbcOperations jdbc, List<Part<?>> parts) {
        List<Parsed> parsed = parts.stream()
                .map(part -> PARSED.computeIfAbsent(part.sql, Parsed::of))
                .toList();
        String text = TEXTS.computeIfAbsent(
                parsed.stream().map(Parsed::sql).toList(), statements -> String.join(";\n", statements));
        PreparedStatementCallback<Boolean> reading = statement -> {
            int index = 0;
            for (int i = 0; i < parts.size(); i++) {
                for (@Nullable Object value : parsed.get(i).values(parts.get(i).parameters)) {
                    index++;
                    StatementCreatorUtils.setParameterValue(statement, index, SqlTypeValue.TYPE_UNKNOWN, value);
                }
            }
            statement.execute();
            for (Part<?> part : parts) {
                part.read(statement);
                statement.getMoreResults();
            }
            return true;
        };
        jdbc.execute(new Text(text), reading);
    }

    /** The statements of one message; exceptions name them. */
    private record Text(String sql) implements PreparedStatementCreator, SqlProvider {

        @Override
        public PreparedStatement createPreparedStatement(Connection connection) throws SQLException {
            return connection.prepareStatement(sql);
        }

        @Override
        public String getSql() {
            return sql;
        }
    }

    /** A statement with question marks for its parameters. */
    private record Parsed(ParsedSql named, String sql) {

        static Parsed of(String sql) {
            ParsedSql named = NamedParameterUtils.parseSqlStatement(sql);
            return new Parsed(
                    named,
                    NamedParameterUtils.substituteNamedParameters(named, null).strip());
        }

        @Nullable
        Object[] values(Map<String, Object> parameters) {
            return NamedParameterUtils.buildValueArray(named, new MapSqlParameterSource(parameters), null);
        }
    }

    /** What a statement answers, once it has been sent. */
    public static final class Answer<T> implements Supplier<T> {

        private @Nullable T value;

        private Answer() {}

        @Override
        public T get() {
            if (value == null) {
                throw new IllegalStateException("The statement has not been sent");
            }
            return value;
        }
    }

    /** Reads a row. */
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** A statement and its parameters. */
    public final class Statement {

        private final String sql;
        private final Map<String, Object> parameters = new HashMap<>();

        private Statement(String sql) {
            this.sql = sql;
        }

        public Statement param(String name, Object value) {
            parameters.put(name, value);
            return this;
        }

        /** The rows of its result. */
        public <T> Answer<List<T>> rows(RowReader<T> reader) {
            return rows(reader, rows -> rows);
        }

        /** What is made of all rows of its result. */
        public <R, T> Answer<T> rows(RowReader<R> reader, Function<List<R>, T> result) {
            Part<T> part = new Part<>(sql, parameters, new Answer<>()) {
                @Override
                T answer(PreparedStatement statement) throws SQLException {
                    return read(statement.getResultSet());
                }

                @Override
                T answer(JdbcClient.StatementSpec statement) {
                    ResultSetExtractor<T> extractor = this::read;
                    return Objects.requireNonNull(statement.query(extractor));
                }

                private T read(ResultSet rows) throws SQLException {
                    List<R> read = new ArrayList<>();
                    while (rows.next()) {
                        read.add(reader.read(rows));
                    }
                    return result.apply(read);
                }
            };
            parts.add(part);
            return part.answer;
        }

        /** The number of rows that it changes. */
        public Answer<Integer> changes() {
            return changes(_ -> {});
        }

        /** @param check of the number of rows that it changes; may fail */
        public Answer<Integer> changes(IntConsumer check) {
            Part<Integer> part = new Part<>(sql, parameters, new Answer<>()) {
                @Override
                Integer answer(PreparedStatement statement) throws SQLException {
                    return checked(statement.getUpdateCount());
                }

                @Override
                Integer answer(JdbcClient.StatementSpec statement) {
                    return checked(statement.update());
                }

                private int checked(int changes) {
                    check.accept(changes);
                    return changes;
                }
            };
            parts.add(part);
            return part.answer;
        }
    }

    /** A statement and the place for its answer. */
    private abstract static class Part<T> {

        private final String sql;
        private final Map<String, Object> parameters;
        private final Answer<T> answer;

        Part(String sql, Map<String, Object> parameters, Answer<T> answer) {
            this.sql = sql;
            this.parameters = parameters;
            this.answer = answer;
        }

        /** Reads the present result of several. */
        abstract T answer(PreparedStatement statement) throws SQLException;

        /** Runs it. */
        abstract T answer(JdbcClient.StatementSpec statement);

        /** About how much is sent for it. */
        int bytes() {
            return parameters.values().stream()
                            .mapToInt(parameter -> size(parameter))
                            .sum()
                    + sql.length();
        }

        private static int size(Object parameter) {
            return switch (parameter) {
                case BinaryArray array -> array.size();
                case String text -> text.length();
                default -> Long.BYTES;
            };
        }

        void read(PreparedStatement statement) throws SQLException {
            answer.value = answer(statement);
        }

        void sendAlone(JdbcClient jdbc) {
            answer.value = answer(jdbc.sql(sql).params(parameters));
        }
    }
}
