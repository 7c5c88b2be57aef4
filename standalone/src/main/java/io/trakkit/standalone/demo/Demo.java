package io.trakkit.standalone.demo;

import io.trakkit.standalone.demo.DemoClient.Answer;
import io.trakkit.standalone.demo.Samples.Portfolio;
import io.trakkit.wire.json.Json;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Posts the samples and shows the portfolios. A second run on the same data changes nothing and shows the same. */
public final class Demo {

    private static final int CREATED = 201;
    private static final int CONFLICT = 409;
    private static final int MOVES_ON_A_TERMINAL = 10;
    private static final int MOVES_ELSEWHERE = 2;

    /** Settings of a server whose prices move: it replays the months of the samples, one every two seconds. */
    public static final List<String> PRICES = List.of(
            "--trakkit.feed.source=csv",
            "--trakkit.feed.cron=*/2 * * * * *",
            "--trakkit.feed.csv.file=classpath:samples/monthly-prices.csv",
            "--trakkit.feed.csv.ticker-column=symbol",
            "--trakkit.feed.csv.date-format=MMM d uuuu",
            "--trakkit.feed.csv.zone=America/New_York",
            "--trakkit.feed.csv.replay=true");

    private final URI address;
    private final PrintStream out;
    private final PrintStream progress;
    private final boolean terminal;
    private final Runnable checkpoint;

    /**
     * Prepares the demonstration.
     *
     * @param address the address of trakkit
     * @param out receives the tables
     * @param progress receives the progress
     * @param terminal whether the progress goes to a terminal
     * @param checkpoint runs between the steps; an exception from it ends the demonstration
     */
    public Demo(URI address, PrintStream out, PrintStream progress, boolean terminal, Runnable checkpoint) {
        this.address = address;
        this.out = out;
        this.progress = progress;
        this.terminal = terminal;
        this.checkpoint = checkpoint;
    }

    /** @throws DemoException if an answer is not as expected */
    public void run() {
        run(0);
    }

    /**
     * The same, on a server with the settings {@link #PRICES}: shows the portfolios again after each change of prices.
     *
     * @throws DemoException if an answer is not as expected, or no prices come
     */
    public void runWithMovingPrices() {
        run(terminal ? MOVES_ON_A_TERMINAL : MOVES_ELSEWHERE);
    }

    private void run(int moves) {
        Samples samples = Samples.read();
        try (DemoClient api = new DemoClient(address)) {
            List<OpenPortfolio> portfolios = samples.portfolios().stream()
                    .map(portfolio -> new OpenPortfolio(portfolio, createOrFind(api, portfolio)))
                    .toList();
            DemoProgress posting = new DemoProgress(
                    progress, terminal, "posting", samples.requests().size());
            new Poster(api, idsBySample(portfolios), posting, checkpoint).post(samples.requests());
            MovingPrices prices = new MovingPrices(api, samples.requests(), checkpoint);
            int height = 0;
            for (int move = 0; move <= moves; move++) {
                if (moves > 0) {
                    prices.awaitMove();
                }
                if (terminal && height > 0) {
                    // Moves the cursor up and clears the old tables.
                    out.printf("\033[%dA\033[J", height);
                }
                height = show(api, portfolios);
            }
            if (moves > 0) {
                showStreams(portfolios);
            }
        }
    }

    /** @return the number of printed lines */
    private int show(DemoClient api, List<OpenPortfolio> portfolios) {
        StringBuilder tables = new StringBuilder();
        for (OpenPortfolio portfolio : portfolios) {
            checkpoint.run();
            tables.append(System.lineSeparator())
                    .append(PortfolioTable.of(api, portfolio))
                    .append(System.lineSeparator());
        }
        out.print(tables);
        out.flush();
        return Math.toIntExact(tables.toString().lines().count());
    }

    private void showStreams(List<OpenPortfolio> portfolios) {
        out.println();
        out.println("Follow changes of trades and prices live:");
        portfolios.forEach(
                portfolio -> out.println("  curl -N " + address + "/api/v1/portfolio/" + portfolio.id() + "/stream"));
    }

    /** A portfolio and its number on the server. */
    record OpenPortfolio(Portfolio sample, long id) {}

    private static Map<String, Long> idsBySample(List<OpenPortfolio> portfolios) {
        return portfolios.stream()
                .collect(Collectors.toMap(portfolio -> portfolio.sample().sample(), OpenPortfolio::id));
    }

    private static long createOrFind(DemoClient api, Portfolio portfolio) {
        ObjectNode body = Json.strict().createObjectNode();
        body.put("user_id", portfolio.userId()).put("name", portfolio.name());
        Answer answer = api.send("POST", "portfolio/", body);
        return switch (answer.status()) {
            case CREATED -> answer.body().required("id").asLong();
            case CONFLICT -> find(api, portfolio);
            default -> throw answer.unexpected("POST portfolio/ " + body);
        };
    }

    private static long find(DemoClient api, Portfolio portfolio) {
        String path = "portfolio/?user_id=%s&name=%s".formatted(encoded(portfolio.userId()), encoded(portfolio.name()));
        Answer answer = api.get(path);
        if (answer.body().at("/results/0/id").isMissingNode()) {
            throw answer.unexpected("GET " + path);
        }
        return answer.body().at("/results/0/id").asLong();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Returns commands with which a person can look around. */
    public static String whatToTry(URI address) {
        return """

                trakkit keeps running; Ctrl-C stops it. Some things to try:
                  curl '%1$s/api/v1/portfolio-summary/?user_id=ada'
                  curl '%1$s/api/v1/trade/?user_id=ada&state=rejected'
                  curl '%1$s/api/v1/trade/ada-trading:AAPL:2006-01:sell/history/'
                  and %1$s/docs/ in a browser""".formatted(address);
    }
}
