package io.trakkit.store.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {

    private final List<Integer> computed = new ArrayList<>();
    private final Recent<Integer, String> recent = new Recent<>(10);

    @Test
    void whatWasAskedForLatelyIsNotComputedAgain() {
        ask(1, 2, 3, 4);
        ask(1, 2, 3, 4);

        assertThat(computed).containsExactly(1, 2, 3, 4);
    }

    /** 1 is asked for all the time, 2 once; 20 others come in between. */
    @Test
    void whatNobodyAsksForAnyMoreIsForgottenAndWhatIsAskedForStays() {
        ask(1, 2);
        for (int other = 100; other < 120; other++) {
            ask(other, 1);
        }
        computed.clear();

        ask(1);
        assertThat(computed).isEmpty();
        ask(2);
        assertThat(computed).containsExactly(2);
    }

    @Test
    void atLeastTheLastHalfIsKept() {
        ask(IntStream.range(0, 33).toArray());
        computed.clear();

        ask(IntStream.range(28, 33).toArray());

        assertThat(computed).isEmpty();
    }

    private void ask(int... numbers) {
        for (int number : numbers) {
            String found = recent.find(number);
            if (found == null) {
                computed.add(number);
                recent.keep(number, "number " + number);
            } else {
                assertThat(found).isEqualTo("number " + number);
            }
        }
    }
}
