package io.trakkit.worker.deadletters;

import io.swagger.v3.oas.annotations.media.Schema;
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

/** Dead letters as they are answered. */
final class DeadLetterAnswers {

    private DeadLetterAnswers() {}

    /** One of a list. */
    @Schema(name = "DeadLetter")
    record Listed(
            @Schema(example = "5f0c1e9a-8a3b-4b7e-9f43-0c1d2e3f4a5b:4:17")
            String id,

            @Schema(description = "The record's own time") Instant loggedAt,

            @Schema(example = "unknown_portfolio") String reason,

            @Schema(example = "The portfolio does not exist")
            String reasonInWords,

            @Schema(description = "What was wrong, with the value")
            String detail,

            String clientId,
            @Schema(example = "trade_created") @Nullable String type,
            @Nullable String eventId,
            @Schema(example = "order-4711") @Nullable String refId,
            @Nullable String userId,
            @Schema(example = "1") @Nullable Long portfolioId,
            @Schema(example = "GODREJIND") @Nullable String ticker,

            @Schema(description = "The operator's decision; null while the dead letter is open") @Nullable
            Outcome outcome) {

        static Listed of(ListedDeadLetter letter) {
            return new Listed(
                    DeadLetterId.of(letter.origin()).toString(),
                    letter.loggedAt(),
                    letter.reason().wireName(),
                    letter.reason().inWords(),
                    letter.detail(),
                    letter.about().client().value(),
                    letter.about().type(),
                    letter.about().eventId() == null
                            ? null
                            : letter.about().eventId().toString(),
                    letter.about().refId(),
                    letter.about().userId(),
                    letter.about().portfolio(),
                    letter.about().ticker(),
                    letter.outcome().map(outcome -> Outcome.of(outcome, letter)).orElse(null));
        }
    }

    /** What was done about one. */
    @Schema(name = "DeadLetterOutcome")
    record Outcome(
            @Schema(allowableValues = {"redriven", "discarded"})
            String outcome,

            String by,
            Instant at,
            @Nullable String note,

            @Schema(
                    description =
                            "Whether the decision is published to the dead-letter topic, and the copy of a redriven record to the log")
            boolean inLog) {

        static Outcome of(DeadLetterDecision outcome, ListedDeadLetter letter) {
            return new Outcome(
                    outcome.kind().wireName(), outcome.by(), outcome.at(), outcome.note(), letter.outcomeRelayed());
        }
    }

    /** A part of the list. */
    @Schema(name = "DeadLetterPage")
    record Page(
            List<Listed> results,

            @Schema(description = "The value of `after` for the next page; null on the last page") @Nullable
            String next) {}

    /** One with everything. */
    @Schema(name = "WholeDeadLetter")
    record Whole(
            Listed letter,
            Origin origin,

            @Schema(description = "Null if the record had none") @Nullable
            Bytes key,

            @Schema(description = "Null if the record had none") @Nullable
            Bytes value,

            List<NamedBytes> headers,

            @Schema(description = "Whether the dead letter is published to the dead-letter topic")
            boolean inLog) {

        static Whole of(ListedDeadLetter.Whole whole) {
            List<NamedBytes> headers = new ArrayList<>();
            for (Header header : HeaderSerializer.read(whole.raw().headers())) {
                headers.add(new NamedBytes(header.key(), Bytes.of(header.value())));
            }
            return new Whole(
                    Listed.of(whole.letter()),
                    Origin.of(whole.letter()),
                    Bytes.of(whole.raw().key()),
                    Bytes.of(whole.raw().value()),
                    headers,
                    whole.letter().relayed());
        }
    }

    /** Where the record stands in the log. */
    @Schema(name = "DeadLetterOrigin")
    record Origin(
            @Schema(example = "trakkit.trades") String topic,
            String topicId,
            int partition,
            long offset,
            Instant timestamp) {

        static Origin of(ListedDeadLetter letter) {
            return new Origin(
                    letter.topic(),
                    letter.origin().partition().topicId().toString(),
                    letter.origin().partition().partition(),
                    letter.origin().offset(),
                    letter.loggedAt());
        }
    }

    /** Bytes as they were. */
    @Schema(name = "DeadLetterBytes")
    record Bytes(
            String base64,

            @Schema(description = "The same as text; null if the bytes are not UTF-8") @Nullable
            String text) {

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
    @Schema(name = "DeadLetterHeader")
    record NamedBytes(String name, @Nullable Bytes value) {}

    /** What came of a redrive. */
    @Schema(name = "Redriven")
    record Redriven(
            @Schema(description = "Number of dead letters marked as redriven", example = "3")
            int redriven,

            @Schema(description = "Decisions not yet published to the dead-letter topic")
            long pending,

            @Schema(
                    description =
                            "Why decisions are not being published; null when they are, which takes about a second")
            @Nullable
            String heldUpBy) {}

    /** What came of discarding. */
    @Schema(name = "Discarded")
    record Discarded(
            @Schema(description = "Number of dead letters marked as discarded", example = "3")
            int discarded,

            @Schema(description = "Decisions not yet published to the dead-letter topic")
            long pending,

            @Schema(
                    description =
                            "Why decisions are not being published; null when they are, which takes about a second")
            @Nullable
            String heldUpBy) {}
}
