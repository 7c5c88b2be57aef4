package io.trakkit.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.TradeEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlainBookTest {

    private final Seed seed = Seed.ofThisRun();

    @Test
    void randomBooksHoldEverythingThatBrokersDo() {
        Map<String, Long> verdicts = IntStream.range(0, 100)
                .mapToObj(i -> RandomBooks.book(seed.plus(i)))
                .flatMap(book -> PlainBook.of(book).verdicts().stream())
                .collect(Collectors.groupingBy(verdict -> verdict, TreeMap::new, Collectors.counting()));
        assertThat(verdicts).as("%s", seed).hasSize(6);
    }

    @Test
    void aLegalOrderHoldsTheSameEventsAndGivesTheSameNumbers() {
        List<TradeEvent> book = RandomBooks.book(seed);
        List<TradeEvent> shuffled = LegalOrders.shuffled(book, seed.random());
        assertThat(shuffled).as("%s", seed).containsExactlyInAnyOrderElementsOf(book);
        assertThat(PlainBook.of(shuffled).summaries())
                .as("%s", seed)
                .isEqualTo(PlainBook.of(book).summaries());
    }
}
