package io.trakkit.wire.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Samples a span that links to a sampled one, such as the transaction of a batch with a traced record. Else another sampler
 * decides.
 */
final class LinkSampler implements Sampler {

    private final Sampler others;

    LinkSampler(Sampler others) {
        this.others = others;
    }

    @Override
    public SamplingResult shouldSample(
            Context parentContext,
            String traceId,
            String name,
            SpanKind spanKind,
            Attributes attributes,
            List<LinkData> parentLinks) {
        return parentLinks.stream().anyMatch(link -> link.getSpanContext().isSampled())
                ? SamplingResult.recordAndSample()
                : others.shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
    }

    @Override
    public String getDescription() {
        return "LinkSampler{" + others.getDescription() + "}";
    }
}
