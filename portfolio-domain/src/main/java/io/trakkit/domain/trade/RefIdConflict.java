package io.trakkit.domain.trade;

import io.trakkit.domain.value.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a new trade or activity would change about the one that already has its ref_id. */
public final class RefIdConflict {

    private RefIdConflict() {}

    /**
     * Such as: ref_id A-17 already belongs to a trade of 10 X at 5.00 on 2024-05-01; this trade says 12 X.
     *
     * @param existing the trade or activity that has the ref_id, as it stands now
     * @param said the event that can't have it
     * @param what what the caller sent, such as {@code this line}
     */
    public static String inWords(Booking existing, TradeEvent.Creation said, String what) {
        List<String> differences = differences(existing, said.booked(), !said.executedAtDefaulted());
        return "ref_id %s already belongs to %s on %s; %s %s"
                .formatted(
                        existing.refId(),
                        described(existing),
                        day(existing.executedAt()),
                        what,
                        differences.isEmpty()
                                ? "differs from what was posted first"
                                : "says " + String.join(", ", differences));
    }

    private static String described(Booking booking) {
        return switch (booking) {
            case Trade trade ->
                "a trade of " + trade.volume() + " " + trade.ticker() + " at "
                        + trade.price().money();
            case Activity activity ->
                (activity.type() == ActivityType.INTEREST ? "an " : "a ")
                        + activity.type().wireName()
                        + activity.ticker().map(ticker -> " of " + ticker).orElse("");
        };
    }

    private static List<String> differences(Booking existing, Booking said, boolean withTime) {
        if (existing instanceof Trade trade && said instanceof Trade other) {
            return differences(trade, other, withTime);
        }
        if (existing instanceof Activity activity && said instanceof Activity other) {
            return differences(activity, other, withTime);
        }
        return List.of(described(said));
    }

    private static List<String> differences(Trade existing, Trade said, boolean withTime) {
        List<String> differences = new ArrayList<>();
        if (existing.side() != said.side()) {
            differences.add(
                    switch (said.side()) {
                        case BUY -> "a buy";
                        case SELL -> "a sell";
                    });
        }
        if (!existing.volume().equals(said.volume()) || !existing.ticker().equals(said.ticker())) {
            differences.add(said.volume() + " " + said.ticker());
        }
        if (!existing.price().equals(said.price())) {
            differences.add("at " + said.price().money());
        }
        addTime(differences, existing, said, withTime);
        addOwner(differences, existing, said);
        if (existing.securityType() != said.securityType()) {
            differences.add("security_type " + said.securityType().wireName());
        }
        addStatus(differences, existing, said);
        if (!existing.isin().equals(said.isin())) {
            differences.add(said.isin().map(isin -> "isin " + isin).orElse("no isin"));
        }
        addMoney(differences, "fee", existing.charges().fee(), said.charges().fee());
        addMoney(differences, "tax", existing.charges().tax(), said.charges().tax());
        addConversion(differences, existing, said);
        return differences;
    }

    private static List<String> differences(Activity existing, Activity said, boolean withTime) {
        List<String> differences = new ArrayList<>();
        if (existing.type() != said.type() || !existing.ticker().equals(said.ticker())) {
            differences.add(described(said));
        }
        ActivityTerms before = existing.terms();
        ActivityTerms now = said.terms();
        add(differences, "volume", before.volume(), now.volume());
        add(differences, ActivityTerms.totalName(now.type()), text(before.total()), text(now.total()));
        add(differences, "per_unit", text(before.perUnit()), text(now.perUnit()));
        add(differences, "ratio", before.ratio(), now.ratio());
        if (before.whole() != now.whole()) {
            differences.add("whole " + now.whole());
        }
        addMoney(differences, "tax", existing.tax(), said.tax());
        addConversion(differences, existing, said);
        addTime(differences, existing, said, withTime);
        addOwner(differences, existing, said);
        addStatus(differences, existing, said);
        return differences;
    }

    private static Optional<String> text(Optional<BigDecimal> money) {
        return money.map(BigDecimal::toPlainString);
    }

    private static void add(List<String> differences, String name, Optional<?> existing, Optional<?> said) {
        if (!existing.equals(said)) {
            differences.add(said.map(value -> name + " " + value).orElse("no " + name));
        }
    }

    private static void addMoney(List<String> differences, String name, Money existing, Money said) {
        if (!existing.equals(said)) {
            differences.add(said.isZero() ? "no " + name : name + " " + said);
        }
    }

    /** A rate that was looked up differs from time to time: it is no difference of content. */
    private static void addConversion(List<String> differences, Booking existing, Booking said) {
        add(
                differences,
                "currency",
                existing.conversion().map(Conversion::currency),
                said.conversion().map(Conversion::currency));
        add(differences, "fx_rate", givenRate(existing), givenRate(said));
    }

    private static Optional<?> givenRate(Booking booking) {
        return booking.conversion().filter(given -> !given.lookedUp()).map(Conversion::rate);
    }

    private static void addTime(List<String> differences, Booking existing, Booking said, boolean withTime) {
        if (withTime && !existing.executedAt().equals(said.executedAt())) {
            boolean sameDay = day(existing.executedAt()).equals(day(said.executedAt()));
            differences.add(sameDay ? "at " + said.executedAt() : "on " + day(said.executedAt()));
        }
    }

    private static void addOwner(List<String> differences, Booking existing, Booking said) {
        if (!existing.portfolio().equals(said.portfolio())) {
            differences.add("portfolio " + said.portfolio());
        }
        if (!existing.user().equals(said.user())) {
            differences.add("user_id " + said.user());
        }
    }

    private static void addStatus(List<String> differences, Booking existing, Booking said) {
        if (existing.status() != said.status()) {
            differences.add("status " + said.status().wireName());
        }
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
