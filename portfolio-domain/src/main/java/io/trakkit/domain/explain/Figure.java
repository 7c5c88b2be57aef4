package io.trakkit.domain.explain;

import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.WireNames;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A number of a position that records change, with its name in answers. */
public enum Figure {
    HELD("held"),
    COST("cost"),
    FEES("fees"),
    REALISED("realised"),
    INCOME("income"),
    /** The cost in the currency of the records, as long as all share one. */
    LOCAL_COST("local_cost"),
    /** The realised gain in the currency of the records, as long as all share one. */
    LOCAL_REALISED("local_realised"),
    /** The average cost of one unit, to two decimals. */
    AVERAGE("average");

    private final String wireName;

    Figure(String wireName) {
        this.wireName = wireName;
    }

    /** The name that answers and parameters use. */
    public String wireName() {
        return wireName;
    }

    /** @throws InvalidValueException if no number has that name */
    public static Figure parse(String wireName) {
        return WireNames.parse(values(), Figure::wireName, wireName);
    }

    /** The number in a position; null where it is not known. */
    public @Nullable BigDecimal of(Position position) {
        return switch (this) {
            case HELD -> position.held();
            case COST -> position.cost();
            case FEES -> position.fees();
            case REALISED -> position.realised();
            case INCOME -> position.income();
            case AVERAGE -> position.averageCost();
            case LOCAL_COST ->
                switch (position.local()) {
                    case LocalAmounts.InPortfolioCurrency _ -> position.cost();
                    case LocalAmounts.Foreign one -> one.cost();
                    case LocalAmounts.None _, LocalAmounts.Mixed _ -> null;
                };
            case LOCAL_REALISED ->
                switch (position.local()) {
                    case LocalAmounts.InPortfolioCurrency _ -> position.realised();
                    case LocalAmounts.Foreign one -> one.realised();
                    case LocalAmounts.None _, LocalAmounts.Mixed _ -> null;
                };
        };
    }
}
