package io.trakkit.worker.consume;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records of a batch that share one sampled context: one, or those of a bulk request. */
record TracedRecords(Context context, List<ConsumerRecord<?, ?>> records) {

    private static final String HEADER = "traceparent";

    /** Of a batch with more traces, only the first have spans. */
    private static final int MOST_TRACES = 100;

    private static final TextMapGetter<String> HEADER_ITSELF = new TextMapGetter<>() {

        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals(HEADER) ? carrier : null;
        }
    };

    static List<TracedRecords> in(List<? extends List<? extends ConsumerRecord<?, ?>>> batch) {
        Map<String, List<ConsumerRecord<?, ?>>> byHeader = new LinkedHashMap<>();
        for (List<? extends ConsumerRecord<?, ?>> ofPartition : batch) {
            for (ConsumerRecord<?, ?> record : ofPartition) {
                String sampled = sampledHeader(record);
                if (sampled != null && (byHeader.size() < MOST_TRACES || byHeader.containsKey(sampled))) {
                    byHeader.computeIfAbsent(sampled, _ -> new ArrayList<>()).add(record);
                }
            }
        }
        List<TracedRecords> traced = new ArrayList<>();
        byHeader.forEach((header, records) -> {
            TracedRecords one = new TracedRecords(
                    W3CTraceContextPropagator.getInstance().extract(Context.root(), header, HEADER_ITSELF), records);
            // A header that is no context gives none.
            if (one.span().isSampled()) {
                traced.add(one);
            }
        });
        return traced;
    }

    /** Its last hexadecimal digit holds the flag, so nearly all headers need not be parsed. */
    private static @Nullable String sampledHeader(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(HEADER);
        byte @Nullable [] value = header == null ? null : header.value();
        return value == null || value.length == 0 || !isOdd(Character.digit(value[value.length - 1], 16))
                ? null
                : new String(value, StandardCharsets.US_ASCII);
    }

    /** @param digit -1 for what is no digit */
    private static boolean isOdd(int digit) {
        return digit > 0 && digit % 2 == 1;
    }

    /** The span that published the records. */
    SpanContext span() {
        return Span.fromContext(context).getSpanContext();
    }

    ConsumerRecord<?, ?> first() {
        return records.getFirst();
    }
}
