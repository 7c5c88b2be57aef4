package io.trakkit.worker.letters;

import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.domain.ClientId;
import io.trakkit.domain.DeadLetterReason;
import io.trakkit.domain.InvalidValueException;
import io.trakkit.domain.OperatorName;
import io.trakkit.domain.OperatorNote;
import io.trakkit.store.LetterFilter;
import io.trakkit.store.LetterOutcome;
import io.trakkit.wire.http.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What operators send. */
final class LetterBodies {

    /** So many letters can be named in one request. */
    static final int MAX_IDS = 10_000;

    /** Room for them. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final Reader<Set<LetterId>> IDS = LetterBodies::ids;
    private static final Reader<DeadLetterReason> REASON = Readers.TEXT.map(DeadLetterReason::parse);
    private static final Reader<OperatorName> BY = Readers.TEXT.map(OperatorName::new);
    private static final Reader<OperatorNote> NOTE = Readers.TEXT.map(OperatorNote::new);
    private static final List<String> FILTERS = List.of("client_id", "reason", "portfolio_id", "ticker", "from", "to");

    private LetterBodies() {}

    /** What a redrive or a discard is asked for with, for the description of the API. */
    @Schema(name = "DeadLetterDecision")
    record Description(
            @Schema(description = "Certain letters, 1 to 10,000; or else filters, or all")
            List<String> ids,

            @Schema(example = "unknown_portfolio") String reason,
            @Schema(example = "1") long portfolioId,
            @Schema(example = "GODREJIND") String ticker,

            @Schema(description = "Records of then or later")
            Instant from,

            @Schema(description = "Records of then or earlier")
            Instant to,

            @Schema(description = "Those of this client", example = "default")
            String clientId,

            @Schema(description = "True: all open letters, without a filter")
            boolean all,

            @Schema(description = "Who", requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1, maxLength = 255)
            String by,

            @Schema(description = "Why; required to discard", minLength = 1, maxLength = 1000)
            String note) {}

    /** Which letters are meant. */
    sealed interface Meant {

        /** Those of these names. */
        record These(Set<LetterId> ids) implements Meant {}

        /** The open ones that a filter admits. */
        record Filtered(LetterFilter filter) implements Meant {}
    }

    /** What is asked for. */
    record Command(Meant meant, OperatorName by, Optional<OperatorNote> note) {}

    /** @throws ProblemException if fields are missing, unknown or against their rules */
    static Command read(ObjectNode body, ClientId client, LetterOutcome.Kind kind) {
        Fields fields = Fields.of(body);
        OperatorName by = fields.required("by", BY);
        OperatorNote note = switch (kind) {
            case REDRIVEN -> fields.optional("note", NOTE);
            case DISCARDED -> fields.required("note", NOTE);
        };
        Meant meant = meant(fields, client);
        fields.noOthers();
        if (by == null || meant == null || !fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new Command(meant, by, Optional.ofNullable(note));
    }

    private static @Nullable Meant meant(Fields fields, ClientId client) {
        Set<LetterId> ids = fields.optional("ids", IDS);
        Boolean all = fields.optional("all", Readers.BOOLEAN);
        LetterFilter filter = filter(fields, client);
        boolean filtered = FILTERS.stream().anyMatch(fields::has);
        int ways = (fields.has("ids") ? 1 : 0) + (filtered ? 1 : 0) + (all != null && all ? 1 : 0);
        if (ways != 1) {
            fields.error("ids", "or a filter or \"all\": true must be given, and one of them only");
            return null;
        }
        return ids == null ? new Meant.Filtered(filter) : new Meant.These(ids);
    }

    private static LetterFilter filter(Fields fields, ClientId client) {
        ClientId other = fields.optional("client_id", DomainReaders.CLIENT_ID);
        return new LetterFilter(
                other == null ? client : other,
                Optional.ofNullable(fields.optional("reason", REASON)),
                Optional.ofNullable(fields.optional("portfolio_id", DomainReaders.PORTFOLIO_ID)),
                Optional.ofNullable(fields.optional("ticker", DomainReaders.TICKER)),
                Optional.ofNullable(fields.optional("from", Readers.TIME)),
                Optional.ofNullable(fields.optional("to", Readers.TIME)));
    }

    private static Set<LetterId> ids(JsonNode value) {
        if (!value.isArray() || value.isEmpty() || value.size() > MAX_IDS) {
            throw new InvalidValueException("must be an array of 1 to " + MAX_IDS + " ids");
        }
        Set<LetterId> ids = new LinkedHashSet<>();
        for (JsonNode id : value) {
            ids.add(LetterId.parse(Readers.TEXT.read(id)));
        }
        return ids;
    }
}
