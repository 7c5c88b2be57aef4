package io.trakkit.ingest.action;

import io.trakkit.access.limits.ClientBudgets;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.ingest.database.WritePlaces;
import io.trakkit.ingest.publish.ActionLog;
import io.trakkit.ingest.publish.LogUnavailableException;
import io.trakkit.ingest.trade.TradeSettings;
import io.trakkit.store.actions.ActionCurrencies;
import io.trakkit.store.actions.CorporateActions;
import io.trakkit.store.actions.PublishedActions;
import io.trakkit.store.actions.Refolds;
import io.trakkit.store.prices.FxRates;
import io.trakkit.wire.action.CorporateActionFields;
import io.trakkit.wire.event.CorporateActionCodec;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.FieldError;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Publishes corporate actions. A worker records them from their topic within a second or so; until then each instance knows by a
 * table what any of them has published. A change holds the row of its action while it is published, so changes of one action come
 * one after the other, each on top of the one before.
 */
@Component
final class ActionRegister {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String RETRY = "Retry in " + RETRY_AFTER.toSeconds() + " s";

    /** Shorter than a statement may take, which would count as a failure of the database. */
    private static final Duration LOCK_PATIENCE = Duration.ofMillis(1_500);

    /**
     * How many changes of a client may wait until positions are folded again. A change is one request, however many positions it
     * concerns; clients take turns at folding, so a longer queue would only delay the client's own changes.
     */
    private static final int MOST_WAITING = 1_000;

    private final Database database;
    private final WritePlaces places;
    private final ClientBudgets budgets;
    private final Refolds refolds;
    private final PublishedActions published;
    private final CorporateActions recorded;
    private final ActionCurrencies currencies;
    private final FxRates rates;
    private final ActionLog log;
    private final TradeSettings settings;
    private final Clock clock;
    private final CorporateActionCodec codec = new CorporateActionCodec();

