package io.trakkit.query.activity;

import io.trakkit.access.Caller;
import io.trakkit.domain.position.AcceptedActivity;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.query.PathValue;
import io.trakkit.query.page.Fields;
import io.trakkit.query.page.ListShape;
import io.trakkit.query.page.Page;
import io.trakkit.query.page.Paging;
import io.trakkit.query.trade.HistoryAnswer;
import io.trakkit.query.trade.TradeLists;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.trades.ActivityPages;
import io.trakkit.store.query.trades.HistoryEntry;
import io.trakkit.store.query.trades.KnownActivities;
import io.trakkit.store.query.trades.KnownActivity;
import io.trakkit.store.query.trades.LogKey;
import io.trakkit.store.query.trades.RefusedTrade;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.store.query.trades.TradeHistories;
import io.trakkit.store.query.trades.TradeSort;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.trade.ActivityJson;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reads about activities. */
@RestController
@RequestMapping(path = "/api/v1/activity", produces = MediaType.APPLICATION_JSON_VALUE)
class ActivityController {

    private static final ListShape<TradeSort.Key> ACCEPTED = TradeLists.accepted("activities", ActivityJson.MEMBERS);
    private static final ListShape<LogKey> REFUSED = TradeLists.refused("refused-activities", ActivityJson.MEMBERS);

    private final ActivityPages activities;
    private final RefusedTrades refusedActivities;
    private final KnownActivities knownActivities;
    private final TradeHistories activityHistories;

    ActivityController(
            ActivityPages activities,
            RefusedTrades refusedActivities,
            KnownActivities knownActivities,
            TradeHistories activityHistories) {
        this.activities = activities;
        this.refusedActivities = refusedActivities;
        this.knownActivities = knownActivities;
        this.activityHistories = activityHistories;
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        ActivityQuery query = ActivityQuery.read(parameters, Caller.of(request));
        return EntityTag.answer(
                request,
                query.isOfRefused() ? refused(query, parameters, request) : accepted(query, parameters, request));
    }

    private Page accepted(ActivityQuery query, QueryParameters parameters, HttpServletRequest request) {
        Paging<TradeSort.Key> paging = Paging.read(ACCEPTED, parameters, request);
        parameters.noOthers();
        TradeSort by = TradeSort.valueOf(paging.ordering().field().toUpperCase(Locale.ROOT));
        return paging.page(
                activities.page(
                        Caller.clientOf(request),
                        query.filter(),
                        by,
                        paging.ordering().direction(),
                        paging.window()),
                by::keyOf,
                ActivityAnswer::of);
    }

    private Page refused(ActivityQuery query, QueryParameters parameters, HttpServletRequest request) {
        Paging<LogKey> paging = Paging.read(REFUSED, parameters, request);
        query.requireNoneOfAccepted(parameters);
        parameters.noOthers();
        return paging.page(
                refusedActivities.page(
                        Caller.clientOf(request),
                        query.refused(),
                        paging.ordering().direction(),
                        paging.window()),
                activity -> new LogKey(activity.loggedAt(), activity.origin()),
                ActivityAnswer::of);
    }

    @GetMapping("/{ref_id}")
    ResponseEntity<Object> one(@PathVariable("ref_id") String refId, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Fields fields = Fields.read(parameters, ACCEPTED.fields());
        parameters.noOthers();
        KnownActivity known = visible(request, refId);
        return EntityTag.answer(tag(known), request, fields.select(ActivityAnswer.of(known)));
    }

    private KnownActivity visible(HttpServletRequest request, String refId) {
        Caller caller = Caller.of(request);
        return knownActivities
                .find(Caller.clientOf(request), PathValue.refIdOfActivity(refId))
                .filter(known -> isVisible(known, caller))
                .orElseThrow(() -> PathValue.noActivity(refId));
    }

    private static boolean isVisible(KnownActivity known, Caller caller) {
        return switch (known) {
            case KnownActivity.Accepted(AcceptedActivity activity) ->
                caller.mayActFor(activity.activity().user());
            case KnownActivity.Refused(RefusedTrade refused) ->
                caller.user().isEmpty()
                        || refused.user().filter(caller::mayActFor).isPresent();
        };
    }

    /**
     * A rejected activity has none: neighbours turn it over without an event of its own, so its version alone would let a
     * cached answer pass for the current one, and a condition of another version must not amend it.
     */
    private static @Nullable EntityTag tag(KnownActivity known) {
        return known instanceof KnownActivity.Accepted(AcceptedActivity activity)
                        && activity.state() != TradeState.REJECTED
                ? EntityTag.strong(activity.version())
                : null;
    }

    @GetMapping("/{ref_id}/history")
    ResponseEntity<byte[]> history(@PathVariable("ref_id") String refId, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Paging<LogKey> paging = Paging.read(TradeLists.HISTORY, parameters, request);
        parameters.noOthers();
        RefId known = PathValue.refIdOfActivity(refId);
        if (Caller.of(request).user().isPresent()) {
            visible(request, refId);
        }
        Slice<HistoryEntry> events = activityHistories.page(Caller.clientOf(request), known, paging.window());
        if (events.total() == 0) {
            throw PathValue.noActivity(refId);
        }
        return EntityTag.answer(request, paging.page(events, HistoryEntry::key, HistoryAnswer::of));
    }
}
