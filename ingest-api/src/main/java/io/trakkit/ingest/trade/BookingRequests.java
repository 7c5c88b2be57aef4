package io.trakkit.ingest.trade;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.IfMatch;
import io.trakkit.ingest.request.Prefer;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.wire.http.BodyReader;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Serves the requests that post or amend one trade or one activity. */
@Component
final class BookingRequests {

    private final BookingReader reader;
    private final BookingPosting posting;
    private final BookingAmending amending;
    private final BookingAnswers answers;
    private final Clock clock;

    BookingRequests(
            BookingReader reader,
            BookingPosting posting,
            BookingAmending amending,
            BookingAnswers answers,
            Clock clock) {
        this.reader = reader;
        this.posting = posting;
        this.amending = amending;
        this.answers = answers;
        this.clock = clock;
    }

    /** The headers of a request that say when an amendment counts. */
    record Conditions(IfMatch condition, Optional<IdempotencyKey> idempotencyKey) {

        static Conditions of(HttpServletRequest request) {
            return new Conditions(IfMatch.of(request), IdempotencyKey.of(request));
        }
    }

    ResponseEntity<ObjectNode> post(BookingKind kind, HttpServletRequest request) {
        ClientId client = Caller.clientOf(request);
        Instant receivedAt = receivedNow();
        Optional<IdempotencyKey> idempotencyKey = IdempotencyKey.of(request);
        BookingReader.Posted posted = reader.read(
                kind,
                BodyReader.readObject(request),
                Caller.of(request),
                receivedAt,
                () -> BookingPosting.generatedRefId(client, idempotencyKey, receivedAt));
        BookingPosting.Result result =
                posting.post(client, posted, receivedAt, idempotencyKey, TraceParent.of(request));
        return answers.answer(
                result.booking().published().orElseThrow(),
                result.booking(),
                posted.portfolioAsText(),
                Prefer.wait(request),
                result.repeat() ? HttpStatus.OK : HttpStatus.CREATED);
    }

    ResponseEntity<ObjectNode> amend(
            BookingKind kind,
            RefId refId,
            BookingAmending.Reading reading,
            Conditions conditions,
            Instant receivedAt,
            HttpServletRequest request) {
        BookingAmending.Result result = amending.amend(
                Caller.of(request),
                kind,
                refId,
                reading,
                conditions.condition(),
                conditions.idempotencyKey(),
                receivedAt,
                TraceParent.of(request));
        return answers.answer(result.question(), result.booking(), false, Prefer.wait(request), HttpStatus.OK);
    }

    Instant receivedNow() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
