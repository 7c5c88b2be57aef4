package io.trakkit.ingest.bulk.result;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.wire.bulk.NextRecord;
import io.trakkit.wire.http.problem.InputError;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The result of one record, in the order of the body; the last one says why none follow. */
public sealed interface RecordResult {

    /** It was refused as it stands. */
    record Refused(long line, @Nullable String refId, int status, List<InputError> errors) implements RecordResult {

        /** A record that cannot be parsed. */
        public static Refused of(NextRecord.Wrong wrong) {
            Problem problem = switch (wrong.mistake()) {
                case MALFORMED -> Problem.MALFORMED;
                case TOO_LARGE -> Problem.TOO_LARGE;
            };
            return new Refused(wrong.line(), null, problem.status(), whole(wrong.detail()));
        }

        /** A record whose fields break their rules, with its ref_id if that is valid. */
        public static Refused of(long line, ObjectNode fields, ProblemException e) {
            List<InputError> errors = e.errors().isEmpty() ? whole(e.detail()) : e.errors();
            return new Refused(line, refIdOf(fields), e.problem().status(), errors);
        }

        /** A record whose ref_id belongs to another trade or activity. */
        public static Refused conflict(long line, String refId, String detail) {
            return new Refused(
                    line,
                    refId,
                    Problem.CONFLICT.status(),
                    List.of(new InputError(InputError.Part.POINTER, "/ref_id", detail)));
        }

        private static @Nullable String refIdOf(ObjectNode fields) {
            JsonNode refId = fields.get("ref_id");
            try {
                return refId == null ? null : DomainReaders.REF_ID.read(refId).value();
            } catch (InvalidValueException e) {
                return null;
            }
        }
    }

    /** An error of the record as a whole. */
    static List<InputError> whole(String detail) {
        return List.of(new InputError(InputError.Part.POINTER, "", detail));
    }

    /** It had been published before, by the event of the question. */
    record Repeated(long line, Question question) implements RecordResult {}

    /** It has the ref_id of a record before it that was still on its way. */
    record Following(long line, TradeEvent.Creation event, PendingRecord first) implements RecordResult {}

    /** It was handed to the log. */
    record Published(long line, PendingRecord onItsWay) implements RecordResult {}

    /**
     * A row of a broker's file that is no record.
     *
     * @param missed whether the portfolio should have it, but cannot hold it
     */
    record Skipped(long line, String reason, boolean missed) implements RecordResult {}

    /** A row of a broker's file that is part of the record of another row. */
    record Joined(long line, long into) implements RecordResult {}

    /** All of the body was read. */
    record Complete() implements RecordResult {}

    /** Reading ends at this line. */
    record BrokenOff(long line, int status, String detail) implements RecordResult {}
}
