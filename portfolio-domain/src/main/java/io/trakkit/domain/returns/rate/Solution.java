package io.trakkit.domain.returns.rate;

/** How many rates there are. */
public enum Solution {
    /** One, and it is proven that there is no other. */
    UNIQUE("unique"),
    /** One was found, and that there are others, or that it does more than nearly balance, can't be ruled out. */
    FOUND("found"),
    /** More than one was found, and none of them is better than another. */
    SEVERAL("several"),
    /** None: nothing was invested, or no time has passed, or no rate balances what went in and out. */
    NONE("none");

    private final String wireName;

    Solution(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
