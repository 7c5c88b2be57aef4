package io.trakkit.query.stream;

import io.trakkit.access.Caller;
import io.trakkit.access.OpenCalls;
import io.trakkit.access.limits.ClientBudgets;
import io.trakkit.access.limits.Permit;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.query.Rules;
import io.trakkit.query.VisiblePortfolios;
import io.trakkit.store.query.WatchedPositions.PortfolioKey;
import io.trakkit.wire.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Streams portfolios as they change. Each stream runs on the virtual thread of its request. */
@RestController
class StreamController {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    /** The parameter for clients that cannot send headers. */
    private static final String LAST_EVENT_ID_PARAMETER = "lastEventId";

    private final VisiblePortfolios visible;
    private final Watches watches;
    private final StreamSettings settings;
    private final ClientBudgets budgets;
    private final OpenCalls calls;
    private final JsonMapper json;

    StreamController(
            VisiblePortfolios visible,
            Watches watches,
            StreamSettings settings,
            ClientBudgets budgets,
            OpenCalls calls,
            JsonMapper json) {
        this.visible = visible;
        this.watches = watches;
        this.settings = settings;
        this.budgets = budgets;
        this.calls = calls;
        this.json = json;
    }

    @GetMapping(path = "/api/v1/portfolio/{id}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void stream(
            @PathVariable String id,
            @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        QueryParameters parameters = QueryParameters.of(request);
        String seenBefore = parameters.text(LAST_EVENT_ID_PARAMETER);
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        PortfolioKey key = new PortfolioKey(portfolio.client(), portfolio.id());
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            // The server discards the body of a HEAD, so a stream would never notice that the client has gone.
            begin(response);
            return;
        }
        SeenVersions seen = Optional.ofNullable(lastEventId == null ? seenBefore : lastEventId)
                .flatMap(SeenVersions::parse)
                .orElse(null);
        Caller caller = Caller.of(request);
        try (Permit _ = budgets.stream(key.client())) {
            watches.follow(key, (watch, arrival) -> {
                begin(response);
                EventWriter events = new EventWriter(response.getOutputStream(), json);
                new PortfolioStream(watch, Rules.of(portfolio).currency(), arrival, events, settings.heartbeat(), seen)
                        .runWhile(() -> calls.isStillAllowed(caller));
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void begin(HttpServletResponse response) {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader("Cache-Control", "no-store");
        // Without it nginx would buffer events.
        response.setHeader("X-Accel-Buffering", "no");
    }
}
