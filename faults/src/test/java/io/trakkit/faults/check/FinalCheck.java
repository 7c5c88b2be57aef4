package io.trakkit.faults.check;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.testing.PlainBook;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.faults.load.Ledger;
import io.trakkit.faults.load.Ledger.Amendment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Compares four accounts of the same: what the clients were told, what the log holds, what an independent fold makes of
 * the log, and what the tables say.
 */
public final class FinalCheck {

    private static final int SHOWN = 10;

    private final Ledger ledger;
    private final Tables tables;
    private final Map<Origin, String> poison;
    private final List<Origin> origins = new ArrayList<>();
    private final List<TradeEvent> events = new ArrayList<>();
    private final PlainBook book;
    private final List<String> verdicts;
    private final List<String> wrong = new ArrayList<>();

    /** @param poison what was published that can never be applied, and the reason why not */
    public FinalCheck(Ledger ledger, Map<Origin, TradeEvent> log, Map<Origin, String> poison, Tables tables) {
        this.ledger = ledger;
        this.tables = tables;
        this.poison = poison;
        log.forEach((origin, event) -> {
            if (!poison.containsKey(origin)) {
                origins.add(origin);
                events.add(event);
            }
        });
        book = PlainBook.of(events);
        verdicts = book.verdicts();
    }

    /** What does not hold; nothing, if all is well. */
    public List<String> findings() {
        everyAcknowledgedTradeIsAppliedOnce();
        nothingIsAppliedThatNobodySent();
        same("summary", book.summaries(), tables.summaries());
        same("trade", book.trades(), tables.trades());
        same("dead letter", expectedDeadLetters(), tables.deadLetters());
        journalHoldsEveryAcceptedEventOnce();
        return List.copyOf(wrong);
    }

    /** In one line, for people. */
    public String inShort() {
        return "%d events in the log, %d summaries, %d trades, %d journal entries, %d dead letters"
                .formatted(
                        events.size() + poison.size(),
                        tables.summaries().size(),
                        tables.trades().size(),
                        tables.events().size(),
                        tables.deadLetters().size());
    }

    private void everyAcknowledgedTradeIsAppliedOnce() {
        List<String> missing = new ArrayList<>();
        for (Ledger.Entry entry : ledger.entries()) {
            PlainBook.TradeLine line =
                    tables.trades().get(new RefId(entry.trade().refId()));
            if (line == null && entry.acknowledged()) {
                missing.add("lost: " + entry.trade());
            } else if (line != null) {
                mismatch(entry, line).ifPresent(missing::add);
            }
        }
        report("acknowledged trades are not as they were acknowledged", missing);
    }

    /** What is still unsure, an amendment whose answer never came, may have been taken or not. */
    private static Optional<String> mismatch(Ledger.Entry entry, PlainBook.TradeLine line) {
        List<Amendment> taken = entry.taken();
        List<Amendment> unsure = entry.unsure();
        long least = 1L + taken.size();
        boolean versionIsRight = line.version() >= least && line.version() <= least + unsure.size();
        boolean amountIsRight = line.version() > least
                || line.price()
                                .compareTo(
                                        taken.isEmpty()
                                                ? entry.trade().amount()
                                                : taken.getLast().amount())
                        == 0;
        boolean volumeIsRight = !unsure.isEmpty() || line.volume().compareTo(volume(entry)) == 0;
        boolean statusIsRight = !unsure.isEmpty() || (line.state() == TradeState.FAILED) == failed(entry);
        boolean right = versionIsRight && amountIsRight && volumeIsRight && statusIsRight;
        return right
                ? Optional.empty()
                : Optional.of("%s, amended by %s and perhaps %s, is %s".formatted(entry.trade(), taken, unsure, line));
    }

    private static BigDecimal volume(Ledger.Entry entry) {
        BigDecimal volume = entry.trade().volume();
        for (Amendment amendment : entry.taken()) {
            volume = Objects.requireNonNullElse(amendment.volume(), volume);
        }
        return volume;
    }

    private static boolean failed(Ledger.Entry entry) {
        String status = entry.trade().status();
        for (Amendment amendment : entry.taken()) {
            status = Objects.requireNonNullElse(amendment.status(), status);
        }
        return status.equals("failed");
    }

    private void nothingIsAppliedThatNobodySent() {
        report(
                "trades were applied that nobody sent",
                tables.trades().keySet().stream()
                        .map(RefId::value)
                        .filter(refId -> !ledger.knows(refId))
                        .toList());
    }

    private Map<Origin, String> expectedDeadLetters() {
        Map<Origin, String> expected = new HashMap<>(poison);
        for (int i = 0; i < origins.size(); i++) {
            String verdict = verdicts.get(i);
            if (!verdict.equals(PlainBook.ACCEPTED) && !verdict.equals(PlainBook.REPEATED)) {
                expected.put(origins.get(i), verdict);
            }
        }
        return expected;
    }

    private void journalHoldsEveryAcceptedEventOnce() {
        Set<UUID> accepted = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            if (verdicts.get(i).equals(PlainBook.ACCEPTED)) {
                accepted.add(events.get(i).eventId());
            }
        }
        if (!accepted.equals(tables.events())) {
            wrong.add("The journal holds %d events, but %d were accepted"
                    .formatted(tables.events().size(), accepted.size()));
        }
    }

    /** What is shown must be what the log says, too. */
    public void compareShown(Map<PositionKey, PlainBook.Line> shown) {
        same("summary that query-api shows", book.summaries(), shown);
    }

    /** The table of dead letters and their topic must not disagree. */
    public void compareVerdicts(Set<Origin> relayed) {
        if (!relayed.equals(tables.deadLetters().keySet())) {
            wrong.add("The dead-letter topic holds verdicts on %d records, the table on %d"
                    .formatted(relayed.size(), tables.deadLetters().size()));
        }
    }

    private <K, V> void same(String what, Map<K, V> expected, Map<K, V> actual) {
        List<String> different = new ArrayList<>();
        Set<K> keys = new HashSet<>(expected.keySet());
        keys.addAll(actual.keySet());
        for (K key : keys) {
            if (!Objects.equals(expected.get(key), actual.get(key))) {
                different.add("%s %s: the log says %s, the table says %s"
                        .formatted(what, key, expected.get(key), actual.get(key)));
            }
        }
        report(what + " rows differ from what the log says", different);
    }

    private void report(String what, List<String> cases) {
        if (!cases.isEmpty()) {
            wrong.add("%d %s, such as %s"
                    .formatted(cases.size(), what, cases.stream().limit(SHOWN).toList()));
        }
    }
}
