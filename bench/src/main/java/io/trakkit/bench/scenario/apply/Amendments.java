package io.trakkit.bench.scenario.apply;

import io.trakkit.bench.log.LogWriter;
import io.trakkit.bench.log.OneKeyTrades;
import io.trakkit.bench.report.Spread;
import io.trakkit.bench.site.Site;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Amends trades of one position, one after the other, and sees when each has been applied. */
final class Amendments implements AutoCloseable {

    private static final String VERSION = """
            SELECT version FROM summaries
            WHERE client_id = 'default' AND generation = 1 AND portfolio_id = ? AND ticker = ?
            """;

    private static final Instant AT = Instant.parse("2024-03-01T00:00:00Z");
    private static final long LOOK_EVERY = TimeUnit.MICROSECONDS.toNanos(300);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    private final OneKeyTrades position;
    private final Connection connection;
    private final PreparedStatement version;
    private final LogWriter log;
    private int amended;

    Amendments(Site site, String database, OneKeyTrades position) throws SQLException {
        this.position = position;
        connection = site.databases().connect(database);
        version = connection.prepareStatement(VERSION);
        version.setLong(1, position.key().portfolio().value());
        version.setString(2, position.key().ticker().value());
        log = new LogWriter(site);
    }

    /** Amends the price of the newest trade; the median in milliseconds. */
    double newest(int times) throws Exception {
        return median(times, position.count() - 1, i -> price(i));
    }

    /** The oldest gets other prices: every trade after it is folded again, and stays in its state. */
    double oldest(int times) throws Exception {
        return median(times, 0, i -> price(i));
    }

    /** The oldest gets less and gets it back: those that sold of it are rejected, and applied again. */
    double oldestWithFlips(int times) throws Exception {
        return median(times, 0, i -> volume(i % 2 == 0 ? 1 : position.dependent()));
    }

    private interface Content {

        Amendment of(int time);
    }

    private double median(int times, int place, Content content) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long before = version();
            TradeEvent event = new TradeEvent.Amended(
                    UUID.randomUUID(),
                    ClientId.DEFAULT,
                    AT.plusMillis(amended++),
                    position.key(),
                    position.refId(place),
                    content.of(i),
                    OptionalLong.empty());
            long began = System.nanoTime();
            log.write(event);
            while (version() == before) {
                if (System.nanoTime() - began > PATIENCE) {
                    throw new IllegalStateException("The amendment is never applied");
                }
                LockSupport.parkNanos(LOOK_EVERY);
            }
            millis.add((System.nanoTime() - began) / 1e6);
        }
        return Spread.of(millis).median();
    }

    private Amendment price(int time) {
        Price price = new Price(BigDecimal.valueOf(20_000L + amended + time, 2));
        return new Amendment(Optional.empty(), Optional.of(price), Optional.empty());
    }

    private static Amendment volume(int units) {
        return new Amendment(Optional.of(new Volume(BigDecimal.valueOf(units))), Optional.empty(), Optional.empty());
    }

    private long version() throws SQLException {
        try (ResultSet row = version.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        log.close();
        connection.close();
    }
}
