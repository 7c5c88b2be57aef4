package io.trakkit.ingest.bulk;

import java.io.IOException;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tomcat's HTTP/1.1, with the socket at hand for a request that is read and answered at the same time. */
public final class DuplexProtocol extends Http11NioProtocol {

    static final ScopedValue<SocketWrapperBase<?>> SOCKET = ScopedValue.newInstance();

    @Override
    protected Processor createProcessor() {
        return new Http11Processor(this, getAdapter()) {
            @Override
            public SocketState service(SocketWrapperBase<?> socket) throws IOException {
                return ScopedValue.where(SOCKET, socket).call(() -> super.service(socket));
            }
        };
    }
}
