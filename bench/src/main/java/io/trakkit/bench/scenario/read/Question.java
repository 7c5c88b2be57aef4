package io.trakkit.bench.scenario.read;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.log.Prices;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.peer.CapturedQuery;
import io.trakkit.bench.peer.PlainReads.Asked;
import io.trakkit.bench.site.Site;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.faults.site.App;
import io.trakkit.store.query.Holdings;
import io.trakkit.store.query.SummaryPages;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Window;
import io.trakkit.store.query.trades.TradeFilter;
import io.trakkit.store.query.trades.TradePages;
import io.trakkit.store.query.trades.TradeSort;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Something that an application asks.
 *
 * @param paths what to GET, in turns
 * @param plain what is asked plainly for each of them
 * @param connections over how many it is asked at once
 * @param times how often it is asked in a round
 * @param mostMillis within how many 99 of 100 answers are to be there
 * @param pricesMove whether all prices are set again each second
 */
record Question(
        String name,
        List<String> paths,
        List<Asked> plain,
        int connections,
        int times,
        OptionalInt mostMillis,
        boolean pricesMove) {

    private static final String POSITIONS = """
            SELECT ticker, held, cost, realised
            FROM summaries
            WHERE client_id = ? AND generation = (SELECT generation FROM generations WHERE state = 'live')
                AND portfolio_id = ? AND version > 0
            ORDER BY ticker
            """;

    private static final int PAGE = 10;
    private static final int LONG_STEP = 1_000;
    private static final int PORTFOLIOS_ASKED = 200;
    private static final List<Long> ONE_SMALL = List.of(RandomTrades.SMALL_PORTFOLIO);
    private static final List<Long> ONE_LARGE = List.of(RandomTrades.LARGE_PORTFOLIO);

    /** Of those that share the rest of the keys. */
    private static final List<Long> OTHERS =
            RandomTrades.portfolios().skip(2).limit(100).boxed().toList();

    private static final String TRADES = "/api/v1/trade/";
    private static final int CONNECTIONS = 32;
    private static final OptionalInt MOST_MILLIS = OptionalInt.of(25);

    private Question(
            String name, List<String> paths, List<Asked> plain, int connections, int times, OptionalInt mostMillis) {
        this(name, paths, plain, connections, times, mostMillis, false);
    }

    /** The same, while all prices are set again each second. */
    private Question atMovingPrices() {
        return new Question(name + ", prices move", paths, plain, connections, times, mostMillis, true);
    }

    boolean isSummaryPage() {
        return name.startsWith("summary");
    }

    boolean isTradeList() {
        return name.startsWith("trade list");
    }

    /** Whether 99 of 100 answers are to be there in half of the time that the plain way takes. */
    boolean isTwiceAsPrompt() {
        return name.startsWith("returns of 1,000") && connections == CONNECTIONS;
    }

    /** What the plain way is called. */
    String plainly() {
        return plain.getFirst().keys().isEmpty() ? "the same SQL by JDBC" : "the same by JDBC and sockets";
    }

    /** @param deepPage which page of the trades is asked for beside the first */
    static List<Question> all(Site site, String database, App query, int deepPage) throws SQLException, IOException {
        try (Connection connection = site.databases().connect(database)) {
            return List.of(
                    summaries(connection),
                    returns(connection, "10 tickers", ONE_SMALL, CONNECTIONS, 30_000, MOST_MILLIS),
                    returns(
                            connection,
                            "99 tickers in each of 100 portfolios",
                            OTHERS,
                            CONNECTIONS,
                            10_000,
                            MOST_MILLIS),
                    returnsOfMany(connection, 1, 1_000, OptionalInt.empty()),
                    returnsOfMany(connection, 4, 3_000, OptionalInt.empty()),
                    returnsOfMany(connection, 16, 6_000, OptionalInt.of(40)),
                    returnsOfMany(connection, 16, 6_000, OptionalInt.of(40)).atMovingPrices(),
                    returnsOfMany(connection, CONNECTIONS, 6_000, MOST_MILLIS),
                    returnsOfMany(connection, CONNECTIONS, 6_000, OptionalInt.empty())
                            .atMovingPrices(),
                    trades(connection, "trade list, first page", TRADES, Optional.empty()),
                    deepTrades(connection, query, site.key(), deepPage));
        }
    }

    private static Question summaries(Connection connection) {
        List<String> paths = new ArrayList<>();
        List<Asked> sql = new ArrayList<>();
        RandomTrades.portfolios().skip(2).limit(PORTFOLIOS_ASKED).forEach(portfolio -> {
            paths.add("/api/v1/portfolio-summary/?user_id=%s&portfolio_id=%d"
                    .formatted(RandomTrades.owner(portfolio), portfolio));
            SummaryPages.Filter filter = new SummaryPages.Filter(
                    Optional.of(RandomTrades.owner(portfolio)),
                    Optional.of(new PortfolioId(portfolio)),
                    Optional.empty(),
                    false);
            sql.add(statements(
                    connection,
                    jdbc -> new SummaryPages(jdbc).page(ClientId.DEFAULT, filter, Direction.ASCENDING, first())));
        });
        return new Question("summary page", paths, sql, CONNECTIONS, 30_000, MOST_MILLIS);
    }

    private static Question returnsOfMany(Connection connection, int connections, int times, OptionalInt mostMillis) {
        return returns(connection, "1,000 tickers", ONE_LARGE, connections, times, mostMillis);
    }

    /**
     * At the prices that Redis has: those of the open positions are asked for. The plain way reads the rows each time, as
     * anybody would; what the store sends makes PostgreSQL add up a digest of them first. The rate of the quotes' currency is asked
     * once a second; the plain way is spared it altogether.
     *
     * @param portfolios asked for in turns. Callers of one portfolio share what is read of it
     */
    private static Question returns(
            Connection connection,
            String what,
            List<Long> portfolios,
            int connections,
            int times,
            OptionalInt mostMillis) {
        Holdings holdings = new Holdings(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
        String from = connections == 1 ? "1 connection" : connections + " connections";
        return new Question(
                "returns of %s, %s".formatted(what, from),
                portfolios.stream()
                        .map("/api/v1/portfolio/%d/cumulative-returns/"::formatted)
                        .toList(),
                portfolios.stream()
                        .map(portfolio -> new Asked(
                                List.of(new CapturedQuery(POSITIONS, List.of(ClientId.DEFAULT.value(), portfolio))),
                                keys(holdings, portfolio)))
                        .toList(),
                connections,
                times,
                mostMillis);
    }

    private static List<String> keys(Holdings holdings, long portfolio) {
        List<String> keys = new ArrayList<>();
        holdings.of(ClientId.DEFAULT, new PortfolioId(portfolio))
                .orElseThrow()
                .positions()
                .forEach((ticker, held) -> {
                    if (held.position().isOpen()) {
                        keys.add(Prices.key(ticker));
                    }
                });
        return keys;
    }

    private static Question trades(Connection connection, String name, String path, Optional<TradeSort.Key> after) {
        Window<TradeSort.Key> window = after.<Window<TradeSort.Key>>map(
                        key -> new Window<>(PAGE, new Window.Start.After<>(key)))
                .orElseGet(Question::first);
        // That there are many is asked once a second; the plain way is spared it altogether.
        List<CapturedQuery> nearlyAlways = CapturedQuery.of(connection, jdbc -> {
            TradePages pages = new TradePages(jdbc);
            for (int i = 0; i < 2; i++) {
                pages.page(ClientId.DEFAULT, TradeFilter.ALL, TradeSort.EXECUTED_AT, Direction.DESCENDING, window);
            }
        });
        return new Question(
                name,
                List.of(path),
                List.of(new Asked(List.of(nearlyAlways.getLast()), List.of())),
                CONNECTIONS,
                10_000,
                MOST_MILLIS);
    }

    /** Goes there by the links, in long steps, since a cursor fits pages of any size. */
    private static Question deepTrades(Connection connection, App query, String apiKey, int deepPage)
            throws IOException {
        String path = TRADES;
        JsonNode last = JsonMapper.shared().nullNode();
        try (HttpConnection http = HttpConnection.to(query.uri())) {
            int size = 0;
            for (int rows = (deepPage - 1) * PAGE; rows > 0; rows -= size) {
                size = rows >= LONG_STEP ? LONG_STEP : PAGE;
                HttpConnection.Answer answer = http.exchange(
                        HttpConnection.withKey(HttpConnection.get(query.uri(), sized(path, size)), apiKey));
                JsonNode json = JsonMapper.shared().readTree(answer.body());
                URI next = URI.create(json.get("next").stringValue());
                path = next.getRawPath() + "?" + next.getRawQuery();
                last = json.get("results").get(size - 1);
            }
        }
        TradeSort.Key key = new TradeSort.Key(
                Instant.parse(last.get("executed_at").stringValue()),
                new RefId(last.get("ref_id").stringValue()));
        return trades(
                connection, "trade list, page %,d by next".formatted(deepPage), sized(path, PAGE), Optional.of(key));
    }

    private static String sized(String path, int size) {
        String wanted = "page_size=" + size;
        return path.contains("page_size=") ? path.replaceFirst("page_size=[0-9]+", wanted) : path + "?" + wanted;
    }

    private static <K> Window<K> first() {
        return new Window<>(PAGE, new Window.Start.Skipping<>(0));
    }

    private static Asked statements(Connection connection, Consumer<JdbcClient> use) {
        return new Asked(CapturedQuery.of(connection, use), List.of());
    }
}
