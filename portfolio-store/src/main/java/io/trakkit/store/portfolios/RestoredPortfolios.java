package io.trakkit.store.portfolios;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.postgres.BinaryArray.ElementType;
import io.trakkit.store.postgres.SqlArrays;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Restores the table of portfolios from its topic. Until it has finished, no other program may write portfolios.
 *
 * <p>The topic can contain two portfolios of a user with the same name, see docs/decisions/0012-recovery.md. The one with the
 * later record keeps the name; the id is appended to the name of the other one.
 */
public final class RestoredPortfolios {

    /** Ids of portfolios that belong to another client than the records say. */
    private static final String OF_OTHERS = """
            SELECT p.portfolio_id
            FROM unnest(:clients, :ids) AS claimed (client_id, portfolio_id)
            JOIN portfolios p ON p.portfolio_id = claimed.portfolio_id
            WHERE p.client_id <> claimed.client_id
            """;

    /** A tombstone revokes a creation that was never confirmed to a caller. A portfolio with trades stays nevertheless. */
    private static final String REMOVE = """
            DELETE FROM portfolios p
            WHERE p.portfolio_id = ANY (:ids)
                AND NOT EXISTS (
                    SELECT FROM summaries s WHERE s.client_id = p.client_id AND s.portfolio_id = p.portfolio_id)
            """;

    private static final String HOLDERS = """
            SELECT p.client_id, p.portfolio_id, p.user_id, p.name, p.currency, p.allow_short, p.created_at, p.updated_at
            FROM unnest(:clients, :users, :names) AS wanted (client_id, user_id, name)
            JOIN portfolios p ON p.client_id = wanted.client_id AND p.user_id = wanted.user_id
                AND p.name = wanted.name
            WHERE p.portfolio_id <> ALL (:ids)
            ORDER BY p.portfolio_id
            """;

    /** Portfolios can swap names. In between, each has a temporary name that no user can choose. */
    private static final String GIVE_NAMES_UP = """
            UPDATE portfolios p SET name = chr(1) || p.portfolio_id
            FROM unnest(:clients, :ids, :names) AS next (client_id, portfolio_id, name)
            WHERE p.client_id = next.client_id AND p.portfolio_id = next.portfolio_id
                AND p.name IS DISTINCT FROM next.name
            """;

    /** Currency and allow_short never change. A record that an earlier version wrote has none of them. */
    private static final String SAVE = """
            INSERT INTO portfolios (client_id, portfolio_id, user_id, name, currency, allow_short, created_at, updated_at)
            SELECT * FROM unnest(:clients, :ids, :users, :names, :currencies, :allowShort, :created, :updated)
            ON CONFLICT (portfolio_id) DO UPDATE
                SET user_id = excluded.user_id, name = excluded.name,
                    currency = coalesce(portfolios.currency, excluded.currency),
                    allow_short = portfolios.allow_short OR excluded.allow_short,
                    created_at = excluded.created_at, updated_at = excluded.updated_at
                WHERE portfolios.client_id = excluded.client_id
            """;

    private static final String IS_TAKEN = """
            SELECT EXISTS (
                SELECT FROM portfolios
                WHERE client_id = :client AND user_id = :user AND name = :name AND portfolio_id <> :id)
            """;

    private static final String SPEND_IDS = """
            SELECT setval('portfolio_ids', :highest) FROM portfolio_ids
            WHERE last_value < :highest OR (last_value = :highest AND NOT is_called)
            """;

    private final JdbcClient jdbc;
    private final ClientAccounts clients;

    public RestoredPortfolios(JdbcClient jdbc) {
        this.jdbc = jdbc;
        clients = new ClientAccounts(jdbc);
    }

    /**
     * A record of the topic.
     *
     * @param portfolio empty for a tombstone
     */
    public record Entry(PortfolioId id, Optional<Portfolio> portfolio) {

        /** Whether a later record of the id counts: it is a tombstone, or names the same client. */
        private boolean admits(Entry later) {
            return portfolio.isEmpty()
                    || later.portfolio()
                            .map(Portfolio::client)
                            .map(portfolio.get().client()::equals)
                            .orElse(true);
        }
    }

    private record Name(ClientId client, UserId user, PortfolioName name) {

        private static Name of(Portfolio portfolio) {
            return new Name(portfolio.client(), portfolio.user(), portfolio.name());
        }
    }

