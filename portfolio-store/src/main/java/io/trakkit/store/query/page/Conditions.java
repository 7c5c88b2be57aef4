package io.trakkit.store.query.page;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The conditions of a statement, put together from constant texts, and the values that they compare with. A condition
 * that is not asked for is left out, so that the planner sees only what counts.
 */
public final class Conditions {

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> values = new HashMap<>();

    /** Adds a value that the statement names elsewhere. */
    public Conditions with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    public Conditions and(String condition) {
        text.append(" AND ").append(condition);
        return this;
    }

    public Conditions and(String condition, String name, Object value) {
        return with(name, value).and(condition);
    }

    /** Adds the condition if there is a value to compare with. */
    public <T> Conditions and(String condition, String name, Optional<T> value, Function<T, Object> toSql) {
        value.ifPresent(wanted -> and(condition, name, toSql.apply(wanted)));
        return this;
    }

    /** These conditions and those, with the values of both. */
    public Conditions and(Conditions others) {
        Conditions both = new Conditions();
        both.text.append(text).append(others.text);
        both.values.putAll(values);
        both.values.putAll(others.values);
        return both;
    }

    /** Each condition with an AND before it, to follow a condition that is always there. */
    public String text() {
        return text.toString();
    }

    public Map<String, Object> values() {
        return values;
    }
}
