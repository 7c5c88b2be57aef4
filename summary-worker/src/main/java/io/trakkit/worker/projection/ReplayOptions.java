package io.trakkit.worker.projection;

import io.trakkit.access.ClientChoice;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.ledger.KeyFilter;
import io.trakkit.wire.http.problem.ProblemException;
import io.trakkit.wire.json.DomainReaders;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Reader;
import io.trakkit.wire.json.Readers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The options of a replay that an operator requests.
 *
 * @param fromTime limits the replay to keys with records since this time
 * @param toTime the start of a rewind: the first records since this time; {@code toOffset} and {@code toBeginning} likewise
 * @param partition the only partition to rewind
 */
record ReplayOptions(
        ReplayKind command,
        KeyFilter filter,
        Optional<Instant> fromTime,
        Optional<Instant> toTime,
        Optional<Long> toOffset,
        boolean toBeginning,
        Optional<Integer> partition,
        boolean dryRun,
        String requestedBy) {

    private static final int LONGEST_NAME = 255;

    private static final Reader<String> NAME = Readers.TEXT.map(ReplayOptions::name);
    private static final Reader<ReplayKind> COMMAND = Readers.TEXT.map(ReplayKind::parse);
    private static final Reader<Long> OFFSET = Readers.LONG.map(ReplayOptions::notNegative);
    private static final Reader<Integer> PARTITION = Readers.INTEGER.map(ReplayOptions::notNegative);

    /** @throws ProblemException if a field is missing, unknown, invalid, or not an option of the command */
    static ReplayOptions read(ObjectNode body, int partitions, ClientChoice clients) {
        Fields fields = Fields.of(body);
        ReplayKind command = fields.required("command", COMMAND);
        ClientId client = fields.optional("client_id", DomainReaders.CLIENT_ID.map(clients::checked));
        PortfolioId portfolio = fields.optional("portfolio_id", DomainReaders.PORTFOLIO_ID);
        Ticker ticker = fields.optional("ticker", DomainReaders.TICKER);
        Instant fromTime = fields.optional("from_time", Readers.TIME);
        Instant toTime = fields.optional("to_time", Readers.TIME);
        Long toOffset = fields.optional("to_offset", OFFSET);
        Boolean toBeginning = fields.optional("to_beginning", Readers.BOOLEAN);
        Integer partition = fields.optional("partition", PARTITION);
        Boolean dryRun = fields.optional("dry_run", Readers.BOOLEAN);
        String by = fields.optional("requested_by", NAME);
        fields.noOthers();
        if (command != null) {
            checkMeaning(command, fields);
            checkRestriction(command, clients, fields);
        }
        if (Boolean.FALSE.equals(toBeginning)) {
            fields.error("to_beginning", "must be true or absent");
        }
        if (partition != null && partition >= partitions) {
            fields.error("partition", "must be less than " + partitions);
        }
        if (!fields.ok()) {
            throw ProblemException.invalid(fields.errors());
        }
        return new ReplayOptions(
                Objects.requireNonNull(command),
                new KeyFilter(clients.orAll(client), Optional.ofNullable(portfolio), Optional.ofNullable(ticker)),
                Optional.ofNullable(fromTime),
                Optional.ofNullable(toTime),
                Optional.ofNullable(toOffset),
                Boolean.TRUE.equals(toBeginning),
                Optional.ofNullable(partition),
                Boolean.TRUE.equals(dryRun),
                by == null ? "unknown" : by);
    }

    private static void checkMeaning(ReplayKind command, Fields fields) {
        List<String> meant = switch (command) {
            case PLAN, VERIFY -> List.of("client_id", "portfolio_id", "ticker", "from_time");
            case JOURNAL, REBUILD -> List.of("client_id", "portfolio_id", "ticker");
            case ROLLBACK, DISCARD, ADOPT -> List.of();
            case REWIND -> List.of("to_time", "to_offset", "to_beginning", "partition");
        };
        Stream.of(
                        "client_id",
                        "portfolio_id",
                        "ticker",
                        "from_time",
                        "to_time",
                        "to_offset",
                        "to_beginning",
                        "partition")
                .filter(name -> fields.has(name) && !meant.contains(name))
                .forEach(name -> fields.error(name, "does not apply to " + command.wireName()));
        long places = Stream.of("to_time", "to_offset", "to_beginning")
                .filter(fields::has)
                .count();
        if (command == ReplayKind.REWIND && places != 1) {
            fields.error("command", "needs exactly one of to_time, to_offset and to_beginning");
        }
    }

    /** An operator of one client can only start what concerns that client alone. */
    private static void checkRestriction(ReplayKind command, ClientChoice clients, Fields fields) {
        boolean concernsAll = switch (command) {
            case PLAN, VERIFY, JOURNAL -> false;
            case REBUILD, ROLLBACK, DISCARD, REWIND, ADOPT -> true;
        };
        if (concernsAll && clients.restriction().isPresent()) {
            fields.error("command", "must be plan, verify or journal: this one concerns all clients");
        }
    }

    private static String name(String text) {
        if (text.isBlank() || text.length() > LONGEST_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException("must have 1 to " + LONGEST_NAME + " printable characters");
        }
        return text;
    }

    private static <N extends Number> N notNegative(N number) {
        if (number.longValue() < 0) {
            throw new InvalidValueException("must be 0 or more");
        }
        return number;
    }

    /** The options beside the command, for the table of replays. */
    String json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        filter.client().ifPresent(client -> node.put("client_id", client.value()));
        filter.portfolio().ifPresent(id -> node.put("portfolio_id", id.value()));
        filter.ticker().ifPresent(ticker -> node.put("ticker", ticker.value()));
        fromTime.ifPresent(time -> node.put("from_time", Json.text(time)));
        toTime.ifPresent(time -> node.put("to_time", Json.text(time)));
        toOffset.ifPresent(offset -> node.put("to_offset", offset));
        partition.ifPresent(number -> node.put("partition", number));
        putIfTrue(node, "to_beginning", toBeginning);
        putIfTrue(node, "dry_run", dryRun);
        return Json.strict().writeValueAsString(node);
    }

    /** The client of stored options; empty if they name none. */
    static Optional<ClientId> client(String json) {
        return Json.strict()
                .readTree(json.getBytes(StandardCharsets.UTF_8))
                .path("client_id")
                .asStringOpt()
                .map(ClientId::new);
    }

    private static void putIfTrue(ObjectNode node, String name, boolean value) {
        if (value) {
            node.put(name, true);
        }
    }
}
