package io.trakkit.worker.apply;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Random corporate actions of all types, in the order of their topic: recorded, corrected in every field, moved to another ticker,
 * withdrawn and recorded again. Their times are among those of {@link RandomRecords}.
 */
final class RandomActions {

    private static final List<String> CURRENCIES = List.of("EUR", "USD", "CHF");

    private final RandomGenerator random;
    private final List<Ticker> tickers;
    private final Map<RefId, CorporateAction> last = new HashMap<>();

    private RandomActions(RandomGenerator random, List<Ticker> tickers) {
        this.random = random;
        this.tickers = tickers;
    }

    static List<CorporateAction> of(RandomGenerator random, List<Ticker> tickers, int count) {
        RandomActions actions = new RandomActions(random, tickers);
        List<CorporateAction> recorded = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            recorded.add(actions.next());
        }
        return recorded;
    }

    private CorporateAction next() {
        RefId id = new RefId("action-" + random.nextInt(6));
        CorporateAction before = last.get(id);
        CorporateAction next = before == null ? action(id, Optional.empty(), false, 1) : changed(before);
        last.put(id, next);
        return next;
    }

    private CorporateAction changed(CorporateAction before) {
        long version = before.version() + 1;
        return random.nextInt(3) > 0
                ? action(before.id(), Optional.of(before.ticker()), false, version)
                : new CorporateAction(
                        before.client(),
                        before.id(),
                        before.ticker(),
                        before.terms(),
                        before.exDate(),
                        before.effectiveAt(),
                        before.currency(),
                        before.rates(),
                        !before.withdrawn(),
                        version,
                        before.createdAt(),
                        RandomRecords.RECEIVED);
    }

    private CorporateAction action(RefId id, Optional<Ticker> ticker, boolean withdrawn, long version) {
        ActivityTerms terms = terms();
        boolean foreign = terms.type().movesMoney() && random.nextBoolean();
        return new CorporateAction(
                ClientId.DEFAULT,
                id,
                ticker.filter(_ -> random.nextInt(4) > 0).orElseGet(() -> any(tickers)),
                terms,
                Optional.empty(),
                executed(),
                foreign ? Optional.of(new CurrencyCode(any(CURRENCIES))) : Optional.empty(),
                foreign ? rates() : new TreeMap<>(),
                withdrawn,
                version,
                RandomRecords.RECEIVED,
                RandomRecords.RECEIVED);
    }

    private ActivityTerms terms() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> ActivityTerms.ofRatio(ActivityType.SPLIT, ratio());
            case 2 ->
                random.nextBoolean()
                        ? ActivityTerms.ofRatio(ActivityType.BONUS, ratio())
                        : ActivityTerms.wholeBonus(ratio());
            case 3 -> ActivityTerms.perUnit(ActivityType.DIVIDEND, amount());
            default -> ActivityTerms.perUnit(ActivityType.RETURN_OF_CAPITAL, amount());
        };
    }

    /** Not always for all portfolios: in the others the action counts for nothing. */
    private SortedMap<String, FxRate> rates() {
        SortedMap<String, FxRate> rates = new TreeMap<>();
        CURRENCIES.stream().filter(_ -> random.nextInt(3) > 0).forEach(to -> rates.put(to, new FxRate(amount())));
        return rates;
    }

    private Instant executed() {
        return RandomRecords.RECEIVED.minusSeconds(60L * (1 + random.nextInt(RandomRecords.MINUTES)));
    }

    private Ratio ratio() {
        return new Ratio(BigDecimal.valueOf(1 + random.nextInt(4)), BigDecimal.valueOf(1 + random.nextInt(4)));
    }

    private BigDecimal amount() {
        return BigDecimal.valueOf(1 + random.nextInt(3_000), 3);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
