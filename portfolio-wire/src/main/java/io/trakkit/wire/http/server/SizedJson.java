package io.trakkit.wire.http.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes JSON with a Content-Length if it is small. Without one, Tomcat writes the answer in two parts to the socket, since it
 * learns only after the first that there are no more.
 */
final class SizedJson extends JacksonJsonHttpMessageConverter {

    SizedJson(JsonMapper mapper) {
        super(mapper);
    }

    @Override
    protected void writeInternal(
            Object value, ResolvableType type, HttpOutputMessage message, @Nullable Map<String, Object> hints)
            throws IOException {
        var body = new FirstPart(message);
        super.writeInternal(
                value,
                type,
                new HttpOutputMessage() {
                    @Override
                    public OutputStream getBody() {
                        return body;
                    }

                    @Override
                    public HttpHeaders getHeaders() {
                        return message.getHeaders();
                    }
                },
                hints);
        body.complete();
    }

    /** Holds the first part, of 8,000 bytes at most, until there is a second one; the generator hands over its whole buffer. */
    private static final class FirstPart extends OutputStream {

        private final HttpOutputMessage message;
        private byte @Nullable [] held;
        private @Nullable OutputStream body;

        FirstPart(HttpOutputMessage message) {
            this.message = message;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (held == null && body == null) {
                held = Arrays.copyOfRange(bytes, from, from + length);
            } else {
                written().write(bytes, from, length);
            }
        }

        private OutputStream written() throws IOException {
            if (body == null) {
                body = message.getBody();
                if (held != null) {
                    body.write(held);
                    held = null;
                }
            }
            return body;
        }

        /** The answer has no more parts. */
        void complete() throws IOException {
            if (body == null && held != null) {
                message.getHeaders().setContentLength(held.length);
            }
            var _ = written();
        }
    }
}
