package io.trakkit.domain.returns.rate;

/** How many rates there are, and how sure that is. */
public enum Solution {
    /** One rate was found, and it is proven that there is no other. */
    UNIQUE("unique"),
    /** One rate was found, without proof: there may be others, or it may only nearly balance. */
    FOUND("found"),
    /** More than one rate was found, and none is better than another. */
    SEVERAL("several"),
    /** No rate: nothing was invested, no time has passed, or no rate balances the flows. */
    NONE("none");

    private final String wireName;

    Solution(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
