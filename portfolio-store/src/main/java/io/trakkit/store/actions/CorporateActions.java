package io.trakkit.store.actions;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.store.postgres.LockTimeouts;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of corporate actions. A batch holds the lock of this table together with other batches, so that the actions stay
 * the same while it folds; who records an action holds it alone for a moment. So a new key either is there when the keys to
 * refold are looked up, or its fold sees the action.
 */
public final class CorporateActions {

    private static final String COLUMNS = """
            client_id, action_id, ticker, type, per_unit, numerator, denominator, whole, ex_date, effective_at, currency,
            rate_currencies, rates, withdrawn, version, created_at, updated_at
            """;

    /** Should its holder stand still, PostgreSQL ends its session, and batches go on. */
    private static final String HOLD_ALONE = """
            SELECT set_config('lock_timeout', :patience, true),
                   set_config('idle_in_transaction_session_timeout', :longest, true),
                   pg_advisory_xact_lock(:lock)
            """;

    /**
     * The actions with which the key of a summary {@code s} was folded: those of now, and while the key has still to be folded
     * again, former versions in the place of those that have changed since.
     */
    public static final String OF_SUMMARY = """
            SELECT %1$s
            FROM corporate_actions
            WHERE client_id = s.client_id AND ticker = s.ticker AND change <= s.action_change AND NOT withdrawn
            UNION ALL
            SELECT %1$s
            FROM former_corporate_actions
            WHERE client_id = s.client_id AND ticker = s.ticker AND change <= s.action_change
                AND replaced_by > s.action_change AND NOT withdrawn
            """.formatted(COLUMNS);

    private static final String FIND =
            "SELECT " + COLUMNS + " FROM corporate_actions WHERE client_id = :client AND action_id = :id";

    /** OFFSET 0 keeps each look-up by index. */
    private static final String OF_TICKERS = """
            SELECT *
            FROM unnest(:clients, :tickers) AS wanted (wanted_client, wanted_ticker)
            CROSS JOIN LATERAL (
                SELECT %1$s, change, NULL::bigint AS replaced_by
                FROM corporate_actions
                WHERE client_id = wanted_client AND ticker = wanted_ticker
                UNION ALL
                SELECT %1$s, change, replaced_by
                FROM former_corporate_actions
                WHERE client_id = wanted_client AND ticker = wanted_ticker
                OFFSET 0) AS a
            ORDER BY client_id, ticker, effective_at, action_id
            """.formatted(COLUMNS);

    private static final String NEXT_CHANGE = "SELECT nextval('corporate_action_changes')";

    private static final String KEEP = """
            INSERT INTO former_corporate_actions (%1$s, change, replaced_by)
            SELECT %1$s, change, :change
            FROM corporate_actions
            WHERE client_id = :client AND action_id = :id
            """.formatted(COLUMNS);

    private static final String FORGET = """
            DELETE FROM former_corporate_actions
            WHERE client_id = :client AND ticker = :ticker
                AND NOT EXISTS (SELECT FROM refolds r WHERE r.client_id = :client AND r.ticker = :ticker)
            """;

    private static final String SAVE = """
            INSERT INTO corporate_actions (%s, change)
            VALUES (:client, :id, :ticker, :type, :perUnit, :numerator, :denominator, :whole, :exDate, :effectiveAt,
                    :currency, :rateCurrencies, :rates, :withdrawn, :version, :createdAt, :updatedAt, :change)
            ON CONFLICT (client_id, action_id) DO UPDATE
                SET ticker = excluded.ticker, type = excluded.type, per_unit = excluded.per_unit,
                    numerator = excluded.numerator, denominator = excluded.denominator, whole = excluded.whole,
                    ex_date = excluded.ex_date, effective_at = excluded.effective_at, currency = excluded.currency,
                    rate_currencies = excluded.rate_currencies, rates = excluded.rates,
                    withdrawn = excluded.withdrawn, version = excluded.version, created_at = excluded.created_at,
                    updated_at = excluded.updated_at, change = excluded.change
            """.formatted(COLUMNS);

    private final JdbcClient jdbc;

    public CorporateActions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A ticker of a client. */
    public record ClientTicker(ClientId client, Ticker ticker) {

        public static ClientTicker of(PositionKey key) {
            return new ClientTicker(key.client(), key.ticker());
        }
    }

    /**
     * Waits for the batches in hand, and keeps new ones waiting until the transaction ends.
     *
     * @param patience how long to wait for the batches in hand
     * @param longest how long the transaction may stand still
     * @throws org.springframework.dao.CannotAcquireLockException if the batches in hand take longer
     */
    public void holdAlone(Duration patience, Duration longest) {
        LockTimeouts.acquire(() -> jdbc.sql(HOLD_ALONE)
                .param("patience", patience.toMillis() + "ms")
                .param("longest", longest.toMillis() + "ms")
                .param("lock", BatchSession.CORPORATE_ACTIONS_LOCK)
                .query((_, _) -> "")
                .single());
    }

