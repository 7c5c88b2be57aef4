package io.trakkit.feed.source.http;

import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.SourceException;
import io.trakkit.feed.source.http.Answers.Read;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends a request for quotes and reads its answer. */
final class Fetch implements AutoCloseable {

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final HttpSettings settings;
    private final Answers answers;
    private final Clock clock;
    private final HttpClient client;

    Fetch(HttpSettings settings, Answers answers, Clock clock) {
        this.settings = settings;
        this.answers = answers;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                // A redirect could lead to a host that the settings do not name.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    /** The result of a request. */
    sealed interface Outcome {

        /** @param remember the state to keep once the quotes are safe */
        record Fetched(Read read, Remembered remember) implements Outcome {}

        /** Nothing has changed since the last answer. */
        record Unchanged() implements Outcome {}

        /**
         * The request failed.
         *
         * @param busy whether the service asks for a pause of all requests
         * @param retryAfter the length of the pause, if the service gives one
         */
        record Failed(String why, boolean busy, Optional<Duration> retryAfter) implements Outcome {}

        /** The request was not sent, because the service has asked for a pause. */
        record NotAsked() implements Outcome {}
    }

    Outcome fetch(URI address, List<Ticker> tickers, Remembered remembered) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(settings.timeout())
                .header("Accept", "application/json")
                .GET();
        settings.headers().forEach(request::header);
        remembered.addConditions(request);
        try {
            return outcome(send(request.build()), tickers, remembered);
        } catch (IOException e) {
            return failed(e.toString());
        } catch (SourceException e) {
            return failed("unexpected answer: " + e.getMessage());
        }
    }

    /** Limits the time for the body: the client's own timeout ends with the head of the answer. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request,
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofByteArray(),
                        settings.maxBody().toBytes()));
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no complete answer within " + settings.timeout(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private Outcome outcome(HttpResponse<byte[]> answer, List<Ticker> tickers, Remembered remembered) {
        int status = answer.statusCode();
        if (status == OK) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            return new Outcome.Fetched(answers.read(answer.body(), tickers, now), Remembered.of(answer.headers()));
        }
        if (status == NOT_MODIFIED && remembered.hasConditions()) {
            return new Outcome.Unchanged();
        }
        if (status == TOO_MANY || status == UNAVAILABLE) {
            return new Outcome.Failed("the service answered " + status, true, retryAfter(answer.headers()));
        }
        if (status / 100 == 3) {
            return failed(
                    "the service answered %d, a redirect, which is not followed: set trakkit.feed.http.url to the address that it names"
                            .formatted(status));
        }
        return failed("the service answered " + status);
    }

    private static Outcome failed(String why) {
        return new Outcome.Failed(why, false, Optional.empty());
    }

    /** Reads a number of seconds or a date; any other value is ignored. */
    private Optional<Duration> retryAfter(HttpHeaders headers) {
        Optional<String> text = headers.firstValue("Retry-After").map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (text.get().matches("[0-9]{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text.get())));
            }
            Instant until = ZonedDateTime.parse(text.get(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), until)).filter(Duration::isPositive);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
