package io.trakkit.cli.imports;

import io.trakkit.cli.http.Server;
import io.trakkit.cli.program.CommandException;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Asks trakkit whose a portfolio is, and for its currency: the file of a broker has neither. */
record PortfolioLookup(UserId user, CurrencyCode currency) {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;

    /** @throws CommandException if there is no such portfolio, or trakkit does not answer */
    static PortfolioLookup of(Server server, PortfolioId portfolio) {
        HttpRequest request = server.request("api/v1/portfolio/" + portfolio + "/", Map.of())
                .timeout(TIMEOUT)
                .GET()
                .build();
        try {
            HttpResponse<byte[]> response = server.client().send(request, BodyHandlers.ofByteArray());
            ObjectNode body = Json.object(response.body());
            if (response.statusCode() != OK) {
                throw CommandException.failed(
                        "Cannot look up portfolio " + portfolio + ": " + server.explain(response, body));
            }
            return new PortfolioLookup(
                    new UserId(body.path("user_id").asString("")),
                    CurrencyCode.parse(body.path("currency").asString("")));
        } catch (ConnectException e) {
            throw server.nothingAnswers();
        } catch (IOException | MalformedJsonException e) {
            throw CommandException.failed("Cannot look up portfolio " + portfolio + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("The import was interrupted");
        }
    }
}
