package io.trakkit.store.query.page;

/** The direction of a list. */
public enum Direction {
    ASCENDING(" ASC", ">"),
    DESCENDING(" DESC", "<");

    private final String keyword;
    private final String follows;

    Direction(String keyword, String follows) {
        this.keyword = keyword;
        this.follows = follows;
    }

    public String keyword() {
        return keyword;
    }

    /** How the values of later rows compare with those of earlier ones. */
    public String follows() {
        return follows;
    }

    public Direction reversed() {
        return switch (this) {
            case ASCENDING -> DESCENDING;
            case DESCENDING -> ASCENDING;
        };
    }
}
