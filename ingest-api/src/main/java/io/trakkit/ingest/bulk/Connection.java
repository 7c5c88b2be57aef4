package io.trakkit.ingest.bulk;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that a request came by. Tomcat gives a caller seconds to read when an answer has filled the buffers; one
 * that sends a large body before it reads anything needs longer, and is watched by us instead.
 */
final class Connection {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final SocketWrapperBase<?> socket;
    private final long readTimeout;
    private final long writeTimeout;

    private Connection(SocketWrapperBase<?> socket) {
        this.socket = socket;
        readTimeout = socket.getReadTimeout();
        writeTimeout = socket.getWriteTimeout();
    }

    /** The one that this thread's request came by; empty in a server that is not ours. */
    static Optional<Connection> current() {
        return DuplexProtocol.SOCKET.isBound()
                ? Optional.of(new Connection(DuplexProtocol.SOCKET.get()))
                : Optional.empty();
    }

    /** Lets reads and writes wait so long. */
    void wait(Duration atMost) {
        socket.setReadTimeout(atMost.toMillis());
        socket.setWriteTimeout(atMost.toMillis());
    }

    /** Lets reads and writes wait as long as before. */
    void restore() {
        socket.setReadTimeout(readTimeout);
        socket.setWriteTimeout(writeTimeout);
    }

    /** Breaks it off. Who waits for it notices when interrupted. */
    void cut() {
        try {
            // Not the wrapper: closing that would hand its channel to the next connection while threads still use it.
            if (socket.getSocket() instanceof NioChannel channel) {
                channel.getIOChannel().close();
            }
        } catch (IOException e) {
            log.debug("The connection can't be closed", e);
        }
    }
}
