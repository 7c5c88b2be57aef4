package io.trakkit.domain.event;

import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ticker;
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
     * Such as: ref_id A-17 already belongs to a trade of 10 X at 5.00 on 2024-05-01; this trade says 12 X. Of a record of another user it
     * says nothing: who sends this one may be bound to its user.
     *
     * @param existing what has the ref_id, as it is now
     * @param said the creation that cannot have it
     * @param what what the caller sent, such as {@code this line}
     * @throws IllegalArgumentException if the event is no creation
     */
    public static String inWords(Booking existing, TradeEvent said, String what) {
        if (said.booking().filter(now -> !now.user().equals(existing.user())).isPresent()) {
            return "ref_id " + existing.refId() + " already belongs to a record of another user; send another ref_id";
        }
        List<String> differences = switch (said) {
            case TradeEvent.Created creation -> differences(existing, creation);
            case TradeEvent.ActivityCreated creation -> differences(existing, creation);
            case TradeEvent.Amended _, TradeEvent.ActivityAmended _, TradeEvent.RecalculationRequested _ ->
                throw new IllegalArgumentException("Not a creation: " + said);
        };
        return "ref_id %s already belongs to %s on %s; %s %s"
                .formatted(
                        existing.refId(),
                        inWords(existing),
                        day(existing.executedAt()),
                        what,
                        differences.isEmpty()
                                ? "differs from what was posted first"
                                : "says " + String.join(", ", differences));
    }

    private static String inWords(Booking existing) {
        return switch (existing) {
            case Trade trade ->
                "a trade of %s %s at %s"
                        .formatted(trade.volume(), trade.ticker(), trade.price().money());
            case Activity activity -> inWords(activity.type(), activity.ticker());
        };
    }

    private static String inWords(ActivityType type, Optional<Ticker> ticker) {
        String name = type.wireName();
        String article = "aeiou".indexOf(name.charAt(0)) < 0 ? "a " : "an ";
        return article + name + ticker.map(of -> " of " + of).orElse("");
    }

    private static List<String> differences(Booking existing, TradeEvent.Created said) {
        Trade trade = said.trade();
        if (!(existing instanceof Trade before)) {
            return List.of("a trade of " + trade.volume() + " " + trade.ticker());
        }
        List<String> differences = new ArrayList<>();
        if (before.side() != trade.side()) {
            differences.add(
                    switch (trade.side()) {
                        case BUY -> "a buy";
                        case SELL -> "a sell";
                    });
        }
        if (!before.volume().equals(trade.volume()) || !before.ticker().equals(trade.ticker())) {
            differences.add(trade.volume() + " " + trade.ticker());
        }
        if (!before.price().equals(trade.price())) {
            differences.add("at " + trade.price().money());
        }
        addWhenAndWhere(differences, before, trade, !said.executedAtDefaulted());
        if (before.securityType() != trade.securityType()) {
            differences.add("security_type " + trade.securityType().wireName());
        }
        addStatus(differences, before, trade);
        if (!before.isin().equals(trade.isin())) {
            differences.add(trade.isin().map(isin -> "isin " + isin).orElse("no isin"));
        }
        addMoney(differences, "fee", before.charges().fee(), trade.charges().fee());
        addMoney(differences, "tax", before.charges().tax(), trade.charges().tax());
        addCurrency(differences, before, trade);
        return differences;
    }

    private static List<String> differences(Booking existing, TradeEvent.ActivityCreated said) {
        Activity activity = said.activity();
        if (!(existing instanceof Activity before)
                || before.type() != activity.type()
                || !before.ticker().equals(activity.ticker())) {
            return List.of(inWords(activity.type(), activity.ticker()));
        }
        List<String> differences = new ArrayList<>();
        ActivityTerms now = before.terms();
        ActivityTerms terms = activity.terms();
        add(differences, "volume", now.volume(), terms.volume());
        add(
                differences,
                ActivityTerms.totalName(activity.type()),
                now.total().map(Decimals::text),
                terms.total().map(Decimals::text));
        add(
                differences,
                "per_unit",
                now.perUnit().map(Decimals::text),
                terms.perUnit().map(Decimals::text));
        add(differences, "a ratio of", now.ratio(), terms.ratio());
        if (now.whole() != terms.whole()) {
            differences.add("whole " + terms.whole());
        }
        addWhenAndWhere(differences, before, activity, !said.executedAtDefaulted());
        addStatus(differences, before, activity);
        addMoney(differences, "tax", before.tax(), activity.tax());
        addCurrency(differences, before, activity);
        return differences;
    }

    /** What is absent in the new one is not named: there is another field in its place. */
    private static void add(List<String> differences, String name, Optional<?> before, Optional<?> now) {
        if (!before.equals(now)) {
            now.ifPresent(value -> differences.add(name + " " + value));
        }
    }

    private static void addMoney(List<String> differences, String name, Money before, Money now) {
        if (!before.equals(now)) {
            differences.add(name + " " + now);
        }
    }

    private static void addStatus(List<String> differences, Booking before, Booking now) {
        if (before.status() != now.status()) {
            differences.add("status " + now.status().wireName());
        }
    }

    /** A rate that was looked up is nothing that the caller said. */
    private static void addCurrency(List<String> differences, Booking before, Booking now) {
        Optional<CurrencyCode> currencyBefore = before.conversion().map(Conversion::currency);
        Optional<CurrencyCode> currency = now.conversion().map(Conversion::currency);
        if (!currencyBefore.equals(currency)) {
            differences.add(currency.map(code -> "currency " + code).orElse("no currency"));
        }
        now.conversion()
                .filter(conversion -> !conversion.lookedUp())
                .map(Conversion::rate)
                .filter(rate -> !before.conversion().map(Conversion::rate).equals(Optional.of(rate)))
                .ifPresent(rate -> differences.add("fx_rate " + rate));
    }

    private static void addWhenAndWhere(List<String> differences, Booking before, Booking now, boolean withTime) {
        if (withTime && !before.executedAt().equals(now.executedAt())) {
            boolean sameDay = day(before.executedAt()).equals(day(now.executedAt()));
            differences.add(sameDay ? "at " + now.executedAt() : "on " + day(now.executedAt()));
        }
        if (!before.portfolio().equals(now.portfolio())) {
            differences.add("portfolio " + now.portfolio());
        }
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
