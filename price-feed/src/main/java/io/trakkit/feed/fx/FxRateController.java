package io.trakkit.feed.fx;

import com.zaxxer.hikari.HikariDataSource;
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
import java.math.BigDecimal;
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
    private final QuoteRules rules;
    private final Clock clock;

    FxRateController(HikariDataSource feedPool, QuoteRules rules, Clock clock) {
        rates = LivePricesConfiguration.fxRates(feedPool);
        this.rules = rules;
        this.clock = clock;
    }

    /** The two currencies of a path. */
    private record Pair(CurrencyCode base, CurrencyCode quote) {

        /** @throws ProblemException if one is unknown, or they are equal */
        static Pair of(String base, String quote) {
            Pair pair = new Pair(currency("base", base), currency("quote", quote));
            if (pair.base.equals(pair.quote)) {
                throw ProblemException.of(
                        Problem.INVALID, "The rate of " + base + " in " + quote + " is 1; name two currencies");
            }
            return pair;
        }

        private static CurrencyCode currency(String name, String text) {
            try {
                return CurrencyCode.parse(text);
            } catch (InvalidValueException e) {
                throw ProblemException.of(Problem.INVALID, "The " + name + " in the path " + e.getMessage());
            }
        }

        @Override
        public String toString() {
            return base + "/" + quote;
        }
    }

    @PutMapping("/{base}/{quote}")
    FxRateAnswer set(@PathVariable String base, @PathVariable String quote, HttpServletRequest request) {
        Pair pair = Pair.of(base, quote);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        FxRateBody body = FxRateBody.read(BodyReader.readObject(request), rules, now);
        KnownRate rate = body.rate();
        Optional<KnownRate> before = rates.rateAt(pair.base(), pair.quote(), rate.time());
        if (!body.anyRate()) {
            before.filter(known -> jumps(known, rate)).ifPresent(known -> {
                throw jump(known);
            });
        }
        KnownRate recorded = rates.record(pair.base(), pair.quote(), rate);
        if (!recorded.rate().equals(rate.rate())) {
            throw refused(
                    "The rate of %s at %s is already known to be %s; send another as_of"
                            .formatted(pair, rate.time(), recorded.rate()),
                    "conflict");
        }
        boolean isRepeat = before.filter(known -> known.time().equals(rate.time()))
                .filter(known -> known.rate().equals(rate.rate()))
                .isPresent();
        return FxRateAnswer.of(pair.base(), pair.quote(), recorded, isRepeat ? "repeated" : "accepted");
    }

    /** A rate of the same time is compared as it is recorded. */
    private boolean jumps(KnownRate known, KnownRate rate) {
        BigDecimal low = known.rate().value().min(rate.rate().value());
        BigDecimal high = known.rate().value().max(rate.rate().value());
        return known.time().isBefore(rate.time()) && high.compareTo(low.multiply(rules.jumpFactor())) > 0;
    }

    private ProblemException jump(KnownRate known) {
        return refused(
                "The rate differs from the last one before it (%s at %s) by more than a factor of %s; send %s"
                        .formatted(
                                known.rate(),
                                known.time(),
                                rules.jumpFactor().toPlainString(),
                                "\"accept_jump\": true to accept it"),
                "jump");
    }

    private static ProblemException refused(String why, String verdict) {
        return ProblemException.of(Problem.CONFLICT, why).with("verdict", verdict);
    }

    @GetMapping("/{base}/{quote}")
    FxRateAnswer show(@PathVariable String base, @PathVariable String quote, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.of(request);
        Optional<Instant> at = Optional.ofNullable(parameters.time("at"));
        parameters.noOthers();
        Pair pair = Pair.of(base, quote);
        return rates.rateAt(pair.base(), pair.quote(), at.orElseGet(clock::instant))
                .map(known -> FxRateAnswer.of(pair.base(), pair.quote(), known, null))
                .orElseThrow(() -> ProblemException.of(
                        Problem.NOT_FOUND,
                        "No rate of " + pair + " is known"
                                + at.map(time -> " at " + time).orElse("")));
    }
}
