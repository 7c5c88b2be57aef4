package io.trakkit.wire.http.server;

import io.trakkit.wire.http.problem.BodyException;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.Quoted;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Decodes request bodies with {@code Content-Encoding: gzip}. Who reads the request sees the plain body, of unknown
 * length and without the header, as it comes: a limit on the body is one on what it holds, and what a body could
 * swell to is never in memory.
 */
final class ContentCoding {

    private static final int BUFFER = 8 * 1024;

    private ContentCoding() {}

    /**
     * The request with its body decoded.
     *
     * @throws ProblemException 415 if the body has another coding
     */
    static HttpServletRequest decoded(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.CONTENT_ENCODING) == null) {
            return request;
        }
        String coding = String.join(",", Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)))
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (coding) {
            case "identity", "" -> new Undecoded(request);
            case "gzip", "x-gzip" -> new Gunzipped(request);
            default ->
                throw ProblemException.of(
                                Problem.UNSUPPORTED_MEDIA_TYPE,
                                "Content-Encoding " + Quoted.of(coding)
                                        + " is not supported; send the body with gzip or without a content coding")
                        .withHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
        };
    }

    /** Without the header of the coding. */
    private static class Undecoded extends HttpServletRequestWrapper {

        Undecoded(HttpServletRequest request) {
            super(request);
        }

        boolean isHidden(String header) {
            return header.equalsIgnoreCase(HttpHeaders.CONTENT_ENCODING);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isHidden(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            List<String> names = Collections.list(super.getHeaderNames());
            names.removeIf(this::isHidden);
            return Collections.enumeration(names);
        }
    }

    private static final class Gunzipped extends Undecoded {

        private @Nullable ServletInputStream body;

        Gunzipped(HttpServletRequest request) {
            super(request);
        }

        @Override
        boolean isHidden(String header) {
            return super.isHidden(header) || header.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH);
        }

        @Override
        public int getContentLength() {
            return -1;
        }

        @Override
        public long getContentLengthLong() {
            return -1;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            ServletInputStream opened = body;
            if (opened == null) {
                opened = new GunzippedBody(super.getInputStream());
                body = opened;
            }
            return opened;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class GunzippedBody extends ServletInputStream {

        private final InputStream compressed;
        private @Nullable GZIPInputStream content;
        private boolean finished;

        GunzippedBody(InputStream compressed) {
            this.compressed = new Unhurried(compressed);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                GZIPInputStream opened = content;
                if (opened == null) {
                    opened = new GZIPInputStream(compressed, BUFFER);
                    content = opened;
                }
                int read = opened.read(bytes, from, length);
                finished |= read < 0;
                return read;
            } catch (ZipException e) {
                throw new BodyException("The body is not valid gzip", e);
            } catch (EOFException e) {
                throw new BodyException("The gzip body ends too early", e);
            }
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("Compressed bodies are read by their request's own thread");
        }
    }

    /**
     * Says that more may come. GZIPInputStream takes a member for the last one if nothing is there at that moment, which
     * over a network means nothing.
     */
    private static final class Unhurried extends FilterInputStream {

        Unhurried(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 1;
        }
    }
}
