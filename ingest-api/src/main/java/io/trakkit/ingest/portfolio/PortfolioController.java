package io.trakkit.ingest.portfolio;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.PathValue;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.Clients;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The writes about portfolios. */
@RestController
@RequestMapping(path = "/api/v1/portfolio", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Portfolios")
class PortfolioController {

    private static final String PROBLEM = "application/problem+json";

    private final PortfolioRegister register;
    private final Recalculations recalculations;

    PortfolioController(PortfolioRegister register, Recalculations recalculations) {
        this.register = register;
        this.recalculations = recalculations;
    }

    @Operation(
            operationId = "createPortfolio",
            summary = "Create a portfolio",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = PortfolioBodies.Creation.class))))
    @ApiResponse(responseCode = "201", description = "Created; Location names it")
    @ApiResponse(responseCode = "400", description = "Malformed or invalid", content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "409",
            description = "The user has a portfolio of that name",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "503",
            description = "Kafka or the database is unavailable; try again",
            content = @Content(mediaType = PROBLEM))
    @PostMapping
    ResponseEntity<PortfolioBodies.Answer> create(@Parameter(hidden = true) HttpServletRequest request) {
        PortfolioBodies.NewPortfolio wanted = PortfolioBodies.readCreation(BodyReader.readObject(request));
        Portfolio created = register.create(Clients.of(request), wanted.user(), wanted.name());
        return ResponseEntity.created(URI.create("/api/v1/portfolio/" + created.id() + "/"))
                .body(PortfolioBodies.Answer.of(created));
    }

    @Operation(
            operationId = "renamePortfolio",
            summary = "Rename a portfolio",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = PortfolioBodies.Rename.class))))
    @ApiResponse(responseCode = "200", description = "Renamed")
    @ApiResponse(responseCode = "400", description = "Malformed or invalid", content = @Content(mediaType = PROBLEM))
    @ApiResponse(responseCode = "404", description = "No such portfolio", content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "409",
            description = "The user has another portfolio of that name",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "503",
            description = "Kafka or the database is unavailable; try again",
            content = @Content(mediaType = PROBLEM))
    @PatchMapping("/{id}")
    PortfolioBodies.Answer rename(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        PortfolioId portfolio = PathValue.read("id", id, PortfolioId::parse);
        PortfolioName name = PortfolioBodies.readRename(BodyReader.readObject(request));
        return PortfolioBodies.Answer.of(register.rename(Clients.of(request), portfolio, name));
    }

    @Operation(
            operationId = "recalculateSummary",
            summary = "Fold the summaries of a portfolio again",
            description =
                    "Every ticker of the portfolio is folded again from its trades, through the log. The body is empty or {}.",
            parameters =
                    @Parameter(
                            in = ParameterIn.HEADER,
                            name = "Idempotency-Key",
                            description =
                                    "One key is one request of a client: a retry is a repeat, another request a 422",
                            schema = @Schema(type = "string", minLength = 1, maxLength = 255)))
    @ApiResponse(responseCode = "202", description = "The recalculation of every ticker is accepted, not processed yet")
    @ApiResponse(responseCode = "404", description = "No such portfolio", content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "422",
            description = "The Idempotency-Key was already used for another request",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "503",
            description = "Kafka or the database is unavailable; try again",
            content = @Content(mediaType = PROBLEM))
    @PostMapping("/{id}/recalculate-summary")
    @ResponseStatus(HttpStatus.ACCEPTED)
    PortfolioBodies.RecalculationAnswer recalculate(
            @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        PortfolioId portfolio = PathValue.read("id", id, PortfolioId::parse);
        requireNothingInBody(request);
        int tickers = recalculations.request(
                Clients.of(request), portfolio, IdempotencyKey.of(request), TraceParent.of(request));
        return new PortfolioBodies.RecalculationAnswer(portfolio.value(), tickers);
    }

    private static void requireNothingInBody(HttpServletRequest request) {
        ObjectNode body = BodyReader.readObjectOrNothing(request);
        if (body == null) {
            return;
        }
        Fields fields = Fields.of(body);
        fields.noOthers();
        if (!fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
    }
}
