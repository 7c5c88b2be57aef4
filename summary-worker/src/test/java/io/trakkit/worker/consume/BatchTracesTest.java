package io.trakkit.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.SimpleTransactionStatus;

class BatchTracesTest {

    private static final String PUBLISH = "00f067aa0ba902b7";
    private static final String SAMPLED = header(1, "01");

    private final Exported exported = new Exported();
    private final BatchTraces traces = BatchTraces.of(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build());

    private static final class Exported implements SpanExporter {

        private final List<SpanData> spans = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        List<SpanData> named(String name) {
            return spans.stream().filter(span -> span.getName().equals(name)).toList();
        }
    }

    private static String header(int trace, String flags) {
        return "00-4bf92f3577b34da6a3ce929d%08x-".formatted(trace) + PUBLISH + '-' + flags;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable String header) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("trakkit.trades", 3, offset, null, new byte[0]);
        if (header != null) {
            record.headers().add("traceparent", header.getBytes(StandardCharsets.US_ASCII));
        }
        return record;
    }

    private String commit() {
        SimpleTransactionStatus transaction = new SimpleTransactionStatus();
        traces.beforeCommit(transaction);
        traces.afterCommit(transaction, null);
        return "applied";
    }

    @Test
    void aBatchOfThreeHasItsOwnTraceAndASpanInThatOfTheTracedRecord() {
        String result = traces.apply(
                List.of(List.of(record(7, header(2, "00")), record(8, SAMPLED)), List.of(record(9, null))),
                this::commit);

        assertThat(result).isEqualTo("applied");
        assertThat(exported.spans).hasSize(4);
        SpanData batch = exported.named("apply batch").getFirst();
        SpanData apply = exported.named("apply trakkit.trades").getFirst();
        assertThat(batch.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly(PUBLISH);
        assertThat(batch.getAttributes().toString()).contains("messaging.batch.message_count=3");
        assertThat(apply.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d00000001");
        assertThat(apply.getParentSpanId()).isEqualTo(PUBLISH);
        assertThat(apply.getLinks()).extracting(LinkData::getSpanContext).containsExactly(batch.getSpanContext());
        assertThat(apply.getAttributes().toString())
                .contains("messaging.kafka.offset=8", "messaging.destination.partition.id=3");
        assertThat(exported.named("commit"))
                .extracting(SpanData::getParentSpanId)
                .containsExactly(batch.getSpanId(), apply.getSpanId());
    }

    @Test
    void recordsOfOneContextShareASpan() {
        traces.apply(List.of(List.of(record(7, SAMPLED), record(8, SAMPLED))), this::commit);

        assertThat(exported.named("apply trakkit.trades"))
                .singleElement()
                .satisfies(apply -> assertThat(apply.getAttributes().toString())
                        .contains("messaging.kafka.offset=7", "messaging.batch.message_count=2"));
    }

    @Test
    void ofABatchWith101TracesTheFirst100AreShown() {
        traces.apply(
                List.of(IntStream.rangeClosed(1, 101)
                        .mapToObj(i -> record(i, header(i, "01")))
                        .toList()),
                this::commit);

        assertThat(exported.named("apply trakkit.trades"))
                .hasSize(100)
                .noneMatch(span -> span.getTraceId().endsWith("%08x".formatted(101)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", "1", "", "nonsense-01"})
    void aBatchWithoutASampledContextHasNoSpan(String header) {
        assertThat(traces.apply(List.of(List.of(record(7, header))), this::commit))
                .isEqualTo("applied");

        assertThat(exported.spans).isEmpty();
    }

    @Test
    void aCommitThatFailsIsShownAsSuch() {
        assertThatThrownBy(() -> traces.apply(List.of(List.of(record(7, SAMPLED))), () -> {
                    SimpleTransactionStatus transaction = new SimpleTransactionStatus();
                    traces.beforeCommit(transaction);
                    traces.afterRollback(transaction, null);
                    throw new IllegalStateException("the connection is gone");
                }))
                .hasMessage("the connection is gone");

        assertThat(exported.spans)
                .hasSize(4)
                .allSatisfy(span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
        assertThat(exported.named("apply trakkit.trades").getFirst().getEvents())
                .extracting(event -> event.getAttributes().toString())
                .singleElement()
                .asString()
                .contains("the connection is gone");
    }

    @Test
    void aTransactionOutsideABatchHasNoSpan() {
        traces.apply(List.of(List.of(record(7, SAMPLED))), () -> "nothing to commit");
        commit();

        assertThat(exported.named("commit")).isEmpty();
    }

    @Test
    void withoutTracesOnlyTheWorkIsDone() {
        assertThat(BatchTraces.none().apply(List.of(List.of(record(7, SAMPLED))), () -> "applied"))
                .isEqualTo("applied");
    }
}
