package io.trakkit.ingest.trade;

import io.trakkit.access.Caller;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.request.PathValue;
import io.trakkit.wire.http.BodyReader;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * The writes about activities. Each is answered only after Kafka has acknowledged it. What an amendment can change depends on
 * the type of the activity, so it is read after the activity is found.
 */
@RestController
@RequestMapping(path = "/api/v1/activity", produces = MediaType.APPLICATION_JSON_VALUE)
class ActivityController {

    private final BookingReader reader;
    private final BookingRequests requests;

    ActivityController(BookingReader reader, BookingRequests requests) {
        this.reader = reader;
        this.requests = requests;
    }

    @PostMapping
    ResponseEntity<ObjectNode> post(HttpServletRequest request) {
        return requests.post(BookingKind.ACTIVITY, request);
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
        Instant receivedAt = requests.receivedNow();
        BookingRequests.Conditions conditions = BookingRequests.Conditions.of(request);
        ObjectNode body = BodyReader.readObject(request);
        return requests.amend(
                BookingKind.ACTIVITY,
                refId,
                (activity, first) -> reader.readAmendment(
                        body, whole, receivedAt, Caller.clientOf(request), (Activity) activity, first),
                conditions,
                receivedAt,
                request);
    }
}
