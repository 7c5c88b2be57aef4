package io.trakkit.worker.projection.compare;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.store.projection.JournalDiff;
import io.trakkit.store.projection.JournalDiff.Parting;
import io.trakkit.worker.projection.rebuild.Refusals;
import io.trakkit.worker.projection.rebuild.ReplayReport;
import io.trakkit.worker.projection.rebuild.ReportText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reports a comparison: each key that differs, both values, and the first event from which they differ. */
public final class Findings {

    private final DivergenceFinder divergenceFinder;
    private final JournalDiff journalDiff;

    public Findings(JdbcClient jdbc) {
        this.divergenceFinder = new DivergenceFinder(jdbc);
        this.journalDiff = new JournalDiff(jdbc);
    }

    /** @param refused records that are not dead letters but would be refused now */
    public ReplayReport report(
            ProjectionComparison.Result result,
            int live,
            int rebuilt,
            Refusals refused,
            DeadLetterFindings deadLetters) {
        boolean clean = result.isClean() && deadLetters.drifted() == 0 && refused.count() == 0;
        int withoutDrift = deadLetters.areMissed() ? ReplayReport.COULD_NOT_TELL : ReplayReport.FINE;
        ReplayReport replayReport = ReplayReport.of(
                        clean ? withoutDrift : ReplayReport.DRIFT, summary(result, refused.count(), deadLetters, clean))
                .with("keys_compared", result.keys())
                .with("trades_compared", result.trades())
                .with("activities_compared", result.activities())
                .with("keys_drifted", result.driftedKeys())
                .with("digest", result.rebuiltDigest())
                .with("live_digest", result.liveDigest());
        if (!result.drifted().isEmpty()) {
            replayReport.with("drifted", described(result.drifted(), live, rebuilt));
        }
        if (refused.count() > 0) {
            replayReport.with("records_refused_now", refused.count());
            replayReport.with(
                    "refused_now",
                    refused.named().stream().map(Findings::refusal).toList());
        }
        deadLetters.addTo(replayReport);
        return replayReport;
    }

    private static String summary(
            ProjectionComparison.Result result, long refused, DeadLetterFindings deadLetters, boolean clean) {
        List<String> counts = new ArrayList<>();
        counts.add(ReportText.count(result.keys(), "key"));
        counts.add(ReportText.count(result.trades(), "trade"));
        if (result.activities() > 0) {
            counts.add(ReportText.count(result.activities(), "activity", "activities"));
        }
        deadLetters.compared().ifPresent(count -> counts.add(ReportText.count(count, "dead letter")));
        String compared = ReportText.and(counts) + " compared";
        String not = deadLetters
                .unknown()
                .map(why -> "; dead letters not compared: " + why)
                .orElse("");
        if (!clean) {
            return "DRIFT in " + drift(result, refused, deadLetters) + ": " + compared + not;
        }
        return deadLetters.areMissed()
                ? "Could not compare the dead letters: " + deadLetters.unknown().orElseThrow()
                        + ". Everything else: no drift, " + compared
                : "No drift: " + compared + not;
    }

    private static String drift(ProjectionComparison.Result result, long refused, DeadLetterFindings deadLetters) {
        List<String> drifted = new ArrayList<>();
        if (result.driftedKeys() > 0 || deadLetters.drifted() == 0) {
            drifted.add(ReportText.count(result.driftedKeys(), "key"));
        }
        if (deadLetters.drifted() > 0) {
            drifted.add(ReportText.count(deadLetters.drifted(), "dead letter"));
        }
        return ReportText.and(drifted)
                + (refused == 0
                        ? ""
                        : ", and " + ReportText.count(refused, "record")
                                + " without a dead letter would be refused now");
    }

    private List<ObjectNode> described(List<DriftedPosition> drifted, int live, int rebuilt) {
        Map<PositionKey, Parting> first =
                divergenceFinder.of(drifted.stream().map(DriftedPosition::key).toList(), live, rebuilt);
        return drifted.stream()
                .map(key -> described(key, parting(key, first.get(key.key()), live, rebuilt)))
                .toList();
    }

    /** If no event of the key explains the difference, or it has too many events, names the first trade that differs. */
    private Optional<Parting> parting(DriftedPosition key, @Nullable Parting first, int live, int rebuilt) {
        if (first != null || key.trades().isEmpty()) {
            return Optional.ofNullable(first);
        }
        return journalDiff.creation(
                live, rebuilt, key.key(), key.trades().getFirst().refId());
    }

    private static ObjectNode described(DriftedPosition drifted, Optional<Parting> parting) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("portfolio_id", drifted.key().portfolio().value());
        node.put("ticker", drifted.key().ticker().value());
        node.put("live", drifted.live());
        node.put("rebuilt", drifted.rebuilt());
        node.put("trades_drifted", drifted.tradesDrifted());
        ArrayNode trades = node.putArray("trades");
        drifted.trades().forEach(trade -> {
            ObjectNode one = trades.addObject();
            one.put("ref_id", trade.refId().value());
            one.put("live", trade.live());
            one.put("rebuilt", trade.rebuilt());
        });
        node.put(
                "parts_at",
                parting.map(Findings::words)
                        .orElse("no event: both have the same events, and none of them sets the value that differs"));
        parting.ifPresent(event -> node.set("first_event", event(event)));
        return node;
    }

    private static String words(Parting parting) {
        String event = parting.type() + (parting.refId() == null ? "" : " " + parting.refId()) + " at "
                + ReportText.place(parting.origin());
        if (parting.onlyInLive() == null) {
            return event + ": both have it, and differ from there on";
        }
        return event + (parting.onlyInLive() ? ": only the live read model has it" : ": the live read model lacks it");
    }

    private static ObjectNode event(Parting parting) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("event_id", parting.eventId().toString());
        node.put("type", parting.type());
        node.put("ref_id", parting.refId());
        node.put("topic_id", parting.origin().partition().topicId().toString());
        node.put("partition", parting.origin().partition().partition());
        node.put("offset", parting.origin().offset());
        return node;
    }

    private static ObjectNode refusal(Refusals.Named refusal) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("partition", refusal.origin().partition().partition());
        node.put("offset", refusal.origin().offset());
        node.put("ref_id", refusal.refId());
        node.put("reason", refusal.reason());
        node.put("detail", refusal.detail());
        return node;
    }
}
