package io.trakkit.wire.http.server;

import io.trakkit.wire.http.ApiPaths;
import io.trakkit.wire.http.Hosts;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.http.problem.Quoted;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why Tomcat refused a request. It keeps most causes to itself, so they are found by examining the request
 * again. Some it puts into the message of an exception, which is recognised by Tomcat's own templates, in the
 * language of the machine.
 */
final class RefusedRequest {

    private static final StringManager HTTP_WORDS = StringManager.getManager("org.apache.coyote.http11");
    private static final StringManager HEADER_WORDS = StringManager.getManager("org.apache.tomcat.util.http");
    private static final StringManager PARSER_WORDS = StringManager.getManager("org.apache.tomcat.util.http.parser");

    private static final Pattern TO_BE_ENCODED = Pattern.compile("[\"#<>\\\\^`{|}\\[\\]]");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2}).{0,2}");
    private static final Pattern REFUSED_ESCAPE = Pattern.compile("%(?:2F|5C|00)", Pattern.CASE_INSENSITIVE);

    private static final Pattern AUTHORITY = Pattern.compile(" https?://([^/ ?]*)$", Pattern.CASE_INSENSITIVE);

    private final Request request;
    private final org.apache.coyote.Request raw;
    private final String words;
    private final @Nullable Throwable failure;

    private RefusedRequest(Request request, @Nullable Throwable failure) {
        this.request = request;
        this.failure = failure;
        raw = request.getCoyoteRequest();
        words = failure == null ? "" : String.valueOf(failure.getMessage());
    }

    /** The problem of a request that was answered with the status before Spring MVC saw it, or by a filter that failed. */
    static ProblemException problem(int status, Request request, @Nullable Throwable failure) {
        return switch (status) {
            case 400 -> new RefusedRequest(request, failure).problem();
            case 405 -> methodNotAllowed(request);
            case 408 -> ProblemException.of(Problem.MALFORMED, "The request did not arrive in time");
            case 417 -> ProblemException.of(Problem.MALFORMED, "Expect must be 100-continue");
            default -> {
                Problem problem = Problem.ofStatus(status);
                yield ProblemException.of(problem, problem.generalDetail());
            }
        };
    }

    /** TRACE, which Tomcat answers itself. */
    private static ProblemException methodNotAllowed(Request request) {
        var methods = ApiPaths.methodsOf(request);
        return methods.isEmpty()
                ? ProblemException.of(Problem.NOT_FOUND, Problem.NOT_FOUND.generalDetail())
                : ProblemAdvice.methodNotAllowed(methods);
    }

    private ProblemException problem() {
        if (words.equals(HTTP_WORDS.getString("iib.requestheadertoolarge.error"))) {
            return tooLarge();
        }
        if (argument(HEADER_WORDS, "headers.maxCountFail") != null) {
            return ProblemException.of(
                    Problem.HEADERS_TOO_LARGE,
                    "The request has more than " + raw.getMimeHeaders().size() + " headers");
        }
        return ProblemException.of(Problem.MALFORMED, malformed());
    }

    private ProblemException tooLarge() {
        int limit = limit();
        boolean endOfUrlSeen = !raw.requestURI().isNull();
        int url = raw.requestURI().getLength() + Math.max(0, raw.queryString().getLength());
        if (!endOfUrlSeen || url > limit / 2) {
            return ProblemException.of(
                    Problem.URL_TOO_LONG,
                    "The URL is longer than " + size(limit) + ", which URL and headers may have together");
        }
        return ProblemException.of(
                Problem.HEADERS_TOO_LARGE,
                "The headers are larger than " + size(limit) + ", which URL and headers may have together");
    }

    private int limit() {
        ProtocolHandler protocol = request.getConnector().getProtocolHandler();
        return protocol instanceof AbstractHttp11Protocol<?> http
                ? http.getMaxHttpRequestHeaderSize()
                : Integer.MAX_VALUE;
    }

    private static String size(int bytes) {
        return bytes % 1024 == 0 ? bytes / 1024 + " KB" : bytes + " bytes";
    }

    private String malformed() {
        String target = argument(HTTP_WORDS, "iib.invalidRequestTarget");
        if (target != null) {
            return badTarget(target);
        }
        String method = argument(HTTP_WORDS, "iib.invalidmethod");
        if (method != null) {
            return "The method is not valid: " + Quoted.of(method);
        }
        String protocol = argument(HTTP_WORDS, "iib.invalidHttpProtocol");
        if (protocol != null) {
            return "The request line ends with " + Quoted.of(protocol) + " in place of HTTP/1.1";
        }
        String header = argument(PARSER_WORDS, "httpHeaderParser.invalidHeader");
        if (header != null) {
            return badHeader(header);
        }
        if (failure instanceof BadRequestException) {
            return "The chunks of the body are not valid";
        }
        String host = badHost();
        if (host != null) {
            return host;
        }
        String length = badLength();
        if (length != null) {
            return length;
        }
        String url = badUrl();
        if (url != null) {
            return url;
        }
        String body = unfinishedBody();
        return body == null ? Problem.MALFORMED.generalDetail() : body;
    }

    private static String badTarget(String target) {
        Matcher character = TO_BE_ENCODED.matcher(target);
        return character.find()
                ? "\"" + character.group() + "\" in the URL must be percent-encoded"
                : "The URL has a control character or one beyond ASCII; it must be percent-encoded";
    }

    /** The value is not repeated: it may be a secret. */
    private static String badHeader(String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? "A header line has no colon: " + Quoted.of(line)
                : "The header " + Quoted.of(line.substring(0, colon)) + " has a character that is not allowed";
    }

    private @Nullable String badHost() {
        List<String> hosts = values("Host");
        if (hosts.isEmpty()) {
            return "HTTP/1.1".equals(text(raw.protocol())) ? "The Host header is missing" : null;
        }
        if (hosts.size() > 1) {
            return "There is more than one Host header";
        }
        String host = hosts.getFirst();
        return host.isEmpty() || Hosts.isHost(host)
                ? null
                : "Host must be a host and perhaps a port, not " + Quoted.of(host);
    }

    private @Nullable String badLength() {
        List<String> lengths = values("Content-Length");
        if (lengths.size() > 1) {
            return "There is more than one Content-Length header";
        }
        if (!lengths.isEmpty() && !lengths.getFirst().matches("[0-9]{1,18}")) {
            return "Content-Length is not a number of bytes: " + Quoted.of(lengths.getFirst());
        }
        List<String> codings = values("Transfer-Encoding");
        return codings.isEmpty() || codings.equals(List.of("chunked"))
                ? null
                : "Transfer-Encoding must be chunked, not " + Quoted.of(String.join(", ", codings));
    }

    private @Nullable String unfinishedBody() {
        if (!values("Transfer-Encoding").isEmpty()) {
            return "The chunked body ended without its last chunk";
        }
        return raw.getBytesRead() < raw.getContentLengthLong() ? "The body ended before its Content-Length" : null;
    }

    /** The host of an absolute URL: Tomcat keeps the path only, but the request line is still in its buffer. */
    private @Nullable String badAuthority() {
        ByteChunk path = raw.requestURI().getByteChunk();
        if (path.isNull()) {
            return null;
        }
        String before = new String(path.getBuffer(), 0, path.getStart(), StandardCharsets.ISO_8859_1);
        Matcher authority = AUTHORITY.matcher(before);
        if (!authority.find()) {
            return null;
        }
        String named = authority.group(1);
        if (!Hosts.isHost(named)) {
            return "The URL must name a host and perhaps a port of 1 to 65535, not " + Quoted.of(named);
        }
        String host = String.join(", ", values("Host"));
        return named.equalsIgnoreCase(host)
                ? null
                : "The URL names the host " + Quoted.of(named) + ", but the Host header " + Quoted.of(host);
    }

    private static boolean isUtf8(String path) {
        byte[] bytes = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private @Nullable String badUrl() {
        String path = text(raw.requestURI());
        Matcher refused = REFUSED_ESCAPE.matcher(path);
        if (refused.find()) {
            return "The path contains " + refused.group() + ", which is not allowed";
        }
        Matcher bad = BAD_ESCAPE.matcher(path);
        if (bad.find()) {
            return Quoted.of(bad.group()) + " in the path is not a percent-encoded byte";
        }
        Matcher character = TO_BE_ENCODED.matcher(path);
        if (character.find()) {
            return "\"" + character.group() + "\" in the URL must be percent-encoded";
        }
        if (!path.startsWith("/")) {
            return "The URL must be a path that begins with /, or the whole address with the host of the Host header";
        }
        if (!isUtf8(path)) {
            return "The path is not valid UTF-8 after decoding";
        }
        String authority = badAuthority();
        if (authority != null) {
            return authority;
        }
        return path.contains("..") ? "The path leads above its root by \"..\"" : null;
    }

    private List<String> values(String header) {
        return Collections.list(raw.getMimeHeaders().values(header));
    }

    private static String text(MessageBytes bytes) {
        return bytes.isNull() ? "" : bytes.toString();
    }

    /** The value in Tomcat's message; null if it is another message. */
    private @Nullable String argument(StringManager messages, String key) {
        String template = messages.getString(key);
        if (template == null) {
            throw new IllegalStateException("Tomcat has no message " + key);
        }
        try {
            return String.valueOf(new MessageFormat(template).parse(words)[0]);
        } catch (ParseException e) {
            return null;
        }
    }
}
