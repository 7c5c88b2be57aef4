package io.trakkit.faults.load;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the brokers have sent, and what they were told was taken. */
public final class Ledger {

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final List<Entry> acknowledged = new ArrayList<>();

    /** An amendment, its price unlike that of any other of its trade. */
    public record Amendment(
            String key,
            BigDecimal amount,
            @Nullable BigDecimal volume,
            @Nullable String status) {}

    /** What one broker knows of one trade. Changed by that broker only. */
    public static final class Entry {

        private final NewTrade trade;
        private final List<Amendment> taken = new ArrayList<>();
        private final List<Amendment> unsure = new ArrayList<>();
        private boolean acknowledged;
        private boolean contradicted;

        Entry(NewTrade trade) {
            this.trade = trade;
        }

        public NewTrade trade() {
            return trade;
        }

        /** Whether its creation was acknowledged; otherwise it may have been taken or not. */
        public synchronized boolean acknowledged() {
            return acknowledged;
        }

        /** The amendments that were acknowledged, in their order. */
        public synchronized List<Amendment> taken() {
            return List.copyOf(taken);
        }

        /** The amendments that may have been taken or not. */
        public synchronized List<Amendment> unsure() {
            return List.copyOf(unsure);
        }

        /** Its ref_id was sent with other content: until there is a verdict, who is right is anybody's guess. */
        boolean contradicted() {
            return contradicted;
        }

        void contradict() {
            contradicted = true;
        }

        synchronized void amending(Amendment amendment) {
            unsure.add(amendment);
        }

        synchronized void amended(Amendment amendment) {
            unsure.remove(amendment);
            taken.add(amendment);
        }
    }

    Entry posting(NewTrade trade) {
        Entry entry = new Entry(trade);
        entries.put(trade.refId(), entry);
        return entry;
    }

    void posted(Entry entry) {
        synchronized (entry) {
            entry.acknowledged = true;
        }
        synchronized (acknowledged) {
            acknowledged.add(entry);
        }
    }

    /** Everything that was ever sent. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** Whether anybody ever sent it. */
    public boolean knows(String refId) {
        return entries.containsKey(refId);
    }

    /** One that was acknowledged. */
    Optional<Entry> any(RandomGenerator random) {
        synchronized (acknowledged) {
            return acknowledged.isEmpty()
                    ? Optional.empty()
                    : Optional.of(acknowledged.get(random.nextInt(acknowledged.size())));
        }
    }
}
