package io.trakkit.query;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.actions.CorporateActions;
import io.trakkit.store.prices.FxRates;
import io.trakkit.wire.event.TradeEventCodec;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows as the worker would have written them. */
final class ReadModel {

    static final Instant TIME = Instant.parse("2026-11-02T08:13:10.869359Z");
    private static final UUID TOPIC = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final JdbcClient jdbc;
    private final TradeEventCodec codec = new TradeEventCodec();

    ReadModel(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void empty() {
        jdbc.sql(
                        "TRUNCATE dead_letters, trades, activities, events, summaries, portfolios, price_history, corporate_actions,"
                                + " refolds CASCADE")
                .update();
        jdbc.sql("DELETE FROM generations WHERE state <> 'live'").update();
    }

    /** Changes it behind everybody's back. */
    void execute(String sql) {
        jdbc.sql(sql).update();
    }

    /** What stands in the summary of a ticker. */
    record Amounts(String ticker, BigDecimal held, BigDecimal cost, BigDecimal realised) {}

    List<Amounts> amounts() {
        return jdbc.sql("SELECT ticker, held, cost, realised FROM summaries WHERE version > 0")
                .query((row, _) -> new Amounts(
                        row.getString("ticker"),
                        row.getBigDecimal("held"),
                        row.getBigDecimal("cost"),
                        row.getBigDecimal("realised")))
                .list();
    }

    void portfolio(long id, String user, String name) {
        jdbc.sql("""
                        INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at)
                        VALUES ('default', :id, :user, :name, :at, :at)
                        """)
                .param("id", id)
                .param("user", user)
                .param("name", name)
                .param("at", TIME.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** A portfolio in that currency, in which more can be sold than is held. */
    void portfolio(long id, String user, String name, String currency, boolean allowShort) {
        portfolio(id, user, name);
        jdbc.sql("UPDATE portfolios SET currency = :currency, allow_short = :allowShort WHERE portfolio_id = :id")
                .param("currency", currency)
                .param("allowShort", allowShort)
                .param("id", id)
                .update();
    }

    /** What a unit of a currency cost in another one at a time. */
    void rate(String base, String quote, String rate, String time) {
        new FxRates(jdbc)
                .record(
                        new CurrencyCode(base),
                        new CurrencyCode(quote),
                        new FxRates.KnownRate(FxRate.of(rate), Instant.parse(time), new PriceSourceName("manual")));
    }

    /** A corporate action that counts, of the ticker of all portfolios; summaries are left as they are. */
    void action(String id, String ticker, ActivityTerms terms, String effectiveAt) {
        Instant at = Instant.parse(effectiveAt);
        new CorporateActions(jdbc)
                .save(new CorporateAction(
                        ClientId.DEFAULT,
                        new RefId(id),
                        new Ticker(ticker),
                        terms,
                        Optional.empty(),
                        at,
                        Optional.empty(),
                        new TreeMap<>(),
                        false,
                        1,
                        TIME,
                        TIME));
        // The positions of these tests are folded when they are read; this says with which actions.
        jdbc.sql("""
                UPDATE summaries s SET action_change = a.change
                FROM corporate_actions a
                WHERE a.client_id = s.client_id AND a.ticker = s.ticker AND a.action_id = :id
                """).param("id", id).update();
    }

    /** What a portfolio holds of a ticker, in the live generation. */
    void summary(long portfolio, String ticker, String held, String cost, String realised, long version) {
        summary(1, portfolio, ticker, held, cost, realised, version);
    }

    void summary(
            int generation, long portfolio, String ticker, String held, String cost, String realised, long version) {
        jdbc.sql("""
                        INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,
                            last_executed_at, last_side, last_ref_id, since_checkpoint, trades, version, updated_at)
                        VALUES ('default', :generation, :portfolio, :ticker, :held::numeric, :cost::numeric,
                            :realised::numeric, :at, 1, 'r1', 0, :version, :version, :at)
                        """)
                .param("generation", generation)
                .param("portfolio", portfolio)
                .param("ticker", ticker)
                .param("held", held)
                .param("cost", cost)
                .param("realised", realised)
                .param("version", version)
                .param("at", TIME.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** One unit of each of the tickers T1, T2, …, which cost 100 and is worth 101. */
    void summaries(long portfolio, int tickers) {
        jdbc.sql("""
                        INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,
                            last_executed_at, last_side, last_ref_id, since_checkpoint, trades, version, updated_at)
                        SELECT 'default', 1, :portfolio, 'T' || n, 1, 100, 0, :at, 1, 'r1', 0, 1, 1, :at
                        FROM generate_series(1, :tickers) AS n
                        """)
                .param("portfolio", portfolio)
                .param("tickers", tickers)
                .param("at", TIME.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                        INSERT INTO price_history (ticker, price, currency, quoted_at, source)
                        SELECT 'T' || n, 101, 'USD', :at, 'test' FROM generate_series(1, :tickers) AS n
                        """)
                .param("tickers", tickers)
                .param("at", TIME.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** What a ticker cost at a time, in US dollars. */
    void quote(String ticker, String price, String time) {
        jdbc.sql("""
                        INSERT INTO price_history (ticker, price, currency, quoted_at, source)
                        VALUES (:ticker, :price::numeric, 'USD', :time, 'test')
                        """)
                .param("ticker", ticker)
                .param("price", price)
                .param("time", Instant.parse(time).atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Everything costs more now. */
    void moveAllPrices() {
        jdbc.sql("UPDATE price_history SET price = price + 1, quoted_at = quoted_at + interval '1 second'")
                .update();
    }

    /** Ten units of AMZN, bought for 100 each by u-1 in portfolio 1, and applied. */
    void trade(String refId, Instant executedAt) {
        trade(refId, 1, "u-1", "AMZN", 1, "10", "100", "applied", executedAt, executedAt);
    }

    /** An accepted trade; there must be a summary of its key. */
    void trade(
            String refId,
            long portfolio,
            String user,
            String ticker,
            int side,
            String volume,
            String price,
            String state,
            Instant executedAt,
            Instant updatedAt) {
        jdbc.sql("""
                        INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side,
                            security_type, volume, price, status, executed_at, state, version, fingerprint,
                            created_at, updated_at)
                        SELECT 'default', 1, :refId, :portfolio, :ticker, :user, :side, 'stock',
                            :volume::numeric, :price::numeric, CASE :state WHEN 'failed' THEN 'failed' ELSE 'success' END,
                            :executedAt, :state, 3, gen_random_uuid(), :updatedAt, :updatedAt
                        """)
                .param("refId", refId)
                .param("portfolio", portfolio)
                .param("user", user)
                .param("ticker", ticker)
                .param("side", side)
                .param("volume", volume)
                .param("price", price)
                .param("state", state)
                .param("executedAt", executedAt.atOffset(ZoneOffset.UTC))
                .param("updatedAt", updatedAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** One unit of AMZN for 100, bought in portfolio 1 again and again, a second after the other, and the summary of all. */
    void purchases(int count) {
        summary(1, "AMZN", Integer.toString(count), Integer.toString(100 * count), "0", count);
        jdbc.sql("""
                        INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side,
                            security_type, volume, price, status, executed_at, state, version, fingerprint,
                            created_at, updated_at)
                        SELECT 'default', 1, 'n-' || n, 1, 'AMZN', 'u-1', 1, 'stock', 1, 100, 'success',
                            timestamptz '2025-01-01Z' + n * interval '1 second', 'applied', 1, gen_random_uuid(),
                            timestamptz '2025-01-01Z' + n * interval '1 second', '2026-01-01Z'
                        FROM generate_series(1, :count) AS n
                        """).param("count", count).update();
    }

    /** What was held at the place of a rejected trade. */
    void held(String refId, String held) {
        jdbc.sql("UPDATE trades SET held_at_rejection = :held::numeric WHERE ref_id = :refId")
                .param("held", held)
                .param("refId", refId)
                .update();
    }

    /** What a neighbour's late arrival does to a trade. */
    void flip(String refId, String state) {
        jdbc.sql("UPDATE trades SET state = :state WHERE ref_id = :refId")
                .param("state", state)
                .param("refId", refId)
                .update();
    }

    /** An accepted event, in partition 7. */
    void event(TradeEvent event, long offset) {
        jdbc.sql("""
                        INSERT INTO events (client_id, generation, event_id, type, portfolio_id, ticker, ref_id,
                            fingerprint, occurred_at, topic_id, partition, log_offset, payload)
                        VALUES ('default', 1, :eventId, :type, :portfolio, :ticker, :refId, :fingerprint, :at, :topic, 7,
                            :offset, :payload)
                        """)
                .param("eventId", event.eventId())
                .param("type", event.type().wireName())
                .param("portfolio", event.key().portfolio().value())
                .param("ticker", event.key().ticker().value())
                .param("refId", event.subject().map(Object::toString).orElse(null))
                .param("fingerprint", event.fingerprint().value())
                .param("at", event.occurredAt().atOffset(ZoneOffset.UTC))
                .param("topic", TOPIC)
                .param("offset", offset)
                .param("payload", codec.encode(event))
                .update();
    }

    /** A refused event, in partition 7. */
    void refused(TradeEvent event, long offset, DeadLetterReason reason, String detail) {
        deadLetter(
                event.type().wireName(),
                event.subject().map(Object::toString).orElse(null),
                codec.encode(event),
                offset,
                event.occurredAt(),
                reason,
                detail);
    }

    /** A refused record of which no more than its type and its ref_id could be made out. */
    void deadLetter(
            @Nullable String type,
            @Nullable String refId,
            byte[] value,
            long offset,
            Instant loggedAt,
            DeadLetterReason reason,
            String detail) {
        jdbc.sql("""
                        INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail,
                            record_value, record_headers, logged_at, type, ref_id, user_id, portfolio_id, ticker)
                        VALUES ('default', :topic, 7, :offset, 'trakkit.trades', :reason, :detail, :value, '', :at, :type,
                            :refId, 'u-1', 1, 'AMZN')
                        """)
                .param("topic", TOPIC)
                .param("offset", offset)
                .param("reason", reason.wireName())
                .param("detail", detail)
                .param("value", value)
                .param("at", loggedAt.atOffset(ZoneOffset.UTC))
                .param("type", type)
                .param("refId", refId)
                .update();
    }

    /** An operator has redriven the dead letter at that offset. */
    void redriven(long offset) {
        jdbc.sql("""
                        UPDATE dead_letters SET outcome = 'redriven', outcome_by = 'ann',
                                                outcome_at = '2026-11-02T12:00:00Z'
                        WHERE log_offset = :offset
                        """).param("offset", offset).update();
    }

    /** A second generation beside the live one. */
    void buildGeneration(int generation) {
        jdbc.sql("INSERT INTO generations (generation, fold_version, state) VALUES (:generation, 1, 'building')")
                .param("generation", generation)
                .update();
    }
}
