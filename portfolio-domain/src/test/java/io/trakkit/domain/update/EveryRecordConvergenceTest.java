package io.trakkit.domain.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.testing.LegalOrders;
import io.trakkit.domain.testing.PlainLedger;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.testing.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Portfolios with every kind of record and with corporate actions in between come to the numbers of an independent account,
 * in any legal order of arrival, in any batches, and delivered twice.
 */
class EveryRecordConvergenceTest {

    private static final int PORTFOLIOS = Integer.getInteger("portfolios", 1_000);

    private static final int STEPS = 200;
    private static final int LONG_STEPS = 2_000;

    private final Seed seed = Seed.ofThisRun();

    @Test
    void portfoliosComeToTheSameNumbersInEveryOrder() {
        for (int i = 0; i < PORTFOLIOS; i++) {
            Seed ofPortfolio = seed.plus(i);
            comesToTheSameNumbers(RandomLedger.withConflicts(ofPortfolio, STEPS), ofPortfolio, 40);
        }
    }

    @Test
    void aLongPortfolioComesToTheSameNumbersByWayOfItsCheckpoints() {
        comesToTheSameNumbers(RandomLedger.exactly(LONG_STEPS, seed), seed, 400);
    }

    private static void comesToTheSameNumbers(RandomLedger ledger, Seed seed, int maxBatch) {
        RandomGenerator random = seed.random();
        List<Step> steps = ledger.steps();
        List<TradeEvent> log = events(steps);
        PlainLedger expected = PlainLedger.of(log, actions(steps), ledger.rules());

        InMemoryProjection oneByOne = delivered(steps, ledger.rules(), random, 1);
        assertThat(oneByOne.verdicts()).as("verdicts, %s", seed).isEqualTo(expected.verdicts());
        assertSame(oneByOne, expected, "one by one", seed);
        assertSame(delivered(steps, ledger.rules(), random, maxBatch), expected, "in batches", seed);

        List<Step> shuffled = shuffled(steps, log, random);
        assertSame(delivered(shuffled, ledger.rules(), random, maxBatch), expected, "shuffled", seed);
        assertSame(
                delivered(twice(shuffled, random), ledger.rules(), random, maxBatch),
                expected,
                "shuffled and twice",
                seed);
    }

    private static List<TradeEvent> events(List<Step> steps) {
        List<TradeEvent> events = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Event(TradeEvent event)) {
                events.add(event);
            }
        }
        return events;
    }

    /** The corporate actions that are there in the end. */
    private static List<FoldedActivity> actions(List<Step> steps) {
        Map<RefId, FoldedActivity> actions = new HashMap<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Event _ -> {}
                case Step.Recorded(FoldedActivity action) -> actions.put(action.refId(), action);
                case Step.Withdrawn(RefId actionId) -> actions.remove(actionId);
            }
        }
        return List.copyOf(actions.values());
    }

    /** Events in another legal order; corporate actions in their own order somewhere between them. */
    private static List<Step> shuffled(List<Step> steps, List<TradeEvent> log, RandomGenerator random) {
        List<Step> shuffled = new ArrayList<>();
        LegalOrders.shuffled(log, random).forEach(event -> shuffled.add(new Step.Event(event)));
        List<Step> actions =
                steps.stream().filter(step -> !(step instanceof Step.Event)).toList();
        List<Integer> places = new ArrayList<>();
        actions.forEach(_ -> places.add(random.nextInt(shuffled.size() + 1)));
        Collections.sort(places);
        for (int i = actions.size() - 1; i >= 0; i--) {
            shuffled.add(places.get(i), actions.get(i));
        }
        return shuffled;
    }

    /** Each event once more somewhere behind its place, and each corporate action once more at once. */
    private static List<Step> twice(List<Step> once, RandomGenerator random) {
        List<Step> twice = new ArrayList<>(once);
        for (int place = once.size() - 1; place >= 0; place--) {
            Step step = once.get(place);
            boolean isEvent = step instanceof Step.Event;
            twice.add(isEvent ? random.nextInt(place + 1, twice.size() + 1) : place + 1, step);
        }
        return twice;
    }

    private static InMemoryProjection delivered(
            List<Step> steps, BookRules rules, RandomGenerator random, int maxBatch) {
        InMemoryProjection model = new InMemoryProjection(rules);
        Map<TradeEvent, Integer> origins = new HashMap<>();
        List<InMemoryProjection.Delivery> batch = new ArrayList<>();
        int size = 1 + random.nextInt(maxBatch);
        for (Step step : steps) {
            if (batch.size() >= size || !(step instanceof Step.Event)) {
                model.deliver(batch);
                batch.clear();
                size = 1 + random.nextInt(maxBatch);
            }
            switch (step) {
                case Step.Event(TradeEvent event) -> {
                    int origin = origins.computeIfAbsent(event, _ -> origins.size());
                    batch.add(new InMemoryProjection.Delivery(origin, event));
                }
                case Step.Recorded(FoldedActivity action) -> model.record(action);
                case Step.Withdrawn(RefId actionId) -> model.withdraw(actionId);
            }
        }
        model.deliver(batch);
        return model;
    }

    private static void assertSame(InMemoryProjection model, PlainLedger expected, String how, Seed seed) {
        assertThat(model.ledgerLines()).as("summaries %s, %s", how, seed).isEqualTo(expected.lines());
        assertThat(model.outcomes()).as("outcomes %s, %s", how, seed).isEqualTo(expected.outcomes());
        for (PositionKey key : expected.lines().keySet()) {
            List<List<Checkpoint>> checkpoints = model.checkpointsAndExpected(key);
            assertThat(checkpoints.getFirst())
                    .as("checkpoints %s, %s", how, seed)
                    .isEqualTo(checkpoints.getLast());
        }
    }
}
