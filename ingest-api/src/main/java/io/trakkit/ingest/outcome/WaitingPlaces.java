package io.trakkit.ingest.outcome;

import io.trakkit.domain.portfolio.ClientId;
import java.util.HashMap;
import java.util.Map;

/**
 * Shares a number of places among the clients whose requests wait. A client gets another place while it has fewer than three times
 * as many as are free: three quarters of them while no other client waits, and with each that does less, so that a client that has
 * none finds one.
 */
final class WaitingPlaces {

    private static final int TIMES_THE_FREE = 3;

    private final int all;
    private final Map<ClientId, Integer> ofClients = new HashMap<>();
    private int free;

    WaitingPlaces(int all) {
        this.all = all;
        free = all;
    }

    /** Takes a place, if the client may have one more; it ends with {@link #giveBack}. */
    synchronized boolean tryTake(ClientId client) {
        if (ofClients.getOrDefault(client, 0) >= TIMES_THE_FREE * free) {
            return false;
        }
        ofClients.merge(client, 1, Integer::sum);
        free--;
        return true;
    }

    synchronized void giveBack(ClientId client) {
        ofClients.computeIfPresent(client, (_, own) -> own == 1 ? null : own - 1);
        free++;
    }

    synchronized int taken() {
        return all - free;
    }
}
