package io.trakkit.worker.deadletters;

import io.trakkit.log.HeaderSerializer;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.ListedDeadLetter;
import io.trakkit.wire.json.Utf8;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Dead letters in answers: the schemas DeadLetter, WholeDeadLetter and others of docs/openapi.yaml. */
final class DeadLetterAnswers {

    private DeadLetterAnswers() {}

    /** A dead letter in a list. */
    record Listed(
            String id,
            Instant loggedAt,
            String reason,
            String reasonInWords,
            String detail,
            String clientId,
            @Nullable String type,
            @Nullable String eventId,
            @Nullable String refId,
            @Nullable String userId,
            @Nullable Long portfolioId,
            @Nullable String ticker,
            @Nullable Outcome outcome) {

        static Listed of(ListedDeadLetter deadLetter) {
            return new Listed(
                    DeadLetterId.of(deadLetter.origin()).toString(),
                    deadLetter.loggedAt(),
                    deadLetter.reason().wireName(),
                    deadLetter.reason().inWords(),
                    deadLetter.detail(),
                    deadLetter.about().client().value(),
                    deadLetter.about().type(),
                    deadLetter.about().eventId() == null
                            ? null
                            : deadLetter.about().eventId().toString(),
                    deadLetter.about().refId(),
                    deadLetter.about().userId(),
                    deadLetter.about().portfolio(),
                    deadLetter.about().ticker(),
                    deadLetter
                            .outcome()
                            .map(outcome -> Outcome.of(outcome, deadLetter))
                            .orElse(null));
        }
    }

    /** The decision about a dead letter. */
    record Outcome(
            String outcome, String by, Instant at, @Nullable String note, boolean inLog) {

        static Outcome of(DeadLetterDecision outcome, ListedDeadLetter deadLetter) {
            return new Outcome(
                    outcome.kind().wireName(), outcome.by(), outcome.at(), outcome.note(), deadLetter.outcomeRelayed());
        }
    }

    /** A page of the list. */
    record Page(List<Listed> results, @Nullable String next) {}

    /** A dead letter with its bytes and headers. */
    record Whole(
            Listed letter,
            Origin origin,
            @Nullable Bytes key,
            @Nullable Bytes value,
            List<NamedBytes> headers,
            boolean inLog) {

        static Whole of(ListedDeadLetter.Whole whole) {
            List<NamedBytes> headers = new ArrayList<>();
            for (Header header : HeaderSerializer.read(whole.raw().headers())) {
                headers.add(new NamedBytes(header.key(), Bytes.of(header.value())));
            }
            return new Whole(
                    Listed.of(whole.deadLetter()),
                    Origin.of(whole.deadLetter()),
                    Bytes.of(whole.raw().key()),
                    Bytes.of(whole.raw().value()),
                    headers,
                    whole.deadLetter().relayed());
        }
    }

    /** The log position of the record. */
    record Origin(String topic, String topicId, int partition, long offset, Instant timestamp) {

        static Origin of(ListedDeadLetter deadLetter) {
            return new Origin(
                    deadLetter.topic(),
                    deadLetter.origin().partition().topicId().toString(),
                    deadLetter.origin().partition().partition(),
                    deadLetter.origin().offset(),
                    deadLetter.loggedAt());
        }
    }

    /** The original bytes. */
    record Bytes(String base64, @Nullable String text) {

        static @Nullable Bytes of(byte @Nullable [] bytes) {
            return bytes == null ? null : new Bytes(Base64.getEncoder().encodeToString(bytes), textOf(bytes));
        }

        private static @Nullable String textOf(byte[] bytes) {
            try {
                return Utf8.decode(bytes);
            } catch (CharacterCodingException e) {
                return null;
            }
        }
    }

    /** A header. */
    record NamedBytes(String name, @Nullable Bytes value) {}

    /** The result of a redrive. */
    record Redriven(int redriven, long pending, @Nullable String heldUpBy) {}

    /** The result of a discard. */
    record Discarded(int discarded, long pending, @Nullable String heldUpBy) {}
}
