package io.trakkit.domain.testing;

import io.trakkit.domain.event.TradeEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The orders in which the same events may arrive and must give the same numbers: all in which the events of one trade keep
 * their order. Two events with one event_id count as one trade's, since the first of them decides what becomes of the
 * other.
 */
public final class LegalOrders {

    private LegalOrders() {}

    /** The same events in a random legal order. */
    public static List<TradeEvent> shuffled(List<TradeEvent> log, RandomGenerator random) {
        List<List<Integer>> followers = new ArrayList<>();
        int[] awaited = new int[log.size()];
        Map<Object, Integer> latest = new HashMap<>();
        for (int i = 0; i < log.size(); i++) {
            followers.add(new ArrayList<>());
            for (Object bond : bonds(log.get(i))) {
                Integer before = latest.put(bond, i);
                if (before != null) {
                    followers.get(before).add(i);
                    awaited[i]++;
                }
            }
        }
        return drawn(log, followers, awaited, random);
    }

    /** What an event shares with those that it must not overtake. */
    private static List<Object> bonds(TradeEvent event) {
        List<Object> bonds = new ArrayList<>();
        bonds.add(event.eventId());
        event.subject().ifPresent(bonds::add);
        return bonds;
    }

    private static List<TradeEvent> drawn(
            List<TradeEvent> log, List<List<Integer>> followers, int[] awaited, RandomGenerator random) {
        List<Integer> free = new ArrayList<>();
        for (int i = 0; i < awaited.length; i++) {
            if (awaited[i] == 0) {
                free.add(i);
            }
        }
        List<TradeEvent> drawn = new ArrayList<>();
        while (!free.isEmpty()) {
            int next = free.remove(/* index */ random.nextInt(free.size()));
            drawn.add(log.get(next));
            for (int follower : followers.get(next)) {
                if (--awaited[follower] == 0) {
                    free.add(follower);
                }
            }
        }
        return drawn;
    }
}
