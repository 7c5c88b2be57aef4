package io.trakkit.ingest.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import org.junit.jupiter.api.Test;

class WaitingPlacesTest {

    private static final ClientId ANN = new ClientId("ann");
    private static final ClientId BOB = new ClientId("bob");
    private static final ClientId CAROL = new ClientId("carol");

    private final WaitingPlaces places = new WaitingPlaces(16);

    @Test
    void oneClientLeavesAQuarterAndTheNextAQuarterOfThat() {
        assertThat(takeAll(ANN)).isEqualTo(12);
        assertThat(takeAll(BOB)).isEqualTo(3);
        assertThat(takeAll(CAROL)).isEqualTo(1);
        assertThat(places.taken()).isEqualTo(16);
        assertThat(places.tryTake(new ClientId("dave"))).isFalse();
    }

    @Test
    void aPlaceThatOneClientGivesBackIsFreeForAnother() {
        takeAll(ANN);
        takeAll(BOB);
        for (int i = 0; i < 8; i++) {
            places.giveBack(ANN);
        }

        assertThat(takeAll(BOB)).isEqualTo(6);
        assertThat(takeAll(ANN)).isEqualTo(2);
        assertThat(places.taken()).isEqualTo(15);
    }

    private int takeAll(ClientId client) {
        int taken = 0;
        while (places.tryTake(client)) {
            taken++;
        }
        return taken;
    }
}