    /**
     * Writes records of the topic to the table, and reserves their ids. A record of a portfolio that belongs to another client
     * changes nothing.
     *
     * @param entries in the order of the topic; the last one of an id counts, among those of the client that was the first to
     *     have it
     */
    public void restore(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        Map<PortfolioId, Entry> last = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Entry before = last.get(entry.id());
            if (before == null || before.admits(entry)) {
                last.remove(entry.id());
                last.put(entry.id(), entry);
            }
        }
        remove(last.values().stream()
                .filter(entry -> entry.portfolio().isEmpty())
                .map(Entry::id)
                .toList());
        restorePortfolios(ofTheirClients(last.values().stream()
                .flatMap(entry -> entry.portfolio().stream())
                .toList()));
        long highest =
                last.keySet().stream().mapToLong(PortfolioId::value).max().orElseThrow();
        jdbc.sql(SPEND_IDS).param("highest", highest).query((_, _) -> "").optional();
    }

    private void remove(List<PortfolioId> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(REMOVE)
                    .param("ids", SqlArrays.longs(ids, PortfolioId::value))
                    .update();
        }
    }

    private List<Portfolio> ofTheirClients(List<Portfolio> portfolios) {
        Set<PortfolioId> foreign = jdbc.sql(OF_OTHERS)
                .param("clients", SqlArrays.texts(portfolios, Portfolio::client))
                .param("ids", ids(portfolios))
                .query((row, _) -> new PortfolioId(row.getLong("portfolio_id")))
                .set();
        return portfolios.stream()
                .filter(portfolio -> !foreign.contains(portfolio.id()))
                .toList();
    }

    private void restorePortfolios(List<Portfolio> portfolios) {
        if (portfolios.isEmpty()) {
            return;
        }
        clients.open(portfolios.stream().map(Portfolio::client).distinct().toList());
        List<Portfolio> namesakes = new ArrayList<>();
        Map<Name, Portfolio> winners = new LinkedHashMap<>();
        for (Portfolio portfolio : portfolios) {
            Portfolio before = winners.put(Name.of(portfolio), portfolio);
            if (before != null) {
                namesakes.add(before);
            }
        }
        namesakes.addAll(otherHolders(winners.values(), portfolios));
        giveNamesUp(winners.values(), Portfolio::name);
        giveNamesUp(namesakes, _ -> null);
        save(winners.values());
        namesakes.forEach(namesake -> save(List.of(underFreeName(namesake))));
    }

    /** Other portfolios with one of these names; their records came earlier. */
    private List<Portfolio> otherHolders(Collection<Portfolio> winners, List<Portfolio> restoredNow) {
        return jdbc.sql(HOLDERS)
                .param("clients", SqlArrays.texts(winners, Portfolio::client))
                .param("users", SqlArrays.texts(winners, Portfolio::user))
                .param("names", SqlArrays.texts(winners, Portfolio::name))
                .param("ids", ids(restoredNow))
                .query((row, _) -> Portfolios.portfolio(row))
                .list();
    }

    private void giveNamesUp(Collection<Portfolio> portfolios, Function<Portfolio, @Nullable Object> next) {
        jdbc.sql(GIVE_NAMES_UP)
                .param("clients", SqlArrays.texts(portfolios, Portfolio::client))
                .param("ids", ids(portfolios))
                .param("names", SqlArrays.texts(portfolios, next))
                .update();
    }

    private void save(Collection<Portfolio> portfolios) {
        jdbc.sql(SAVE)
                .param("clients", SqlArrays.texts(portfolios, Portfolio::client))
                .param("ids", ids(portfolios))
                .param("users", SqlArrays.texts(portfolios, Portfolio::user))
                .param("names", SqlArrays.texts(portfolios, Portfolio::name))
                .param(
                        "currencies",
                        SqlArrays.texts(
                                portfolios, portfolio -> portfolio.currency().orElse(null)))
                .param("allowShort", SqlArrays.of(ElementType.BOOL, portfolios, Portfolio::allowShort))
                .param("created", SqlArrays.times(portfolios, Portfolio::createdAt))
                .param("updated", SqlArrays.times(portfolios, Portfolio::updatedAt))
                .update();
    }

    private Portfolio underFreeName(Portfolio portfolio) {
        return IntStream.iterate(1, attempt -> attempt + 1)
                .mapToObj(attempt -> renamed(portfolio, attempt))
                .filter(candidate -> !isTaken(candidate))
                .findFirst()
                .orElseThrow();
    }

    private boolean isTaken(Portfolio candidate) {
        return jdbc.sql(IS_TAKEN)
                .param("client", candidate.client().value())
                .param("user", candidate.user().value())
                .param("name", candidate.name().value())
                .param("id", candidate.id().value())
                .query(Boolean.class)
                .single();
    }

    /** Appends the id: {@code Savings (5)}, or {@code Savings (5, 2)} if that is taken. Shortens a name that gets too long. */
    private static Portfolio renamed(Portfolio portfolio, int attempt) {
        String addition = attempt == 1 ? " (" + portfolio.id() + ")" : " (" + portfolio.id() + ", " + attempt + ")";
        String name = portfolio.name().value();
        int kept = Math.min(name.codePointCount(0, name.length()), PortfolioName.MAX_CHARACTERS - addition.length());
        String shortened = name.substring(0, name.offsetByCodePoints(0, kept));
        return portfolio.renamed(new PortfolioName(shortened + addition), portfolio.updatedAt());
    }

    private static SqlTypeValue ids(Collection<Portfolio> portfolios) {
        return SqlArrays.longs(portfolios, portfolio -> portfolio.id().value());
    }
}
