package io.trakkit.ingest.action;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.publish.ActionLog;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.ingest.trade.TradeSettings;
import io.trakkit.store.actions.ActionCurrencies;
import io.trakkit.store.actions.CorporateActions;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.store.prices.FxRates;
import io.trakkit.wire.action.CorporateActionFields;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.FieldError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Publishes corporate actions. A worker records them from their topic within a second or so; until then this instance remembers
 * what it has published.
 */
@Component
final class ActionRegister {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String RETRY = "Retry in " + RETRY_AFTER.toSeconds() + " s";

    /** A worker that takes longer is away, and then nothing else is seen either. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Cache<Key, CorporateAction> published = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(10_000)
            .build();
    private final Database database;
    private final CorporateActions actions;
    private final ActionCurrencies currencies;
    private final FxRates rates;
    private final ActionLog log;
    private final TradeSettings settings;
    private final Clock clock;

    ActionRegister(Database database, ActionLog log, TradeSettings settings, Clock clock) {
        this.database = database;
        actions = new CorporateActions(database.jdbc());
        currencies = new ActionCurrencies(database.jdbc());
        rates = new FxRates(database.jdbc());
        this.log = log;
        this.settings = settings;
        this.clock = clock;
    }

    private record Key(ClientId client, RefId id) {}

    /**
     * The result of a post.
     *
     * @param repeat whether the same action was there already
     */
    record Result(CorporateAction action, boolean repeat) {}

    /**
     * Publishes a new action.
     *
     * @param namedByKey whether the Idempotency-Key of the request made its id
     * @throws ProblemException if there is another action of that id, a field is wrong, or nothing can be published now
     */
    Result post(ClientId client, ActionBodies.Wanted wanted, boolean namedByKey) {
        Optional<CorporateAction> before = find(client, wanted.id());
        CorporateAction posted = action(client, wanted, before, 1);
        if (before.isPresent()) {
            // No rate is looked up: a repeat is one also if a rate is known no more, or a portfolio needs another
            // since.
            if (sameTerms(before.get(), posted) && sameStatedRate(before.get(), wanted)) {
                return new Result(before.get(), true);
            }
            if (namedByKey) {
                throw ProblemException.of(
                        Problem.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key has already been used for a " + inWords(before.get())
                                + "; send the same body, or choose another key");
            }
            throw ProblemException.of(
                    Problem.CONFLICT,
                    "action_id " + wanted.id() + " already belongs to a " + inWords(before.get())
                            + "; correct it with PUT or PATCH, or choose another action_id");
        }
        CorporateAction action = posted.withRates(rates(client, wanted, before));
        publish(action);
        return new Result(action, false);
    }

    /** @throws ProblemException as {@link #post}, or if it is withdrawn already and the change would leave it so */
    CorporateAction change(CorporateAction before, ActionBodies.Wanted wanted) {
        if (before.withdrawn() && wanted.withdrawn()) {
            throw ProblemException.of(
                    Problem.CONFLICT,
                    "The corporate action " + before.id()
                            + " is already withdrawn. To have it count again, send the status active");
        }
        Optional<CorporateAction> former = Optional.of(before);
        CorporateAction action = action(before.client(), wanted, former, before.version() + 1)
                .withRates(rates(before.client(), wanted, former));
        if (sameContent(before, action)) {
            return before;
        }
        publish(action);
        return action;
    }

    /** @throws ProblemException if the client has no such action, or the database is unavailable */
    CorporateAction require(ClientId client, RefId id) {
        return find(client, id)
                .orElseThrow(
                        () -> ProblemException.of(Problem.NOT_FOUND, "No corporate action has the action_id " + id));
    }

    private Optional<CorporateAction> find(ClientId client, RefId id) {
        CorporateAction here = published.getIfPresent(new Key(client, id));
        Optional<CorporateAction> recorded = asked(client, () -> actions.find(client, id));
        return here != null
                        && recorded.map(action -> action.version() < here.version())
                                .orElse(true)
                ? Optional.of(here)
                : recorded;
    }

    private <T> T asked(ClientId client, Supplier<T> question) {
        try {
            return database.read(() -> ClientScope.within(client, question));
        } catch (DatabaseUnavailableException _) {
            throw ProblemException.unavailable(
                    "The corporate action was not recorded: the database is unavailable. " + RETRY, RETRY_AFTER);
        }
    }

