package io.trakkit.wire.json;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads one JSON value, which is never null, into a value of a type. */
@FunctionalInterface
public interface Reader<T> {

    /** @throws io.trakkit.domain.value.InvalidValueException if the JSON value is not of the right type or breaks a rule */
    T read(JsonNode value);

    /** Reads as this reader does and goes on from there, as in {@code TEXT.map(RefId::new)}. */
    default <R> Reader<R> map(Function<? super T, ? extends R> next) {
        return value -> next.apply(read(value));
    }
}
