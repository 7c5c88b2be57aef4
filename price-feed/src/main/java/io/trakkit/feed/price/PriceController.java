package io.trakkit.feed.price;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.intake.Intake;
import io.trakkit.feed.intake.QuoteIntake;
import io.trakkit.prices.KnownQuote;
import io.trakkit.prices.LivePrices;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What securities cost. */
@RestController
@RequestMapping(path = "/api/v1/price", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Prices")
class PriceController {

    private static final String PROBLEM = "application/problem+json";
    private static final int MOST_TICKERS = 1_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final QuoteIntake intake;
    private final LivePrices prices;
    private final QuoteRules rules;
    private final Clock clock;

    PriceController(QuoteIntake intake, LivePrices prices, QuoteRules rules, Clock clock) {
        this.intake = intake;
        this.prices = prices;
        this.rules = rules;
        this.clock = clock;
    }

    @Operation(
            operationId = "setPrice",
            summary = "Set a price by hand",
            description =
                    "The newest price is the latest one. A price for an earlier time goes into the history only, and verdict"
                            + " says so. A price for a time in the future is refused, and so is one that differs too much"
                            + " from the one before it, or from the one known for the same time. The same again changes"
                            + " nothing.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = PriceBody.Described.class))))
    @ApiResponse(
            responseCode = "200",
            description = "It is recorded; verdict says whether it is the latest price of the ticker")
    @ApiResponse(responseCode = "400", description = "Malformed or invalid", content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "409",
            description = "It is refused; verdict says why: conflict (another price is known for that time) or jump",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "503",
            description = "Redis or the database is unavailable; the same again is safe",
            content = @Content(mediaType = PROBLEM))
    @PutMapping("/{ticker}")
    PriceAnswer set(@PathVariable String ticker, @Parameter(hidden = true) HttpServletRequest request) {
        Ticker of = ticker(ticker);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        PriceBody body = PriceBody.read(BodyReader.readObject(request), of, rules.currency(), now);
        Intake taken = intake.take(body.quote(), body.anyPrice());
        Intake.Judged judged = taken.judged().getFirst();
        return switch (judged.verdict()) {
            case ACCEPTED, REPEATED -> latest(taken, judged, now);
            case BACKFILLED -> PriceAnswer.of(judged.quote(), KnownQuote.Origin.HISTORY, judged.verdict(), now);
            case FUTURE -> throw ProblemException.invalid(List.of(FieldError.of("as_of", "must not be in the future")));
            case CONFLICT, JUMP, OTHER_CURRENCY -> throw refused(judged);
        };
    }

    private static PriceAnswer latest(Intake taken, Intake.Judged judged, Instant now) {
        if (!taken.live()) {
            throw ProblemException.unavailable(
                    "The price is in the history, but Redis is unavailable; send it again", RETRY_AFTER);
        }
        return PriceAnswer.of(judged.quote(), KnownQuote.Origin.LIVE, judged.verdict(), now);
    }

    private ProblemException refused(Intake.Judged judged) {
        return ProblemException.of(Problem.CONFLICT, whyRefused(judged))
                .with("verdict", judged.verdict().wireName());
    }

    private String whyRefused(Intake.Judged judged) {
        Quote quote = judged.quote();
        Quote before = judged.before();
        if (before != null && judged.verdict() == QuoteDecision.CONFLICT) {
            return "The price of %s at %s is already known to be %s; send another as_of"
                    .formatted(quote.ticker(), quote.time(), before.price());
        }
        if (before != null && judged.verdict() == QuoteDecision.JUMP) {
            return "The price differs from the last one before it (%s at %s) by more than a factor of %s; send %s"
                    .formatted(
                            before.price(),
                            before.time(),
                            rules.jumpFactor().toPlainString(),
                            "\"accept_jump\": true to accept it");
        }
        return "The price of %s %s".formatted(quote.ticker(), judged.verdict().inWords());
    }

    @Operation(
            operationId = "getPrices",
            summary = "Show the latest prices, with their age",
            parameters =
                    @Parameter(
                            in = ParameterIn.QUERY,
                            name = "ticker",
                            required = true,
                            description =
                                    "One for each ticker, at most 1,000. A URL of more than 64 KB is a 414: POST them to /api/v1/price/query/",
                            array = @ArraySchema(schema = @Schema(type = "string"))))
    @ApiResponse(responseCode = "200", description = "Those that are known")
    @ApiResponse(
            responseCode = "400",
            description = "No ticker, too many, or one that is not valid",
            content = @Content(mediaType = PROBLEM))
    @GetMapping
    PriceAnswer.Many show(@Parameter(hidden = true) HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        List<Ticker> wanted = parameters.values("ticker", MOST_TICKERS, Ticker::parse);
        parameters.noOthers();
        return latest(new TreeSet<>(wanted));
    }

    @Operation(
            operationId = "queryPrices",
            summary = "Show the latest prices of many tickers",
            description = "The same as GET, for tickers that don't fit into a URL.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = PriceQuery.Described.class))))
    @ApiResponse(responseCode = "200", description = "Those that are known")
    @ApiResponse(
            responseCode = "400",
            description = "No ticker, too many, or one that is not valid",
            content = @Content(mediaType = PROBLEM))
    @PostMapping("/query")
    PriceAnswer.Many query(@Parameter(hidden = true) HttpServletRequest request) {
        QueryParameters.of(request).noOthers();
        return latest(PriceQuery.read(BodyReader.readObject(request), MOST_TICKERS));
    }

    private PriceAnswer.Many latest(SortedSet<Ticker> wanted) {
        Instant now = clock.instant();
        Map<Ticker, KnownQuote> known = prices.of(wanted);
        return new PriceAnswer.Many(
                wanted.stream()
                        .map(known::get)
                        .filter(Objects::nonNull)
                        .map(quote -> PriceAnswer.of(quote, now))
                        .toList(),
                wanted.stream()
                        .filter(ticker -> !known.containsKey(ticker))
                        .map(Ticker::value)
                        .toList());
    }

    private static Ticker ticker(String text) {
        try {
            return Ticker.parse(text);
        } catch (InvalidValueException e) {
            throw ProblemException.of(Problem.INVALID, "The ticker in the path " + e.getMessage());
        }
    }
}