    /** The action that is wanted, still without rates. */
    private CorporateAction action(
            ClientId client, ActionBodies.Wanted wanted, Optional<CorporateAction> before, long version) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        checkTime(wanted.effect(), now);
        try {
            return new CorporateAction(
                    client,
                    wanted.id(),
                    wanted.ticker(),
                    wanted.terms(),
                    wanted.effect().exDate(),
                    wanted.effect().at(),
                    wanted.currency(),
                    new TreeMap<>(),
                    wanted.withdrawn(),
                    version,
                    before.map(CorporateAction::createdAt).orElse(now),
                    before.map(CorporateAction::updatedAt).filter(now::isBefore).orElse(now));
        } catch (InvalidValueException e) {
            throw invalid("", String.valueOf(e.getMessage()));
        }
    }

    private void checkTime(CorporateActionFields.Effect effect, Instant now) {
        if (effect.at().isAfter(now.plus(settings.maxClockSkew()))) {
            throw effect.exDate()
                    .map(day -> invalid("/ex_date", "is " + day + ", which is in the future; record the action then"))
                    .orElseGet(() -> invalid(
                            "/effective_at", "is " + effect.at() + ", which is in the future; record the action then"));
        }
    }

    /**
     * The rates into the currencies of the client's portfolios. The former ones of the same currency and time stay, so that a
     * correction changes none; those that a portfolio lacks are looked up. An action that is withdrawn counts nowhere, so it keeps
     * what it has, and gets the others when it counts again.
     */
    private SortedMap<String, FxRate> rates(
            ClientId client, ActionBodies.Wanted wanted, Optional<CorporateAction> before) {
        SortedMap<String, FxRate> found = new TreeMap<>();
        if (wanted.currency().isEmpty()) {
            return found;
        }
        CurrencyCode currency = wanted.currency().get();
        before.filter(former -> former.currency().equals(wanted.currency())
                        && former.effectiveAt().equals(wanted.effect().at()))
                .ifPresent(former -> found.putAll(former.rates()));
        statedRate(client, wanted).ifPresent(stated -> found.put(stated.into().value(), stated.rate()));
        if (wanted.withdrawn()) {
            return found;
        }
        for (CurrencyCode portfolio : asked(client, () -> currencies.ofPortfolios(client))) {
            if (!portfolio.equals(currency) && !found.containsKey(portfolio.value())) {
                found.put(
                        portfolio.value(),
                        lookedUp(client, currency, portfolio, wanted.effect().at()));
            }
        }
        return found;
    }

    /**
     * A rate that the caller gave.
     *
     * @param into the currency of the client
     */
    private record StatedRate(CurrencyCode into, FxRate rate) {}

    /** @throws ProblemException if it is another rate than 1 of the client's own currency */
    private Optional<StatedRate> statedRate(ClientId client, ActionBodies.Wanted wanted) {
        if (wanted.fxRate().isEmpty()) {
            return Optional.empty();
        }
        FxRate rate = wanted.fxRate().get();
        CurrencyCode ofClient = asked(client, () -> currencies.ofClient(client));
        if (!wanted.currency().equals(Optional.of(ofClient))) {
            return Optional.of(new StatedRate(ofClient, rate));
        }
        if (!rate.isOne()) {
            throw invalid("/fx_rate", "must be absent or 1, since " + ofClient + " is the currency of the client");
        }
        return Optional.empty();
    }

    private FxRate lookedUp(ClientId client, CurrencyCode currency, CurrencyCode portfolio, Instant time) {
        return asked(client, () -> rates.rateFor(currency, portfolio, time))
                .orElseThrow(() -> invalid(
                        "/currency",
                        "needs the rate " + currency + "/" + portfolio + " of " + time
                                + ", and none of the seven days before it is known; "
                                + (portfolio.equals(asked(client, () -> currencies.ofClient(client)))
                                        ? "give fx_rate, or record the rate first"
                                        : "record the rate first")));
    }

    private static ProblemException invalid(String pointer, String detail) {
        return ProblemException.invalid(List.of(new FieldError(pointer, detail)));
    }

    private void publish(CorporateAction action) {
        try {
            log.publish(action);
        } catch (LogUnavailableException e) {
            throw ProblemException.unavailable(
                            e.getMessage()
                                    + ". The corporate action may still have been recorded: sending it again with this"
                                    + " action_id is safe",
                            RETRY_AFTER)
                    .with("action_id", action.id().value());
        }
        published.put(new Key(action.client(), action.id()), action);
    }

    /** Whether the rate that a post gives, if it gives one, is that of the action that is there, if it has one. */
    private boolean sameStatedRate(CorporateAction before, ActionBodies.Wanted wanted) {
        return statedRate(before.client(), wanted)
                .flatMap(stated -> Optional.ofNullable(
                                before.rates().get(stated.into().value()))
                        .map(stated.rate()::equals))
                .orElse(true);
    }

    private static boolean sameContent(CorporateAction one, CorporateAction other) {
        return sameTerms(one, other) && one.rates().equals(other.rates());
    }

    private static boolean sameTerms(CorporateAction one, CorporateAction other) {
        return one.ticker().equals(other.ticker())
                && one.terms().equals(other.terms())
                && one.exDate().equals(other.exDate())
                && one.effectiveAt().equals(other.effectiveAt())
                && one.currency().equals(other.currency())
                && one.withdrawn() == other.withdrawn();
    }

    private static String inWords(CorporateAction action) {
        String terms = action.terms()
                .ratio()
                .map(ratio -> ratio + " of ")
                .orElseGet(() -> action.terms()
                        .perUnit()
                        .map(money -> money.toPlainString() + " per unit of ")
                        .orElse("of "));
        return (action.withdrawn() ? "withdrawn " : "") + action.terms().type().wireName() + " " + terms
                + action.ticker() + " on "
                + action.exDate()
                        .map(Object::toString)
                        .orElse(action.effectiveAt().toString());
    }
}
