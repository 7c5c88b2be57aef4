package io.trakkit.query.booking;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import io.trakkit.store.query.trades.ActivityFilter;
import io.trakkit.store.query.trades.ActivityPages;
import io.trakkit.store.query.trades.BookingCriteria;
import io.trakkit.store.query.trades.KnownBookings;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.store.query.trades.TradeHistories;
import io.trakkit.store.query.trades.TradeSort;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.trade.ActivityJson;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reads about activities. */
@RestController
@RequestMapping(path = "/api/v1/activity", produces = MediaType.APPLICATION_JSON_VALUE)
class ActivityController extends BookingController<ActivityFilter> {

    private final ActivityPages activities;

    ActivityController(
            ActivityPages activities,
            KnownBookings known,
            RefusedTrades refusedActivities,
            TradeHistories activityHistories) {
        super(BookingKind.ACTIVITY, "activities", ActivityJson.MEMBERS, known, refusedActivities, activityHistories);
        this.activities = activities;
    }

    @Override
    ActivityFilter filter(BookingCriteria criteria, QueryParameters parameters) {
        return new ActivityFilter(criteria, Optional.ofNullable(parameters.value("type", ActivityType::parse)));
    }

    @Override
    Map<String, Optional<?>> own(ActivityFilter filter) {
        return Map.of("type", filter.type());
    }

    @Override
    Slice<AcceptedActivity> page(
            ClientId client, ActivityFilter filter, TradeSort by, Direction direction, Window<TradeSort.Key> window) {
        return activities.page(client, filter, by, direction, window);
    }
}
