package io.trakkit.ingest.inbound;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.ingest.bulk.result.RecordResult;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.wire.http.problem.InputError;
import io.trakkit.wire.json.Json;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes verdicts: the result line of a bulk request, with the partition and offset of the record in place of its line. */
final class OutcomeRecords {

    private static final int ACCEPTED = 202;
    private static final int REPEATED = 200;

    private OutcomeRecords() {}

    /** The verdict on a record, under its key unless that is too large. */
    static ProducerRecord<byte[], byte[]> of(
            ClientId client, ConsumerRecord<byte[], byte[]> record, Checked checked, TraceParent trace) {
        ObjectNode verdict = Json.strict().createObjectNode();
        verdict.put("partition", record.partition());
        verdict.put("offset", record.offset());
        switch (checked) {
            case Checked.New(var event) ->
                verdict.put("ref_id", event.booked().refId().value()).put("status", ACCEPTED);
            case Checked.Repeat(String refId) -> verdict.put("ref_id", refId).put("status", REPEATED);
            case Checked.Refused(RecordResult.Refused refused) -> {
                verdict.put("ref_id", refused.refId()).put("status", refused.status());
                ArrayNode errors = verdict.putArray("errors");
                for (InputError error : refused.errors()) {
                    ObjectNode member = errors.addObject();
                    error.json().forEach(member::put);
                }
            }
        }
        byte @Nullable [] key = record.key();
        ProducerRecord<byte[], byte[]> written = new ProducerRecord<>(
                InboundTopics.outcomes(client),
                key == null || key.length > RecordChecker.MAX_KEY_BYTES ? null : key,
                Json.strict().writeValueAsBytes(verdict));
        written.headers().add(TraceParent.HEADER, trace.bytes());
        return written;
    }
}
