package io.trakkit.query.performance;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.returns.Interval;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.query.CostMethods;
import io.trakkit.query.VisiblePortfolios;
import io.trakkit.wire.http.EntityTag;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.json.Printable;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers the performance of portfolios. */
@RestController
class PerformanceController {

    private static final int MOST_INTERVALS = 1_000;
    private static final String FROM = "from";

    private final VisiblePortfolios visible;
    private final Performances performances;
    private final Clock clock = Clock.systemUTC();

    PerformanceController(VisiblePortfolios visible, Performances performances) {
        this.visible = visible;
        this.performances = performances;
    }

    @GetMapping(path = "/api/v1/portfolio/{id}/performance", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> performance(@PathVariable String id, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Interval interval = Objects.requireNonNullElse(parameters.value("interval", Interval::parse), Interval.DAY);
        ZoneId zone = Objects.requireNonNullElse(parameters.value("tz", PerformanceController::zone), ZoneOffset.UTC);
        List<Instant> times = times(parameters, interval, zone);
        CostMethod method = CostMethods.read(parameters);
        parameters.noOthers();
        Portfolio portfolio = visible.find(request, id);
        try {
            return EntityTag.answer(request, PerformanceAnswer.of(performances.of(portfolio, times, method), interval));
        } catch (InvalidValueException e) {
            parameters.error(FROM, String.valueOf(e.getMessage()));
            parameters.noOthers();
            throw e;
        }
    }

    /** The points of the span; empty if a parameter is invalid. */
    private List<Instant> times(QueryParameters parameters, Interval interval, ZoneId zone) {
        Instant from = parameters.time(FROM);
        Instant to = notAfterNow(parameters.time("to"));
        try {
            return interval.divide(from == null ? aYearBefore(to, zone) : from, to, zone, MOST_INTERVALS);
        } catch (InvalidValueException e) {
            parameters.error(FROM, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private static ZoneId zone(String name) {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw new InvalidValueException(
                    "must be the name of a time zone, such as Europe/Berlin or UTC, not \"" + Printable.of(name) + '"');
        }
        return ZoneId.of(name);
    }

    private static Instant aYearBefore(Instant time, ZoneId zone) {
        return time.atZone(zone).minusYears(1).toInstant();
    }

    private Instant notAfterNow(@Nullable Instant time) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return time == null || time.isAfter(now) ? now : time;
    }
}
