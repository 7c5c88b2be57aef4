package io.trakkit.domain.lots;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.WireNames;

/** Which units leave first, and at what cost. */
public enum CostMethod {
    /** Moving weighted average, the method of the summaries: all units cost the same. The oldest leave first. */
    AVERAGE("average"),
    /** The oldest lot first. */
    FIFO("fifo"),
    /** The newest lot first. */
    LIFO("lifo"),
    /** The lot with the highest cost per unit first; of equal ones the oldest. */
    HIFO("hifo");

    private final String wireName;

    CostMethod(String wireName) {
        this.wireName = wireName;
    }

    /** The name that the wire uses. */
    public String wireName() {
        return wireName;
    }

    /** @throws InvalidValueException if no method has that name */
    public static CostMethod parse(String wireName) {
        return WireNames.parse(values(), CostMethod::wireName, wireName);
    }
}
