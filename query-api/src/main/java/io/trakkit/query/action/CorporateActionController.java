package io.trakkit.query.action;

import io.trakkit.access.Caller;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.query.PathValue;
import io.trakkit.query.page.Fields;
import io.trakkit.query.page.ListShape;
import io.trakkit.query.page.Paging;
import io.trakkit.store.actions.CorporateActionPages;
import io.trakkit.store.query.page.Direction;
import io.trakkit.wire.action.CorporateActionFields;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The reads about corporate actions. */
@RestController
@RequestMapping(path = "/api/v1/corporate-action", produces = MediaType.APPLICATION_JSON_VALUE)
class CorporateActionController {

    private static final ListShape<CorporateActionPages.Key> LIST = new ListShape<>(
            "corporate-actions",
            List.of(
                    "action_id",
                    "ticker",
                    "type",
                    "per_unit",
                    "numerator",
                    "denominator",
                    CorporateActionFields.RATIO,
                    "whole",
                    "ex_date",
                    "effective_at",
                    "currency",
                    "rates",
                    "status",
                    "version",
                    "created_at",
                    "updated_at",
                    "state"),
            Map.of("effective_at", List.of("action_id")),
            new ListShape.Ordering("effective_at", Direction.DESCENDING),
            key -> List.of(key.effectiveAt().toString(), key.id().value()),
            texts -> new CorporateActionPages.Key(Instant.parse(texts.get(0)), new RefId(texts.get(1))));

    private final CorporateActionPages actions;

    CorporateActionController(CorporateActionPages actions) {
        this.actions = actions;
    }

    @Configuration(proxyBeanMethods = false)
    static class Pages {

        @Bean
        CorporateActionPages corporateActionPages(JdbcClient queryJdbc) {
            return new CorporateActionPages(queryJdbc);
        }
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<CorporateActionPages.Key> paging = Paging.read(LIST, parameters, request);
        Instant from = parameters.time("from");
        Instant to = parameters.time("to");
        if (from != null && to != null && from.isAfter(to)) {
            parameters.error("from", "must not be after the end of the span, " + to);
        }
        CorporateActionPages.Filter filter = new CorporateActionPages.Filter(
                Optional.ofNullable(parameters.value("ticker", Ticker::parse)),
                Optional.ofNullable(parameters.value("type", CorporateActionFields::type)),
                Optional.ofNullable(parameters.value("status", CorporateActionFields::isWithdrawn)),
                Optional.ofNullable(from),
                Optional.ofNullable(to));
        parameters.noOthers();
        return EntityTag.answer(
                request,
                paging.page(
                        actions.page(
                                Caller.clientOf(request),
                                filter,
                                paging.ordering().direction(),
                                paging.window()),
                        CorporateActionPages.Key::of,
                        CorporateActionController::answer));
    }

    @GetMapping("/{action_id}")
    ResponseEntity<byte[]> one(@PathVariable("action_id") String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Fields fields = Fields.read(parameters, LIST.fields());
        parameters.noOthers();
        RefId wanted = PathValue.actionId(id);
        return EntityTag.answer(
                request,
                fields.select(actions.find(Caller.clientOf(request), wanted)
                        .map(CorporateActionController::answer)
                        .orElseThrow(() -> PathValue.noCorporateAction(wanted))));
    }

    private static ObjectNode answer(CorporateActionPages.Listed listed) {
        return CorporateActionFields.answer(Json.answers().createObjectNode(), listed.action())
                .put("state", listed.refolding() ? "applying" : "applied");
    }
}