    public Optional<CorporateAction> find(ClientId client, RefId id) {
        return jdbc.sql(FIND)
                .param("client", client.value())
                .param("id", id.value())
                .query((row, _) -> action(row))
                .optional();
    }

    /** The actions of each of these tickers; tickers without any are left out. */
    public Map<ClientTicker, TickerActions> of(Collection<ClientTicker> tickers) {
        return RoundTrip.alone(jdbc, trip -> of(trip, tickers));
    }

    public RoundTrip.Answer<Map<ClientTicker, TickerActions>> of(RoundTrip trip, Collection<ClientTicker> tickers) {
        Set<ClientTicker> wanted = Set.copyOf(tickers);
        return trip.sql(OF_TICKERS)
                .param("clients", SqlArrays.texts(wanted, ClientTicker::client))
                .param("tickers", SqlArrays.texts(wanted, ClientTicker::ticker))
                .rows(
                        row -> new TickerActions.Version(action(row), row.getLong("change"), replacedBy(row)),
                        CorporateActions::byTicker);
    }

    private static Map<ClientTicker, TickerActions> byTicker(List<TickerActions.Version> versions) {
        Map<ClientTicker, List<TickerActions.Version>> found = new HashMap<>();
        for (TickerActions.Version version : versions) {
            CorporateAction action = version.action();
            found.computeIfAbsent(new ClientTicker(action.client(), action.ticker()), _ -> new ArrayList<>())
                    .add(version);
        }
        Map<ClientTicker, TickerActions> actions = new HashMap<>();
        found.forEach((ticker, ofTicker) -> actions.put(ticker, new TickerActions(ofTicker)));
        return actions;
    }

    private static OptionalLong replacedBy(ResultSet row) throws SQLException {
        long change = row.getLong("replaced_by");
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(change);
    }

    /** Forgets the former versions of the actions of a ticker, unless some of its keys have still to be folded again. */
    public void forgetFormer(ClientId client, Ticker ticker) {
        jdbc.sql(FORGET)
                .param("client", client.value())
                .param("ticker", ticker.value())
                .update();
    }

    /** Writes an action in place of its former version, which is kept until the keys of its ticker are folded again. */
    public void save(CorporateAction action) {
        long change = jdbc.sql(NEXT_CHANGE).query(Long.class).single();
        jdbc.sql(KEEP)
                .param("change", change)
                .param("client", action.client().value())
                .param("id", action.id().value())
                .update();
        jdbc.sql(SAVE)
                .param("client", action.client().value())
                .param("id", action.id().value())
                .param("ticker", action.ticker().value())
                .param("type", action.terms().type().wireName())
                .param("perUnit", action.terms().perUnit().orElse(null))
                .param("numerator", action.terms().ratio().map(Ratio::numerator).orElse(null))
                .param(
                        "denominator",
                        action.terms().ratio().map(Ratio::denominator).orElse(null))
                .param("whole", action.terms().whole())
                .param("exDate", action.exDate().orElse(null))
                .param("effectiveAt", Rows.toSql(action.effectiveAt()))
                .param("currency", action.currency().map(CurrencyCode::value).orElse(null))
                .param("rateCurrencies", SqlArrays.texts(action.rates().keySet(), code -> code))
                .param("rates", SqlArrays.decimals(action.rates().values(), FxRate::value))
                .param("withdrawn", action.withdrawn())
                .param("version", action.version())
                .param("createdAt", Rows.toSql(action.createdAt()))
                .param("updatedAt", Rows.toSql(action.updatedAt()))
                .param("change", change)
                .update();
    }

    static CorporateAction action(ResultSet row) throws SQLException {
        ActivityType type = ActivityType.parse(row.getString("type"));
        BigDecimal numerator = row.getBigDecimal("numerator");
        return new CorporateAction(
                Rows.client(row),
                new RefId(row.getString("action_id")),
                Rows.ticker(row),
                new ActivityTerms(
                        type,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.ofNullable(row.getBigDecimal("per_unit")),
                        numerator == null
                                ? Optional.empty()
                                : Optional.of(new Ratio(numerator, row.getBigDecimal("denominator"))),
                        row.getBoolean("whole")),
                Optional.ofNullable(row.getObject("ex_date", LocalDate.class)),
                Rows.time(row, "effective_at"),
                Optional.ofNullable(row.getString("currency")).map(CurrencyCode::new),
                rates(row),
                row.getBoolean("withdrawn"),
                row.getLong("version"),
                Rows.time(row, "created_at"),
                Rows.time(row, "updated_at"));
    }

    private static SortedMap<String, FxRate> rates(ResultSet row) throws SQLException {
        SortedMap<String, FxRate> rates = new TreeMap<>();
        String[] currencies = (String[]) row.getArray("rate_currencies").getArray();
        BigDecimal[] values = (BigDecimal[]) row.getArray("rates").getArray();
        for (int i = 0; i < currencies.length; i++) {
            rates.put(currencies[i], new FxRate(values[i]));
        }
        return rates;
    }
}
