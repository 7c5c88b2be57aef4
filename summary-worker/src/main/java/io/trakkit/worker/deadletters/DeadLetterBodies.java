package io.trakkit.worker.deadletters;

import io.trakkit.access.ClientChoice;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.deadletter.OperatorName;
import io.trakkit.domain.deadletter.OperatorNote;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.DeadLetterFilter;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the bodies of operators' requests. */
final class DeadLetterBodies {

    /** The most dead letters in one request. */
    static final int MAX_IDS = 10_000;

    /** Enough bytes for their ids. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final Reader<Set<DeadLetterId>> IDS = DeadLetterBodies::ids;
    private static final Reader<DeadLetterReason> REASON = Readers.TEXT.map(DeadLetterReason::parse);
    private static final Reader<OperatorName> BY = Readers.TEXT.map(OperatorName::new);
    private static final Reader<OperatorNote> NOTE = Readers.TEXT.map(OperatorNote::new);
    private static final List<String> FILTERS = List.of("client_id", "reason", "portfolio_id", "ticker", "from", "to");

    private DeadLetterBodies() {}

    /** The dead letters of a request. */
    sealed interface Meant {

        /** The dead letters with these ids. */
        record These(Set<DeadLetterId> ids) implements Meant {}

        /** The open dead letters that match a filter. */
        record Filtered(DeadLetterFilter filter) implements Meant {}
    }

    /** A request. */
    record Command(Meant meant, OperatorName by, Optional<OperatorNote> note) {}

    /** @throws ProblemException if a field is missing, unknown or invalid */
    static Command read(ObjectNode body, ClientChoice clients, DeadLetterDecision.Kind kind) {
        Fields fields = Fields.of(body);
        OperatorName by = fields.required("by", BY);
        OperatorNote note = switch (kind) {
            case REDRIVEN -> fields.optional("note", NOTE);
            case DISCARDED -> fields.required("note", NOTE);
        };
        Meant meant = meant(fields, clients);
        fields.noOthers();
        if (by == null || meant == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new Command(meant, by, Optional.ofNullable(note));
    }

    private static @Nullable Meant meant(Fields fields, ClientChoice clients) {
        Set<DeadLetterId> ids = fields.optional("ids", IDS);
        Boolean all = fields.optional("all", Readers.BOOLEAN);
        DeadLetterFilter filter = filter(fields, clients);
        boolean filtered = FILTERS.stream().anyMatch(fields::has);
        int ways = (fields.has("ids") ? 1 : 0) + (filtered ? 1 : 0) + (all != null && all ? 1 : 0);
        if (ways != 1) {
            fields.error("ids", "must be the only selection: give exactly one of ids, a filter, \"all\": true");
            return null;
        }
        return ids == null ? new Meant.Filtered(filter) : new Meant.These(ids);
    }

    private static DeadLetterFilter filter(Fields fields, ClientChoice clients) {
        return new DeadLetterFilter(
                clients.orAll(fields.optional("client_id", DomainReaders.CLIENT_ID.map(clients::checked))),
                Optional.ofNullable(fields.optional("reason", REASON)),
                Optional.ofNullable(fields.optional("portfolio_id", DomainReaders.PORTFOLIO_ID)),
                Optional.ofNullable(fields.optional("ticker", DomainReaders.TICKER)),
                Optional.ofNullable(fields.optional("from", Readers.TIME)),
                Optional.ofNullable(fields.optional("to", Readers.TIME)));
    }

    private static Set<DeadLetterId> ids(JsonNode value) {
        if (!value.isArray() || value.isEmpty() || value.size() > MAX_IDS) {
            throw new InvalidValueException("must be an array of 1 to " + MAX_IDS + " ids");
        }
        Set<DeadLetterId> ids = new LinkedHashSet<>();
        for (JsonNode id : value) {
            ids.add(DeadLetterId.parse(Readers.TEXT.read(id)));
        }
        return ids;
    }
}
