package io.trakkit.access.limits;

/** One of the bulk requests or streams that a client may have at once. To be closed at its end. */
@FunctionalInterface
public interface Permit extends AutoCloseable {

    @Override
    void close();
}
