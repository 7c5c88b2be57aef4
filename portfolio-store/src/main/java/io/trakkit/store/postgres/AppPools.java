package io.trakkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;

/**
 * Creates the connection pools of the apps, one for each, since each works in a role of its own, also where several share a
 * process.
 */
public final class AppPools {

    private AppPools() {}

    /**
     * A pool that connects with its first use.
     *
     * @param settings {@code spring.datasource.*}; the caller binds {@code spring.datasource.hikari.*} to the pool
     * @param role in which each session works
     */
    public static HikariDataSource pool(DataSourceProperties settings, DatabaseRole role) {
        HikariDataSource pool = settings.initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
        pool.setPoolName(role.sqlName());
        pool.setConnectionInitSql(role.connectionInitSql());
        return pool;
    }
}
