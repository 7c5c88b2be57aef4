package io.trakkit.store.read;

/** In which direction a list is ordered. */
public enum Direction {
    ASCENDING(" ASC", ">"),
    DESCENDING(" DESC", "<");

    private final String keyword;
    private final String follows;

    Direction(String keyword, String follows) {
        this.keyword = keyword;
        this.follows = follows;
    }

    String keyword() {
        return keyword;
    }

    /** How the values of later rows compare with those of earlier ones. */
    String follows() {
        return follows;
    }

    Direction reversed() {
        return switch (this) {
            case ASCENDING -> DESCENDING;
            case DESCENDING -> ASCENDING;
        };
    }
}
