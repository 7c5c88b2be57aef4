package io.trakkit.worker.actions;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.actions.CorporateActions;
import io.trakkit.store.actions.Refolds;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Records corporate actions while no batch is being applied, so that no key misses one: a key that is there is refolded, and a
 * key that is opened later reads the action itself.
 */
public final class RecordedActions {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private record ActionOfClient(ClientId client, RefId id) {}

    private final CorporateActions actions;
    private final Refolds refolds;

    public RecordedActions(JdbcClient jdbc) {
        actions = new CorporateActions(jdbc);
        refolds = new Refolds(jdbc);
    }

    /**
     * Records actions within the caller's transaction, in the order of the log; of several versions of one action the last. All
     * batches wait meanwhile. Idempotent.
     *
     * @throws org.springframework.dao.CannotAcquireLockException if the batches in hand take too long; to be called again
     */
    public void record(List<CorporateAction> recorded) {
        if (recorded.isEmpty()) {
            return;
        }
        actions.holdAlone(PATIENCE, LONGEST);
        lastVersions(recorded).forEach(this::record);
    }

    /** No key can have been folded with a version that is followed by another one here. */
    private static Collection<CorporateAction> lastVersions(List<CorporateAction> recorded) {
        Map<ActionOfClient, CorporateAction> last = new LinkedHashMap<>();
        recorded.forEach(action -> last.put(new ActionOfClient(action.client(), action.id()), action));
        return last.values();
    }

    private void record(CorporateAction action) {
        Optional<CorporateAction> before = actions.find(action.client(), action.id());
        if (before.filter(action::equals).isPresent()) {
            return;
        }
        actions.save(action);
        boolean sameTicker =
                before.map(former -> former.ticker().equals(action.ticker())).orElse(true);
        Optional<CorporateAction> counted = before.filter(former -> !former.withdrawn());
        if (!sameTicker) {
            counted.ifPresent(former -> refold(former, former.effectiveAt(), action.updatedAt()));
        }
        if (!action.withdrawn() || (sameTicker && counted.isPresent())) {
            Instant from = counted.filter(_ -> sameTicker)
                    .map(CorporateAction::effectiveAt)
                    .filter(former -> former.isBefore(action.effectiveAt()))
                    .orElse(action.effectiveAt());
            refold(action, from, action.updatedAt());
        }
    }

    private void refold(CorporateAction action, Instant from, Instant at) {
        refolds.request(action.client(), action.ticker(), action.id(), from, at);
    }
}