    ActionRegister(
            Database database,
            WritePlaces places,
            ClientBudgets budgets,
            ActionLog log,
            TradeSettings settings,
            Clock clock) {
        this.database = database;
        this.places = places;
        this.budgets = budgets;
        refolds = new Refolds(database.jdbc());
        published = new PublishedActions(database.jdbc());
        recorded = new CorporateActions(database.jdbc());
        currencies = new ActionCurrencies(database.jdbc());
        rates = new FxRates(database.jdbc());
        this.log = log;
        this.settings = settings;
        this.clock = clock;
    }

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
        return write(
                client,
                wanted.id(),
                found -> found.map(before -> repeated(before, wanted, namedByKey))
                        .orElseGet(() -> created(client, wanted)));
    }

    private Result created(ClientId client, ActionBodies.Wanted wanted) {
        CorporateAction action = action(client, wanted, Optional.empty(), 1);
        return new Result(publish(action.withRates(rates(client, wanted, Optional.empty()))), false);
    }

    /** No rate is looked up: a repeat is one also if a rate is known no more, or a portfolio needs another since. */
    private Result repeated(CorporateAction before, ActionBodies.Wanted wanted, boolean namedByKey) {
        CorporateAction posted = action(before.client(), wanted, Optional.of(before), 1);
        if (sameTerms(before, posted) && sameStatedRate(before, wanted)) {
            return new Result(before, true);
        }
        if (namedByKey) {
            throw ProblemException.of(
                    Problem.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key has already been used for a " + inWords(before)
                            + "; send the same body, or choose another key");
        }
        throw ProblemException.of(
                Problem.CONFLICT,
                "action_id " + wanted.id() + " already belongs to a " + inWords(before)
                        + "; correct it with PUT or PATCH, or choose another action_id");
    }

    /**
     * Changes an action.
     *
     * @param correction what the action is to be, made of what it is
     * @throws ProblemException as {@link #post}, if the client has no such action, or if it is withdrawn already and the change
     *     would leave it so
     */
    CorporateAction change(ClientId client, RefId id, Function<CorporateAction, ActionBodies.Wanted> correction) {
        return write(client, id, found -> {
            CorporateAction before = found.orElseThrow(
                    () -> ProblemException.of(Problem.NOT_FOUND, "No corporate action has the action_id " + id));
            return changed(before, correction.apply(before));
        });
    }

    private CorporateAction changed(CorporateAction before, ActionBodies.Wanted wanted) {
        if (before.withdrawn() && wanted.withdrawn()) {
            throw ProblemException.of(
                    Problem.CONFLICT,
                    "The corporate action " + before.id()
                            + " is already withdrawn. To have it count again, send the status active");
        }
        Optional<CorporateAction> former = Optional.of(before);
        CorporateAction action = action(before.client(), wanted, former, before.version() + 1)
                .withRates(rates(before.client(), wanted, former));
        return sameContent(before, action) ? before : publish(action);
    }

    /** Makes a change of what was published or recorded last, which nobody else changes meanwhile. */
    private <T> T write(ClientId client, RefId id, Function<Optional<CorporateAction>, T> change) {
        try {
            return places.within(client, () -> database.write(() -> change.apply(current(client, id))));
        } catch (PessimisticLockingFailureException _) {
            throw ProblemException.unavailable(
                    "The corporate action was not recorded: too many are being recorded at once. " + RETRY,
                    RETRY_AFTER);
        } catch (DatabaseUnavailableException _) {
            throw unavailable(id, "The database is unavailable");
        }
    }

    private Optional<CorporateAction> current(ClientId client, RefId id) {
        Optional<CorporateAction> last = published
                .lock(client, id, LOCK_PATIENCE)
                .map(record -> codec.decode(record.getBytes(StandardCharsets.UTF_8)));
        Optional<CorporateAction> known = recorded.find(client, id);
        return last.filter(action -> known.map(CorporateAction::version).orElse(0L) < action.version())
                .or(() -> known);
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
        for (CurrencyCode portfolio : currencies.ofPortfolios(client)) {
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
        CurrencyCode ofClient = currencies.ofClient(client);
        if (!wanted.currency().equals(Optional.of(ofClient))) {
            return Optional.of(new StatedRate(ofClient, rate));
        }
        if (!rate.isOne()) {
            throw invalid("/fx_rate", "must be absent or 1, since " + ofClient + " is the currency of the client");
        }
        return Optional.empty();
    }

    private FxRate lookedUp(ClientId client, CurrencyCode currency, CurrencyCode portfolio, Instant time) {
        return rates.rateFor(currency, portfolio, time)
                .orElseThrow(() -> invalid(
                        "/currency",
                        "needs the rate " + currency + "/" + portfolio + " of " + time
                                + ", and none of the seven days before it is known; "
                                + (portfolio.equals(currencies.ofClient(client))
                                        ? "give fx_rate, or record the rate first"
                                        : "record the rate first")));
    }

    private static ProblemException invalid(String pointer, String detail) {
        return ProblemException.invalid(List.of(new FieldError(pointer, detail)));
    }

    private CorporateAction publish(CorporateAction action) {
        if (budgets.limitsOf(action.client()).isPresent() && refolds.areAtLeast(action.client(), MOST_WAITING)) {
            throw budgets.tooManyActions(action.client(), MOST_WAITING);
        }
        try {
            log.publish(action);
        } catch (LogUnavailableException e) {
            throw unavailable(action.id(), String.valueOf(e.getMessage()));
        }
        published.save(action.client(), action.id(), new String(codec.encode(action), StandardCharsets.UTF_8));
        return action;
    }

    private static ProblemException unavailable(RefId id, String why) {
        return ProblemException.unavailable(
                        why
                                + ". The corporate action may still have been recorded: sending it again with this"
                                + " action_id is safe",
                        RETRY_AFTER)
                .with("action_id", id.value());
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
