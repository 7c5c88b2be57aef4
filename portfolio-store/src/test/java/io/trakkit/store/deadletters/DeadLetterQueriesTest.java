package io.trakkit.store.deadletters;

import static io.trakkit.domain.deadletter.DeadLetterReason.MALFORMED;
import static io.trakkit.domain.deadletter.DeadLetterReason.UNKNOWN_PORTFOLIO;
import static io.trakkit.store.deadletters.DeadLetterQueries.DecisionFilter.ANY;
import static io.trakkit.store.deadletters.DeadLetterQueries.DecisionFilter.DISCARDED;
import static io.trakkit.store.deadletters.DeadLetterQueries.DecisionFilter.OPEN;
import static io.trakkit.store.deadletters.DeadLetterQueries.DecisionFilter.REDRIVEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.deadletters.DeadLetterDecisions.NewDecision;
import io.trakkit.store.deadletters.DeadLetterDecisions.Result;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadLetterQueriesTest {

    private static final DeadLetterFilter ALL = DeadLetterFilter.all(ClientId.DEFAULT);
    private static final Instant AT_ONE = Letters.NOON.plusSeconds(3600);
    private static final NewDecision REDRIVE = new NewDecision(DeadLetterDecision.Kind.REDRIVEN, "ann", AT_ONE, null);
    private static final NewDecision DISCARD =
            new NewDecision(DeadLetterDecision.Kind.DISCARDED, "bob", AT_ONE, "junk");

    private final TestDatabase database = TestDatabase.create();
    private final DeadLetters letters = new DeadLetters(database.jdbc());
    private final DeadLetterQueries queries = new DeadLetterQueries(database.jdbc());
    private final DeadLetterDecisions outcomes = new DeadLetterDecisions(database.jdbc());
    private final DecisionOutbox outbox = new DecisionOutbox(database.jdbc());

    @BeforeEach
    void fill() {
        letters.record(List.of(
                Letters.at(0),
                Letters.at(1, UNKNOWN_PORTFOLIO, 7L, "AMZN"),
                Letters.at(2, UNKNOWN_PORTFOLIO, 7L, "IBM"),
                Letters.at(3, UNKNOWN_PORTFOLIO, 8L, "AMZN"),
                Letters.at(4)));
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void theNewestComeFirst() {
        assertThat(listed(ALL, OPEN)).containsExactly(4L, 3L, 2L, 1L, 0L);
    }

    @Test
    void eachCriterionAndAllTogetherNarrowTheList() {
        assertThat(listed(filter(UNKNOWN_PORTFOLIO, null, null, null, null), OPEN))
                .containsExactly(3L, 2L, 1L);
        assertThat(listed(filter(null, 7L, null, null, null), OPEN)).containsExactly(2L, 1L);
        assertThat(listed(filter(null, null, "AMZN", null, null), OPEN)).containsExactly(3L, 1L);
        assertThat(listed(filter(null, null, null, 1L, 3L), OPEN)).containsExactly(3L, 2L, 1L);
        assertThat(listed(filter(UNKNOWN_PORTFOLIO, 7L, "AMZN", 0L, 9L), OPEN)).containsExactly(1L);
        assertThat(listed(filter(MALFORMED, 7L, null, null, null), OPEN)).isEmpty();
        assertThat(listed(DeadLetterFilter.all(new ClientId("other")), ANY)).isEmpty();
    }

    static Stream<DeadLetterFilter> filtersOfAll() {
        return Stream.of(ALL, DeadLetterFilter.ALL);
    }

    @Test
    void thoseOfAllClientsAreOneListAndThoseOfOneClientAreAlone() {
        ClientId other = new ClientId("other");
        letters.record(List.of(ofClient(other, 10), ofClient(new ClientId("a-third"), 2_000)));

        assertThat(listed(DeadLetterFilter.ALL, OPEN)).containsExactly(2_000L, 10L, 4L, 3L, 2L, 1L, 0L);
        assertThat(listed(DeadLetterFilter.all(other), OPEN)).containsExactly(10L);
        assertThat(queries.find(Letters.PARTITION.at(3), Optional.of(other))).isEmpty();
        assertThat(queries.find(Letters.PARTITION.at(10), Optional.of(other))).isPresent();
        assertThat(queries.originsAt(4, 3, Optional.of(other))).isEmpty();
        Result ofBoth = Objects.requireNonNull(database.transactions()
                .execute(_ -> outcomes.decide(
                        Set.of(Letters.PARTITION.at(3), Letters.PARTITION.at(10)), Optional.of(other), REDRIVE)));
        assertThat(ofBoth).isEqualTo(new Result.Unknown(List.of(Letters.PARTITION.at(3))));
        assertThat(outcomes.decide(DeadLetterFilter.all(other), REDRIVE)).isEqualTo(1);
        assertThat(outcomes.decide(DeadLetterFilter.ALL, REDRIVE)).isEqualTo(6);
        assertThat(queries.knows(other)).isTrue();
        assertThat(queries.knows(ClientId.DEFAULT)).isTrue();
        assertThat(queries.knows(new ClientId("nobody"))).isFalse();
    }

    private static DeadLetter ofClient(ClientId client, long offset) {
        DeadLetter letter = Letters.at(offset);
        return new DeadLetter(
                letter.origin(),
                letter.topic(),
                letter.reason(),
                letter.detail(),
                letter.raw(),
                letter.loggedAt(),
                new DeadLetter.About(client, null, null, null, null, null, null));
    }

    @ParameterizedTest
    @MethodSource("filtersOfAll")
    void aWalkByPagesSeesEachOnceAlsoWhereTimesAreEqual(DeadLetterFilter filter) {
        letters.record(LongStream.range(0, 50)
                .mapToObj(i -> new LogPartition(new UUID(i % 3, 9), (int) i % 4).at(i))
                .map(origin -> {
                    DeadLetter letter = Letters.at(0);
                    return new DeadLetter(
                            origin,
                            letter.topic(),
                            letter.reason(),
                            letter.detail(),
                            letter.raw(),
                            Letters.NOON,
                            letter.about());
                })
                .toList());
        List<LogPosition> walked = new ArrayList<>();
        Optional<DeadLetterQueries.PageStart> after = Optional.empty();
        List<ListedDeadLetter> page;
        do {
            page = queries.list(filter, ANY, after, 7);
            page.forEach(letter -> walked.add(letter.origin()));
            after = page.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new DeadLetterQueries.PageStart(
                            page.getLast().loggedAt(), page.getLast().origin()));
        } while (!page.isEmpty());
        assertThat(walked).hasSize(55).doesNotHaveDuplicates();
    }

    @Test
    void oneIsFoundWithEverything() {
        ListedDeadLetter.Whole found =
                queries.find(Letters.PARTITION.at(3), Optional.empty()).orElseThrow();
        assertThat(found.deadLetter().about().ticker()).isEqualTo("AMZN");
        assertThat(found.raw().value()).isEqualTo("value".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(queries.find(Letters.PARTITION.at(99), Optional.empty())).isEmpty();
        assertThat(queries.originsAt(4, 3, Optional.empty())).containsExactly(Letters.PARTITION.at(3));
        assertThat(queries.originsAt(5, 3, Optional.empty())).isEmpty();
    }

    @Test
    void whatIsMeantByAFilterIsDecidedAtOnceAndOnlyTheOpenOnes() {
        assertThat(decide(DISCARD, 1)).isEqualTo(new Result.Decided(1));
        assertThat(outcomes.decide(filter(UNKNOWN_PORTFOLIO, null, null, null, null), REDRIVE))
                .isEqualTo(2);
        assertThat(listed(ALL, REDRIVEN)).containsExactly(3L, 2L);
        assertThat(listed(ALL, DISCARDED)).containsExactly(1L);
        assertThat(outcomes.decide(ALL, DISCARD)).isEqualTo(2);
        assertThat(queries.list(ALL, REDRIVEN, Optional.empty(), 1).getFirst().outcome())
                .contains(new DeadLetterDecision(
                        Letters.PARTITION.at(3), DeadLetterDecision.Kind.REDRIVEN, "ann", AT_ONE, null));
    }

    @Test
    void aDiscardedOneCanBeRedrivenAndNothingElse() {
        decide(DISCARD, 1);
        assertThat(decide(DISCARD, 2, 1)).isEqualTo(new Result.AlreadyDecided(outcome(1, DISCARD)));
        assertThat(decide(REDRIVE, 1)).isEqualTo(new Result.Decided(1));
        assertThat(decide(DISCARD, 1)).isEqualTo(new Result.AlreadyDecided(outcome(1, REDRIVE)));
        assertThat(decide(REDRIVE, 1)).isEqualTo(new Result.AlreadyDecided(outcome(1, REDRIVE)));
        assertThat(listed(ALL, OPEN)).containsExactly(4L, 3L, 2L, 0L);
    }

    @Test
    void oneThatIsNotThereLeavesTheOthersAsTheyAre() {
        assertThat(decide(REDRIVE, 1, 77)).isEqualTo(new Result.Unknown(List.of(Letters.PARTITION.at(77))));
        assertThat(listed(ALL, OPEN)).hasSize(5);
    }

    @Test
    void oneThatIsTooLargeForAnyEventIsNotRedriven() {
        DeadLetter small = Letters.at(9);
        letters.record(List.of(new DeadLetter(
                small.origin(),
                small.topic(),
                small.reason(),
                small.detail(),
                new DeadLetter.Raw(null, new byte[DeadLetterDecisions.REDRIVABLE_BYTES], new byte[4]),
                small.loggedAt(),
                small.about())));
        assertThat(decide(REDRIVE, 1, 9)).isEqualTo(new Result.TooLarge(Letters.PARTITION.at(9)));
        assertThat(outcomes.decide(ALL, REDRIVE)).isEqualTo(5);
        assertThat(listed(ALL, OPEN)).containsExactly(9L);
        assertThat(decide(DISCARD, 9)).isEqualTo(new Result.Decided(1));
    }

    @Test
    void theOpenOnesAreCountedByReason() {
        decide(REDRIVE, 1);
        assertThat(queries.open()).isEqualTo(Map.of(MALFORMED, 2L, UNKNOWN_PORTFOLIO, 2L));
    }

    @Test
    void whatWasDecidedAnewWhileTheLogWasToldWaitsAgain() {
        decide(DISCARD, 1, 2);
        List<DecisionOutbox.Waiting> waiting = outbox.toRelay(Set.of(), 10, 1_000);
        assertThat(waiting).hasSize(2);
        decide(REDRIVE, 1);
        outbox.relayed(waiting.stream().map(DecisionOutbox.Waiting::outcome).toList());
        assertThat(outbox.pending()).isEqualTo(1);
        assertThat(outbox.toRelay(Set.of(), 10, 1_000).getFirst().outcome()).isEqualTo(outcome(1, REDRIVE));
        assertThat(outbox.toRelay(Set.of(Letters.PARTITION), 10, 1_000)).isEmpty();
    }

    private static DeadLetterDecision outcome(long offset, NewDecision newDecision) {
        return new DeadLetterDecision(
                Letters.PARTITION.at(offset),
                newDecision.kind(),
                newDecision.by(),
                newDecision.at(),
                newDecision.note());
    }

    private Result decide(NewDecision newDecision, long... offsets) {
        return Objects.requireNonNull(database.transactions()
                .execute(_ -> outcomes.decide(
                        Arrays.stream(offsets).mapToObj(Letters.PARTITION::at).collect(Collectors.toSet()),
                        Optional.empty(),
                        newDecision)));
    }

    private List<Long> listed(DeadLetterFilter filter, DeadLetterQueries.DecisionFilter decisionFilter) {
        return queries.list(filter, decisionFilter, Optional.empty(), 100).stream()
                .map(letter -> letter.origin().offset())
                .toList();
    }

    private static DeadLetterFilter filter(
            @Nullable DeadLetterReason reason,
            @Nullable Long portfolio,
            @Nullable String ticker,
            @Nullable Long fromSecond,
            @Nullable Long toSecond) {
        return new DeadLetterFilter(
                Optional.of(ClientId.DEFAULT),
                Optional.ofNullable(reason),
                Optional.ofNullable(portfolio).map(PortfolioId::new),
                Optional.ofNullable(ticker).map(Ticker::new),
                Optional.ofNullable(fromSecond).map(Letters.NOON::plusSeconds),
                Optional.ofNullable(toSecond).map(Letters.NOON::plusSeconds));
    }
}
