package io.trakkit.ingest.trade;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.IfMatch;
import io.trakkit.ingest.request.PathValue;
import io.trakkit.ingest.request.Prefer;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.wire.http.BodyReader;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The writes about trades. Each is answered only after Kafka has acknowledged it. */
@RestController
@RequestMapping(path = "/api/v1/trade", produces = MediaType.APPLICATION_JSON_VALUE)
class TradeController {

    private final TradeReader reader;
    private final TradePosting posting;
    private final TradeAmending amending;
    private final TradeAnswers answers;
    private final Clock clock;

    TradeController(
            TradeReader reader, TradePosting posting, TradeAmending amending, TradeAnswers answers, Clock clock) {
        this.reader = reader;
        this.posting = posting;
        this.amending = amending;
        this.answers = answers;
        this.clock = clock;
    }

    @PostMapping
    ResponseEntity<ObjectNode> post(HttpServletRequest request) {
        ClientId client = Caller.clientOf(request);
        Instant receivedAt = receivedNow();
        Optional<IdempotencyKey> idempotencyKey = IdempotencyKey.of(request);
        TradeReader.Posted posted = reader.readTrade(
                BodyReader.readObject(request),
                Caller.of(request),
                receivedAt,
                () -> TradePosting.generatedRefId(client, idempotencyKey, receivedAt));
        TradePosting.Result result = posting.post(client, posted, receivedAt, idempotencyKey, TraceParent.of(request));
        return answers.answer(
                result.trade().published().orElseThrow(),
                result.trade(),
                posted.portfolioAsText(),
                Prefer.wait(request),
                result.repeat() ? HttpStatus.OK : HttpStatus.CREATED);
    }

    @PatchMapping("/{ref_id}")
    ResponseEntity<ObjectNode> amend(@PathVariable("ref_id") String refId, HttpServletRequest request) {
        return amend(refId, request, false);
    }

    @PutMapping("/{ref_id}")
    ResponseEntity<ObjectNode> replace(@PathVariable("ref_id") String refId, HttpServletRequest request) {
        return amend(refId, request, true);
    }

    private ResponseEntity<ObjectNode> amend(String path, HttpServletRequest request, boolean whole) {
        RefId refId = PathValue.read("ref_id", path, RefId::new);
        IfMatch condition = IfMatch.of(request);
        Optional<IdempotencyKey> idempotencyKey = IdempotencyKey.of(request);
        Amendment amendment = reader.readAmendment(BodyReader.readObject(request), whole);
        TradeAmending.Result result = amending.amend(
                Caller.of(request),
                refId,
                amendment,
                condition,
                idempotencyKey,
                receivedNow(),
                TraceParent.of(request));
        return answers.answer(result.question(), result.trade(), false, Prefer.wait(request), HttpStatus.OK);
    }

    private Instant receivedNow() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
