package io.trakkit.ingest.request;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code traceparent} of a request (W3C Trace Context): that of the span under way, where there are traces; else the caller's,
 * or a new one.
 */
public record TraceParent(String value) {

    /** The name of the header, in HTTP and in Kafka. */
    public static final String HEADER = "traceparent";

    private static final Pattern VALID =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    public static TraceParent of(HttpServletRequest request) {
        SpanContext current = Span.current().getSpanContext();
        return current.isValid() ? of(current) : of(request.getHeader(HEADER));
    }

    /** @param span a valid one */
    public static TraceParent of(SpanContext span) {
        return new TraceParent("00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex());
    }

    /** @param header the header of a request or record; null if it has none */
    public static TraceParent of(@Nullable String header) {
        return new TraceParent(header != null && VALID.matcher(header).matches() ? header : fresh());
    }

    /** A new trace, not sampled: it only links the records of a request. */
    private static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long low = random.nextLong(1, Long.MAX_VALUE);
        return "00-%016x%016x-%016x-00".formatted(random.nextLong(), low, random.nextLong(1, Long.MAX_VALUE));
    }

    /** The bytes of the record's header. */
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.US_ASCII);
    }
}
