package io.trakkit.feed.price;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.domain.price.QuoteDefaults;
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

/** Reads and sets prices. */
@RestController
@RequestMapping(path = "/api/v1/price", produces = MediaType.APPLICATION_JSON_VALUE)
class PriceController {

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

    @PutMapping("/{ticker}")
    PriceAnswer set(@PathVariable String ticker, HttpServletRequest request) {
        Ticker of = ticker(ticker);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        PriceBody body =
                PriceBody.read(BodyReader.readObject(request), of, new QuoteDefaults(rules.currency(), false), now);
        Intake taken = intake.take(body.quote(), body.anyPrice());
        Intake.DecidedQuote decided = taken.quotes().getFirst();
        return switch (decided.decision()) {
            case ACCEPTED, REPEATED -> latest(taken, decided, now);
            case BACKFILLED -> PriceAnswer.of(decided.quote(), KnownQuote.Origin.HISTORY, decided.decision(), now);
            case FUTURE -> throw ProblemException.invalid(List.of(FieldError.of("as_of", "must not be in the future")));
            case CONFLICT, JUMP -> throw refused(decided);
        };
    }

    private static PriceAnswer latest(Intake taken, Intake.DecidedQuote decided, Instant now) {
        if (!taken.live()) {
            throw ProblemException.unavailable(
                    "The price is in the history, but Redis is unavailable; send it again", RETRY_AFTER);
        }
        return PriceAnswer.of(decided.quote(), KnownQuote.Origin.LIVE, decided.decision(), now);
    }

    private ProblemException refused(Intake.DecidedQuote decided) {
        return ProblemException.of(Problem.CONFLICT, whyRefused(decided))
                .with("verdict", decided.decision().wireName());
    }

    private String whyRefused(Intake.DecidedQuote decided) {
        Quote quote = decided.quote();
        Quote before = decided.before();
        if (before != null && decided.decision() == QuoteDecision.CONFLICT) {
            return "The price of %s at %s is already known to be %s%s; send another as_of"
                    .formatted(
                            quote.ticker(),
                            quote.time(),
                            before.price(),
                            before.isComparableWith(quote) ? "" : " " + before.currency() + adjustment(before));
        }
        if (before != null && decided.decision() == QuoteDecision.JUMP) {
            return "The price differs from the last one before it (%s at %s) by more than a factor of %s; send %s"
                    .formatted(
                            before.price(),
                            before.time(),
                            rules.jumpFactor().toPlainString(),
                            "\"accept_jump\": true to accept it");
        }
        return "The price of %s %s".formatted(quote.ticker(), decided.decision().inWords());
    }

    private static String adjustment(Quote quote) {
        return quote.adjustedAt().map(at -> ", adjusted at " + at).orElse(", not adjusted");
    }

    @GetMapping
    PriceAnswer.Many show(HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        List<Ticker> wanted = parameters.values("ticker", MOST_TICKERS, Ticker::parse);
        parameters.noOthers();
        return latest(new TreeSet<>(wanted));
    }

    @PostMapping("/query")
    PriceAnswer.Many query(HttpServletRequest request) {
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
