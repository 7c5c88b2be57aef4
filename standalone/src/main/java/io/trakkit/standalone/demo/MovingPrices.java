package io.trakkit.standalone.demo;

import io.trakkit.standalone.demo.DemoClient.Answer;
import io.trakkit.standalone.demo.Samples.Request;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads the latest prices of the samples' tickers and notices changes. */
final class MovingPrices {

    private static final int OK = 200;
    private static final int QUESTIONS = 300;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final DemoClient api;
    private final String path;
    private final Runnable checkpoint;
    private String seen = "";

    MovingPrices(DemoClient api, Collection<Request> requests, Runnable checkpoint) {
        this.api = api;
        this.path = requests.stream()
                .map(request -> request.position().ticker())
                .distinct()
                .sorted()
                .collect(Collectors.joining("&ticker=", "price/?ticker=", ""));
        this.checkpoint = checkpoint;
    }

    /**
     * Waits until there are prices that differ from those of the last call.
     *
     * @throws DemoException if none come
     */
    void awaitMove() {
        for (int question = 1; question <= QUESTIONS; question++) {
            checkpoint.run();
            Answer answer = api.get(path);
            if (answer.status() != OK) {
                throw answer.unexpected("GET " + path);
            }
            String prices = answer.body().required("results").values().stream()
                    .filter(price -> price.required("origin").asString().equals("live"))
                    .map(MovingPrices::shown)
                    .collect(Collectors.joining(" "));
            if (!prices.isEmpty() && !prices.equals(seen)) {
                seen = prices;
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new DemoException("The prices have not changed in time: look for messages of price-feed in the log");
    }

    private static String shown(JsonNode price) {
        return price.required("ticker").asString() + " "
                + price.required("price").asString();
    }
}
