package io.trakkit.store.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.deadletters.DeadLetterComparison.Drift;
import io.trakkit.store.deadletters.DeadLetterComparison.Drifted;
import io.trakkit.store.deadletters.DeadLetterComparison.Result;
import io.trakkit.store.deadletters.DeadLetterComparison.TopicEntry;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.store.testing.TestDatabase;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The table of dead letters against what the topic says, at the exact interleavings of the relays. */
class DeadLetterComparisonTest {

    private static final DeadLetter ONE = Letters.at(1);
    private static final DeadLetter TWO = Letters.at(2);
    private static final DeadLetterDecision DISCARDED = Letters.discarded(1, "ann", "junk");
    private static final DeadLetterDecision REDRIVEN = Letters.redriven(1, "bob");

    private final TestDatabase database = TestDatabase.create();
    private final DeadLetters letters = new DeadLetters(database.jdbc());
    private final RestoredDecisions outcomes = new RestoredDecisions(database.jdbc());
    private final TransactionTemplate moment = database.transactions();

    DeadLetterComparisonTest() {
        moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void aLetterThatIsNotRelayedYetIsNoDriftWhetherTheTopicHasItOrNot() {
        letters.record(List.of(ONE, TWO));
        assertThat(compared(comparison -> comparison.addDeadLetters(later(ONE))))
                .isEqualTo(new Result(2, 0, List.of()));
    }

    @Test
    void whatIsRelayedMustBeInTheTopicAndWhatIsSettledInTheTable() {
        letters.restore(List.of(ONE));
        assertThat(compared(comparison -> comparison.addDeadLetters(settled(TWO))))
                .satisfies(result -> {
                    assertThat(result.deadLetters()).isEqualTo(2);
                    assertThat(result.described().stream().map(Drifted::drift))
                            .containsExactly(Drift.NOT_IN_TOPIC, Drift.NOT_IN_TABLE);
                    assertThat(result.described().getLast().origin()).isEqualTo(TWO.origin());
                });
    }

    @Test
    void aLetterThatCameAndWasRelayedAfterTheMomentIsNoDrift() {
        assertThat(compared(comparison -> {
                    elsewhere(() -> letters.restore(List.of(ONE)));
                    comparison.addDeadLetters(later(ONE));
                }))
                .isEqualTo(new Result(0, 0, List.of()));
    }

    @Test
    void aLetterThatTheTopicHoldsTwiceIsOne() {
        letters.restore(List.of(ONE));
        assertThat(compared(comparison -> {
                    comparison.addDeadLetters(List.of(new TopicEntry<>(ONE, true), new TopicEntry<>(ONE, true)));
                    comparison.addDeadLetters(later(ONE));
                }))
                .isEqualTo(new Result(1, 0, List.of()));
    }

    @Test
    void whatIsDecidedAndNotRelayedYetIsNoDriftWhateverTheTopicSaysMeanwhile() {
        letters.restore(List.of(ONE));
        pending("discarded");
        assertThat(drift(comparison -> {})).isEmpty();
        assertThat(drift(comparison -> comparison.addDecisions(later(Letters.discarded(1, "bob", "mine")))))
                .isEmpty();
    }

    @Test
    void whatWasDecidedAndRelayedAfterTheMomentIsNoDrift() {
        letters.restore(List.of(ONE));
        assertThat(drift(comparison -> {
                    elsewhere(() -> outcomes.restore(List.of(DISCARDED)));
                    comparison.addDecisions(later(DISCARDED));
                }))
                .isEmpty();
    }

    @Test
    void anOutcomeThatIsRelayedMustBeWhatTheTopicSaid() {
        letters.restore(List.of(ONE));
        outcomes.restore(List.of(DISCARDED));
        assertThat(drift(comparison -> {})).contains(Drift.OUTCOME);
        assertThat(drift(comparison -> comparison.addDecisions(settled(Letters.discarded(1, "ann", "no junk")))))
                .contains(Drift.OUTCOME);
        assertThat(drift(comparison -> comparison.addDecisions(settled(DISCARDED))))
                .isEmpty();
        assertThat(drift(comparison -> comparison.addDecisions(later(DISCARDED))))
                .isEmpty();
    }

    @Test
    void aDiscardThatIsRedrivenAfterTheMomentIsNoDriftAndOneThatWasRedrivenBeforeIs() {
        letters.restore(List.of(ONE));
        outcomes.restore(List.of(DISCARDED));
        assertThat(drift(comparison -> {
                    comparison.addDecisions(settled(DISCARDED));
                    comparison.addDecisions(later(REDRIVEN));
                }))
                .isEmpty();
        assertThat(drift(comparison -> comparison.addDecisions(List.of(
                        new TopicEntry<>(DISCARDED, true),
                        new TopicEntry<>(REDRIVEN, true),
                        new TopicEntry<>(DISCARDED, true)))))
                .contains(Drift.OUTCOME);
    }

    @Test
    void aLetterThatSomebodyReopenedByHandIsDrift() {
        letters.restore(List.of(ONE));
        assertThat(drift(comparison -> comparison.addDecisions(settled(REDRIVEN))))
                .contains(Drift.OUTCOME);
    }

    @Test
    void onlyLettersOfTheWantedKeysCountOnWhicheverSideTheyAreOfThem() {
        DeadLetter ibm = Letters.at(3, DeadLetterReason.INVALID, 1L, "IBM");
        DeadLetter elsewhere = Letters.at(3, DeadLetterReason.INVALID, 1L, "MSFT");
        letters.restore(List.of(ONE, elsewhere));
        Consumer<DeadLetterComparison> records = comparison ->
                comparison.addDeadLetters(List.of(new TopicEntry<>(ONE, true), new TopicEntry<>(ibm, true)));

        assertThat(compared(records, ofTicker("IBM"), Optional.empty()).drifted())
                .isEqualTo(1);
        assertThat(compared(records, ofTicker("AAPL"), Optional.empty()).deadLetters())
                .isZero();
        assertThat(compared(records, KeyFilter.ALL, Optional.of(Set.of("1:MSFT")))
                        .drifted())
                .isEqualTo(1);
        assertThat(compared(records, KeyFilter.ALL, Optional.of(Set.of())).deadLetters())
                .isZero();
        assertThat(compared(
                                records,
                                new KeyFilter(Optional.empty(), Optional.of(new PortfolioId(2)), Optional.empty()),
                                Optional.empty())
                        .deadLetters())
                .isZero();
    }

    @Test
    void ofManyOnlySomeAreDescribed() {
        letters.restore(List.of(ONE, TWO, Letters.at(3)));
        assertThat(compared(comparison -> {}, KeyFilter.ALL, Optional.empty())).satisfies(result -> {
            assertThat(result.drifted()).isEqualTo(3);
            assertThat(result.described()).hasSize(2);
        });
    }

    private static KeyFilter ofTicker(String ticker) {
        return new KeyFilter(Optional.empty(), Optional.empty(), Optional.of(new Ticker(ticker)));
    }

    /** What is found about the one letter, which the topic has. */
    private Optional<Drift> drift(Consumer<DeadLetterComparison> decisions) {
        return compared(comparison -> {
                    comparison.addDeadLetters(settled(ONE));
                    decisions.accept(comparison);
                })
                .described()
                .stream()
                .map(Drifted::drift)
                .findFirst();
    }

    private Result compared(Consumer<DeadLetterComparison> records) {
        return compared(records, KeyFilter.ALL, Optional.empty());
    }

    private Result compared(Consumer<DeadLetterComparison> records, KeyFilter filter, Optional<Set<String>> logKeys) {
        return Objects.requireNonNull(moment.execute(_ -> {
            DeadLetterComparison comparison = new DeadLetterComparison(database.jdbc());
            comparison.begin();
            records.accept(comparison);
            return comparison.compare(filter, logKeys, 2);
        }));
    }

    /** In a transaction of its own, which commits while the other one goes on. */
    private void elsewhere(Runnable work) {
        TransactionTemplate other = database.transactions();
        other.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        other.executeWithoutResult(_ -> work.run());
    }

    private void pending(String outcome) {
        database.jdbc()
                .sql("UPDATE dead_letters SET outcome = ?, outcome_by = 'ann', outcome_at = '2026-11-01Z',"
                        + " outcome_relayed = false")
                .param(outcome)
                .update();
    }

    private static <T> List<TopicEntry<T>> settled(T what) {
        return List.of(new TopicEntry<>(what, true));
    }

    private static <T> List<TopicEntry<T>> later(T what) {
        return List.of(new TopicEntry<>(what, false));
    }
}
