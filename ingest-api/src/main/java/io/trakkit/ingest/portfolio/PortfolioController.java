package io.trakkit.ingest.portfolio;

import io.trakkit.access.Caller;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.request.IdempotencyKey;
import io.trakkit.ingest.request.PathValue;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
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
class PortfolioController {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final PortfolioRegister register;
    private final Recalculations recalculations;
    private final KnownPortfolios known;

    PortfolioController(PortfolioRegister register, Recalculations recalculations, KnownPortfolios known) {
        this.known = known;
        this.register = register;
        this.recalculations = recalculations;
    }

    @PostMapping
    ResponseEntity<PortfolioBodies.Answer> create(HttpServletRequest request) {
        PortfolioBodies.NewPortfolio wanted = PortfolioBodies.readCreation(BodyReader.readObject(request));
        Caller.of(request).requireMayActFor(wanted.user());
        Portfolio created = register.create(Caller.clientOf(request), wanted);
        return ResponseEntity.created(URI.create("/api/v1/portfolio/" + created.id() + "/"))
                .body(answer(created));
    }

    @PatchMapping("/{id}")
    PortfolioBodies.Answer rename(@PathVariable String id, HttpServletRequest request) {
        PortfolioId portfolio = PathValue.read("id", id, PortfolioId::parse);
        PortfolioName name = PortfolioBodies.readRename(BodyReader.readObject(request));
        requireVisible(request, portfolio);
        return answer(register.rename(Caller.clientOf(request), portfolio, name));
    }

    private PortfolioBodies.Answer answer(Portfolio portfolio) {
        return PortfolioBodies.Answer.of(portfolio, known.currencyOf(portfolio));
    }

    @PostMapping("/{id}/recalculate-summary")
    @ResponseStatus(HttpStatus.ACCEPTED)
    PortfolioBodies.RecalculationAnswer recalculate(@PathVariable String id, HttpServletRequest request) {
        PortfolioId portfolio = PathValue.read("id", id, PortfolioId::parse);
        requireNothingInBody(request);
        requireVisible(request, portfolio);
        int tickers = recalculations.request(
                Caller.of(request), portfolio, IdempotencyKey.of(request), TraceParent.of(request));
        return new PortfolioBodies.RecalculationAnswer(portfolio.value(), tickers);
    }

    /** For a key that is bound to a user, portfolios of other users do not exist. */
    private void requireVisible(HttpServletRequest request, PortfolioId portfolio) {
        Optional<UserId> user = Caller.of(request).user();
        try {
            if (user.isPresent() && !known.owns(Caller.clientOf(request), user.get(), portfolio)) {
                throw PortfolioRegister.unknown(portfolio);
            }
        } catch (DatabaseUnavailableException _) {
            throw ProblemException.unavailable(
                    "Cannot check the owner of portfolio " + portfolio + ": the database is unavailable", RETRY_AFTER);
        }
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
