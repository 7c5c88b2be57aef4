package io.trakkit.ingest.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.postgres.AppPools;
import io.trakkit.store.postgres.ClientDataSource;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.store.postgres.DatabaseRole;
import io.trakkit.store.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;

class DatabaseTest {

    private static final ClientId ANN = new ClientId("ann");
    private static final ClientId BOB = new ClientId("bob");

    @Test
    void aClientThatUsesItsConnectionsDoesNotMakeOthersFail() throws SQLException {
        try (TestDatabase servers = TestDatabase.create();
                HikariDataSource pool = pool(servers)) {
            ClientDataSource source = new ClientDataSource(pool);
            Database database = new Database(source);
            try (var _ = ClientScope.enter(ANN);
                    Connection _ = source.getConnection()) {
                assertThatThrownBy(() -> database.read(() -> one(database)))
                        .isInstanceOf(DatabaseUnavailableException.class)
                        .rootCause()
                        .hasMessageContaining("The client ann uses 1 connections of 2");

                assertThat(ClientScope.within(BOB, () -> database.read(() -> one(database))))
                        .isOne();
                assertThat(ClientScope.within(BOB, () -> database.write(() -> one(database))))
                        .isOne();
            }
            assertThat(ClientScope.within(ANN, () -> database.read(() -> one(database))))
                    .isOne();
        }
    }

    private static int one(Database database) {
        return database.jdbc().sql("SELECT 1").query(Integer.class).single();
    }

    private static HikariDataSource pool(TestDatabase database) {
        DataSourceProperties settings = new DataSourceProperties();
        settings.setUrl(database.jdbcUrl());
        settings.setUsername(TestDatabase.USER);
        settings.setPassword("");
        HikariDataSource pool = AppPools.pool(settings, DatabaseRole.INGEST);
        pool.setMaximumPoolSize(2);
        pool.setConnectionTimeout(300);
        return pool;
    }
}
