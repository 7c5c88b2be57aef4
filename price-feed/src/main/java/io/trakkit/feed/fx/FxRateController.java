package io.trakkit.feed.fx;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.domain.price.CurrencyPair;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.prices.LivePricesConfiguration;
import io.trakkit.store.prices.FxRates;
import io.trakkit.store.prices.FxRates.KnownRate;
import io.trakkit.wire.http.BodyReader;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reads and sets exchange rates: units of the quote currency per unit of the base currency. */
@RestController
@RequestMapping(path = "/api/v1/fx-rate", produces = MediaType.APPLICATION_JSON_VALUE)
class FxRateController {

    private final FxRates rates;
    private final RateIntake intake;
    private final QuoteRules rules;
    private final Clock clock;

    FxRateController(HikariDataSource feedPool, QuoteRules rules, Clock clock) {
        rates = LivePricesConfiguration.fxRates(feedPool);
        intake = new RateIntake(rates, rules);
        this.rules = rules;
        this.clock = clock;
    }

    /** @throws ProblemException if a currency of the path is unknown, or they are equal */
    private static CurrencyPair pair(String base, String quote) {
        CurrencyCode first = currency("base", base);
        CurrencyCode second = currency("quote", quote);
        if (first.equals(second)) {
            throw ProblemException.of(
                    Problem.INVALID, "The rate of " + base + " in " + quote + " is 1; name two currencies");
        }
        return new CurrencyPair(first, second);
    }

    private static CurrencyCode currency(String name, String text) {
        try {
            return CurrencyCode.parse(text);
        } catch (InvalidValueException e) {
            throw ProblemException.of(Problem.INVALID, "The " + name + " in the path " + e.getMessage());
        }
    }

    @PutMapping("/{base}/{quote}")
    FxRateAnswer set(@PathVariable String base, @PathVariable String quote, HttpServletRequest request) {
        CurrencyPair pair = pair(base, quote);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        FxRateBody body = FxRateBody.read(BodyReader.readObject(request), rules, now);
        RateIntake.Decided decided = intake.take(pair, body.rate(), body.anyRate());
        return switch (decided.decision()) {
            case ACCEPTED, BACKFILLED, REPEATED ->
                FxRateAnswer.of(pair, decided.recorded(), decided.decision().wireName());
            case CONFLICT ->
                throw refused(
                        "The rate of %s at %s is already known to be %s; send another as_of"
                                .formatted(
                                        pair,
                                        body.rate().time(),
                                        decided.recorded().rate()),
                        decided.decision());
            case JUMP -> throw jump(decided.before().orElseThrow());
            case FUTURE -> throw new IllegalStateException("The body was checked: " + body);
        };
    }

    private ProblemException jump(KnownRate known) {
        return refused(
                "The rate differs from the last one before it (%s at %s) by more than a factor of %s; send %s"
                        .formatted(
                                known.rate(),
                                known.time(),
                                rules.jumpFactor().toPlainString(),
                                "\"accept_jump\": true to accept it"),
                QuoteDecision.JUMP);
    }

    private static ProblemException refused(String why, QuoteDecision verdict) {
        return ProblemException.of(Problem.CONFLICT, why).with("verdict", verdict.wireName());
    }

    @GetMapping("/{base}/{quote}")
    FxRateAnswer show(@PathVariable String base, @PathVariable String quote, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Optional<Instant> at = Optional.ofNullable(parameters.time("at"));
        parameters.noOthers();
        CurrencyPair pair = pair(base, quote);
        return rates.rateAt(pair.base(), pair.quote(), at.orElseGet(clock::instant))
                .map(known -> FxRateAnswer.of(pair, known, null))
                .orElseThrow(() -> ProblemException.of(
                        Problem.NOT_FOUND,
                        "No rate of " + pair + " is known"
                                + at.map(time -> " at " + time).orElse("")));
    }
}
