package io.trakkit.domain.explain;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.lots.TakenLot;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.trade.FoldOutcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A record of a position, with what it did to the numbers. Formulas are written when they are asked for. */
public final class ExplainedRecord {

    private static final List<Figure> OF_STEPS = List.of(
            Figure.HELD,
            Figure.COST,
            Figure.FEES,
            Figure.REALISED,
            Figure.INCOME,
            Figure.LOCAL_COST,
            Figure.LOCAL_REALISED);

    private final FoldedRecord folded;
    private final BookRules rules;
    private final CostMethod method;
    private final Position before;
    private final Position after;
    private final List<Step> steps;
    private final List<TakenLot> taken;

    ExplainedRecord(
            FoldedRecord folded,
            BookRules rules,
            CostMethod method,
            Position before,
            Position after,
            List<Step> steps,
            List<TakenLot> taken) {
        this.folded = folded;
        this.rules = rules;
        this.method = method;
        this.before = before;
        this.after = after;
        this.steps = steps;
        this.taken = taken;
    }

    public FoldedRecord folded() {
        return folded;
    }

    /** The position after it. */
    public Position after() {
        return after;
    }

    /** What it took from each lot; empty by average cost. */
    public List<TakenLot> taken() {
        return method == CostMethod.AVERAGE ? List.of() : taken;
    }

    /** Whether it changed a number. */
    public boolean changes(Figure number) {
        return isChanged(number, before, after)
                || steps.stream().anyMatch(step -> isChanged(number, step.before(), step.after()));
    }

    private static boolean isChanged(Figure number, Position before, Position after) {
        BigDecimal from = number.of(before);
        BigDecimal to = number.of(after);
        if (to == null) {
            return from != null;
        }
        // A number that is known from now on has been zero.
        return to.compareTo(from == null ? BigDecimal.ZERO : from) != 0;
    }

    /** What it did to the numbers that it changed, in the order of its steps; empty if it counts for nothing. */
    public List<Effect> effects() {
        List<Effect> effects = new ArrayList<>();
        Formulas formulas = new Formulas(folded, rules, closing(), method == CostMethod.AVERAGE ? null : taken);
        for (int i = 0; i < steps.size(); i++) {
            addEffects(i + 1, steps.get(i), formulas, effects);
        }
        if (!before.local().equals(after.local()) && after.local() instanceof LocalAmounts.Mixed) {
            addLost(Figure.LOCAL_COST, effects);
            addLost(Figure.LOCAL_REALISED, effects);
        }
        if (isChanged(Figure.AVERAGE, before, after)) {
            Step all = new Step(steps.getLast().move(), before, after);
            effects.add(new Effect(
                    steps.size(),
                    Figure.AVERAGE,
                    before.averageCost(),
                    after.averageCost(),
                    formulas.of(Figure.AVERAGE, all)));
        }
        return effects;
    }

    private static void addEffects(int number, Step step, Formulas formulas, List<Effect> effects) {
        for (Figure figure : OF_STEPS) {
            boolean isLocal = figure == Figure.LOCAL_COST || figure == Figure.LOCAL_REALISED;
            boolean isStated = !isLocal || step.after().local() instanceof LocalAmounts.Foreign;
            if (isStated && isChanged(figure, step.before(), step.after())) {
                effects.add(new Effect(
                        number, figure, figure.of(step.before()), figure.of(step.after()), formulas.of(figure, step)));
            }
        }
    }

    private void addLost(Figure figure, List<Effect> effects) {
        BigDecimal lost = figure.of(before);
        if (lost != null) {
            effects.add(new Effect(Math.max(1, steps.size()), figure, lost, null, null));
        }
    }

    /** A record that closes a position and opens one of the other sign does it in this order. */
    private BigDecimal closing() {
        return steps.size() == 2 && steps.getFirst().move() instanceof Move.Left(var units) ? units : BigDecimal.ZERO;
    }

    /** Why it counts for nothing, as a word; empty if it counts or its own status says so. */
    public Optional<String> reason() {
        return folded.outcome().reason(outgoing());
    }

    /** Why it counts for nothing or changes nothing, in words; empty if it changes something. */
    public Optional<String> detail() {
        return switch (folded.state()) {
            case REJECTED -> folded.outcome().detail(outgoing());
            case FAILED -> Optional.of("Its status is failed, so it counts for nothing");
            case APPLIED, REFUSED ->
                folded instanceof FoldedActivity activity && activity.isCorporateAction() && !before.isOpen()
                        ? Optional.of("Nothing was held at that time")
                        : Optional.empty();
        };
    }

    private Optional<String> outgoing() {
        return switch (folded) {
            case FoldedTrade trade -> FoldOutcome.outgoing(trade.volume());
            case FoldedActivity activity -> FoldOutcome.outgoing(activity.terms());
        };
    }
}
