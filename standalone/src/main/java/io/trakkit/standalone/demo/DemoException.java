package io.trakkit.standalone.demo;

/** The demonstration cannot continue. The message is written for the person at the terminal. */
public final class DemoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
