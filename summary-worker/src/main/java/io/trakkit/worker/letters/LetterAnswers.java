package io.trakkit.worker.letters;

import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.store.FiledLetter;
import io.trakkit.store.LetterOutcome;
import io.trakkit.wire.json.Utf8;
import io.trakkit.worker.log.HeaderBytes;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Dead letters as they are answered. */
final class LetterAnswers {

    private LetterAnswers() {}

    /** One of a list. */
    @Schema(name = "DeadLetter")
    record Listed(
            @Schema(example = "5f0c1e9a-8a3b-4b7e-9f43-0c1d2e3f4a5b:4:17")
            String id,

            @Schema(description = "The record's own time") Instant loggedAt,

            @Schema(example = "unknown_portfolio") String reason,

            @Schema(example = "There was no such portfolio") String reasonInWords,

            @Schema(description = "What exactly was wrong") String detail,

            String clientId,
            @Schema(example = "trade_created") @Nullable String type,
            @Nullable String eventId,
            @Schema(example = "order-4711") @Nullable String refId,
            @Nullable String userId,
            @Schema(example = "1") @Nullable Long portfolioId,
            @Schema(example = "GODREJIND") @Nullable String ticker,

            @Schema(description = "What was done about it; null while it is open") @Nullable
            Outcome outcome) {

        static Listed of(FiledLetter letter) {
            return new Listed(
                    LetterId.of(letter.origin()).toString(),
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

            @Schema(description = "Whether the log says so, too, and holds the copy of a redriven one")
            boolean inLog) {

        static Outcome of(LetterOutcome outcome, FiledLetter letter) {
            return new Outcome(
                    outcome.kind().wireName(), outcome.by(), outcome.at(), outcome.note(), letter.outcomeRelayed());
        }
    }

    /** A part of the list. */
    @Schema(name = "DeadLetterPage")
    record Page(
            List<Listed> results,

            @Schema(description = "What to pass as after for the next part; null where there is none") @Nullable
            String next) {}

    /** One with everything. */
    @Schema(name = "WholeDeadLetter")
    record Whole(
            Listed letter,
            Origin origin,

            @Schema(description = "Null where the record had none") @Nullable
            Bytes key,

            @Schema(description = "Null where the record had none") @Nullable
            Bytes value,

            List<NamedBytes> headers,

            @Schema(description = "Whether it stands in the dead-letter topic")
            boolean inLog) {

        static Whole of(FiledLetter.Whole whole) {
            List<NamedBytes> headers = new ArrayList<>();
            for (Header header : HeaderBytes.read(whole.raw().headers())) {
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

        static Origin of(FiledLetter letter) {
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

            @Schema(description = "The same as text; null where they are not UTF-8") @Nullable
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
            @Schema(description = "How many were noted as redriven", example = "3")
            int redriven,

            @Schema(description = "Of how many decisions, of all that there ever were, the log is still to be told")
            long pending,

            @Schema(description = "Why the log is not told at present; null where it is, within a second or so")
            @Nullable
            String heldUpBy) {}

    /** What came of discarding. */
    @Schema(name = "Discarded")
    record Discarded(
            @Schema(description = "How many were noted as discarded", example = "3")
            int discarded,

            @Schema(description = "Of how many decisions, of all that there ever were, the log is still to be told")
            long pending,

            @Schema(description = "Why the log is not told at present; null where it is, within a second or so")
            @Nullable
            String heldUpBy) {}
}
