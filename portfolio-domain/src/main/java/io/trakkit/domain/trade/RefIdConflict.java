package io.trakkit.domain.trade;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Says what a new trade would change about the trade that already has its ref_id. */
public final class RefIdConflict {

    private RefIdConflict() {}

    /**
     * Such as: ref_id A-17 already belongs to a trade of 10 X at 5.00 on 2024-05-01; this trade says 12 X.
     *
     * @param existing the trade that has the ref_id, as it stands now
     * @param said the event that can't have it
     * @param what what the caller sent, such as {@code this line}
     */
    public static String inWords(Trade existing, TradeEvent.Created said, String what) {
        List<String> differences = differences(existing, said.trade(), !said.executedAtDefaulted());
        return "ref_id %s already belongs to a trade of %s %s at %s on %s; %s %s"
                .formatted(
                        existing.refId(),
                        existing.volume(),
                        existing.ticker(),
                        existing.price().money(),
                        day(existing.executedAt()),
                        what,
                        differences.isEmpty()
                                ? "differs from what was posted first"
                                : "says " + String.join(", ", differences));
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
        if (withTime && !existing.executedAt().equals(said.executedAt())) {
            boolean sameDay = day(existing.executedAt()).equals(day(said.executedAt()));
            differences.add(sameDay ? "at " + said.executedAt() : "on " + day(said.executedAt()));
        }
        if (!existing.portfolio().equals(said.portfolio())) {
            differences.add("portfolio " + said.portfolio());
        }
        if (!existing.user().equals(said.user())) {
            differences.add("user_id " + said.user());
        }
        if (existing.securityType() != said.securityType()) {
            differences.add("security_type " + said.securityType().wireName());
        }
        if (existing.status() != said.status()) {
            differences.add("status " + said.status().wireName());
        }
        if (!existing.isin().equals(said.isin())) {
            differences.add(said.isin().map(isin -> "isin " + isin).orElse("no isin"));
        }
        return differences;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
