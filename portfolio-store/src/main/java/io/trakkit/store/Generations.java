package io.trakkit.store;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The read models that there are, of which one is live. */
public final class Generations {

    private static final String LIVE = "SELECT generation, fold_version FROM generations WHERE state = 'live'";

    private final JdbcClient jdbc;

    public Generations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The generation that readers see and batches go to. */
    public Generation live() {
        return jdbc.sql(LIVE)
                .query((row, _) -> new Generation(row.getInt("generation"), row.getInt("fold_version")))
                .single();
    }
}
