package io.trakkit.standalone.demo;

import io.trakkit.standalone.demo.DemoClient.Answer;
import io.trakkit.standalone.demo.Samples.Amendment;
import io.trakkit.standalone.demo.Samples.Creation;
import io.trakkit.standalone.demo.Samples.Position;
import io.trakkit.standalone.demo.Samples.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Posts the requests: positions in parallel, the requests of one position in order. */
final class Poster {

    private static final int ACCEPTED = 202;
    private static final int ATTEMPTS = 12;
    private static final String WAIT = "wait=10";

    private final DemoClient api;
    private final Map<String, Long> portfolioIds;
    private final DemoProgress demoProgress;
    private final Runnable checkpoint;

    Poster(DemoClient api, Map<String, Long> portfolioIds, DemoProgress demoProgress, Runnable checkpoint) {
        this.api = api;
        this.portfolioIds = portfolioIds;
        this.demoProgress = demoProgress;
        this.checkpoint = checkpoint;
    }

    /** Posts the requests and returns when all are applied. */
    void post(List<Request> requests) {
        Map<Position, List<Request>> positions = requests.stream().collect(Collectors.groupingBy(Request::position));
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            positions.values().forEach(position -> all.add(threads.submit(() -> postInOrder(position))));
        }
        all.forEach(Poster::rethrow);
    }

    private static void rethrow(Future<?> posted) {
        try {
            posted.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted", e);
        }
    }

    /** Events of a position are applied in order, so the last one has its outcome after all others. */
    private void postInOrder(List<Request> requests) {
        Request last = lastThatCounts(requests);
        for (Request request : requests) {
            checkpoint.run();
            if (request.equals(last)) {
                awaitOutcome(request);
            } else {
                requireSuccess(request, send(request));
            }
            demoProgress.step();
        }
    }

    /** The last request that is not a repeat: a repeat has the outcome of the first one, which may come before later events. */
    private static Request lastThatCounts(List<Request> requests) {
        return requests.reversed().stream()
                .filter(request -> !(request instanceof Creation creation && creation.repeat()))
                .findFirst()
                .orElseThrow();
    }

    private void awaitOutcome(Request request) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            checkpoint.run();
            Answer answer = send(request, "Prefer", WAIT);
            requireSuccess(request, answer);
            if (answer.status() != ACCEPTED) {
                return;
            }
        }
        throw new DemoException("Line " + request.line() + " of the samples was accepted, but not applied in time");
    }

    private static void requireSuccess(Request request, Answer answer) {
        if (answer.status() / 100 != 2) {
            throw answer.unexpected("Line " + request.line() + " of the samples");
        }
    }

    /** Sends a request; a second sending has no effect. */
    private Answer send(Request request, String... headers) {
        return switch (request) {
            case Creation creation -> api.send("POST", "trade/", withPortfolio(creation), headers);
            case Amendment amendment -> {
                List<String> all = new ArrayList<>(List.of(headers));
                all.addAll(List.of("Idempotency-Key", "samples-line-" + amendment.line()));
                String path = "trade/" + amendment.refId() + "/";
                yield api.send("PATCH", path, amendment.body(), all.toArray(String[]::new));
            }
        };
    }

    private ObjectNode withPortfolio(Creation creation) {
        String sample = creation.position().portfolio();
        long id = Objects.requireNonNull(portfolioIds.get(sample), "Every portfolio is created first");
        return creation.body().deepCopy().put("portfolio", id);
    }
}
