package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;

import com.google.protobuf.TextFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Receives spans by OTLP over HTTP, as a collector does. */
final class SpanReceiver implements AutoCloseable {

    private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    static SpanReceiver start() throws IOException {
        SpanReceiver receiver =
                new SpanReceiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        receiver.server.createContext("/v1/traces", receiver::receive);
        receiver.server.start();
        return receiver;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (InputStream body = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(exchange.getRequestBody())
                : exchange.getRequestBody()) {
            requests.add(ExportTraceServiceRequest.parseFrom(body));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** The address of the receiver, as {@code OTEL_EXPORTER_OTLP_ENDPOINT} has it: without the path of traces. */
    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * The settings of apps that send their spans here, soon.
     *
     * @param probability the share of requests that are traced where the caller does not decide
     */
    List<String> settings(int probability) {
        return List.of(
                "--management.opentelemetry.tracing.export.otlp.endpoint=" + endpoint() + "/v1/traces",
                "--management.opentelemetry.tracing.export.schedule-delay=100ms",
                "--management.tracing.sampling.probability=" + probability);
    }

    /** All spans so far. */
    List<Span> spans() {
        return requests.stream()
                .flatMap(request -> request.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /** All that was received, as text. */
    List<String> texts() {
        return requests.stream()
                .map(TextFormat.printer().escapingNonAscii(false)::printToString)
                .toList();
    }

    /** Waits for a span. */
    Span await(String traceId, String name) {
        return patiently()
                .until(
                        () -> spans().stream()
                                .filter(span ->
                                        id(span.getTraceId().toByteArray()).equals(traceId)
                                                && span.getName().equals(name))
                                .findFirst()
                                .orElse(null),
                        SpanReceiver::isThere);
    }

    private static boolean isThere(@Nullable Span span) {
        return span != null;
    }

    static String id(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The value of an attribute as text; empty if the span has none of that name. */
    static String attribute(Span span, String name) {
        return span.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(name))
                .map(attribute -> attribute.getValue().hasIntValue()
                        ? Long.toString(attribute.getValue().getIntValue())
                        : attribute.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
