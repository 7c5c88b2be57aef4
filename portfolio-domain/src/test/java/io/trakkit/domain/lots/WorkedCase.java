package io.trakkit.domain.lots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.position.Records;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.CurrencyCode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records and the numbers that they come to, as a text file has them; cases.txt and worked-cases.txt say how.
 *
 * @param tolerance of its numbers
 * @param byDate whether all records of a day have one time
 * @param lines the records and the expected numbers, in the order of the file
 */
record WorkedCase(
        String name,
        List<CostMethod> methods,
        BookRules rules,
        BigDecimal tolerance,
        boolean byDate,
        List<List<String>> lines) {

    private static final String EXPECTED = "=>";
    private static final String ACTION = "action:";
    private static final String CASH = "cash.";

    private record Booked(String ticker, FoldedRecord foldedRecord) {}

    /** What a cost method makes of the records of a ticker. */
    private record Result(Position position, int rejected, int lots, int gains) {}

    static List<WorkedCase> read(String file) throws IOException {
        List<WorkedCase> cases = new ArrayList<>();
        try (InputStream stream = Objects.requireNonNull(WorkedCase.class.getResourceAsStream(file))) {
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.split(" ", -1)))
                    .forEach(words -> {
                        if (words.getFirst().equals("case")) {
                            cases.add(begun(words));
                        } else {
                            cases.getLast().lines.add(words);
                        }
                    });
        }
        return cases;
    }

    private static WorkedCase begun(List<String> words) {
        return new WorkedCase(
                words.get(1),
                words.get(2).equals("all") ? List.of(CostMethod.values()) : List.of(CostMethod.parse(words.get(2))),
                new BookRules(new CurrencyCode("EUR"), words.get(3).equals("short")),
                new BigDecimal(words.get(4)),
                words.size() > 5,
                new ArrayList<>());
    }

    @Override
    public String toString() {
        return name;
    }

    /** Whether the records come to the expected numbers, by each method, and lots and gains to the totals. */
    void check() {
        List<Booked> booked = new ArrayList<>();
        for (List<String> line : lines) {
            if (!line.getFirst().endsWith(EXPECTED)) {
                booked.add(booked(line, booked.size() + 1));
            }
        }
        for (List<String> line : lines) {
            if (line.getFirst().endsWith(EXPECTED)) {
                String ofMethod = line.getFirst().replace(EXPECTED, "");
                List<Booked> upToThen = booked.subList(0, Integer.parseInt(line.get(1)));
                methods.stream()
                        .filter(method ->
                                ofMethod.isEmpty() || method.wireName().equals(ofMethod))
                        .forEach(method -> check(method, upToThen, line));
            }
        }
    }

    private void check(CostMethod method, List<Booked> booked, List<String> line) {
        Result found = result(method, inOrder(booked, line.get(2)));
        for (String expected : line.subList(3, line.size())) {
            String[] parts = expected.split("=", -1);
            Optional<BigDecimal> number = parts[0].startsWith(CASH)
                    ? Optional.of(cash(booked, parts[0].substring(CASH.length())))
                    : number(found, parts[0]);
            String what = name + " by " + method.wireName() + " after " + line.get(1) + ": " + parts[0];
            if (parts[1].equals("none")) {
                assertThat(number).as(what).isEmpty();
            } else {
                assertThat(number.orElseThrow()).as(what).isCloseTo(new BigDecimal(parts[1]), within(tolerance));
            }
        }
    }

    private static List<FoldedRecord> inOrder(List<Booked> booked, String ticker) {
        return booked.stream()
                .filter(of -> of.ticker().equals(ticker))
                .map(Booked::foldedRecord)
                .sorted(Comparator.comparing(FoldedRecord::tradeOrder))
                .toList();
    }

    private static Optional<BigDecimal> number(Result found, String name) {
        Position position = found.position();
        return switch (name) {
            case "held" -> Optional.of(position.held());
            case "cost" -> Optional.of(position.cost());
            case "fees" -> Optional.of(position.fees());
            case "realised" -> Optional.of(position.realised());
            case "income" -> Optional.of(position.income());
            case "local_cost" -> local(position).map(LocalAmounts.Foreign::cost);
            case "local_realised" -> local(position).map(LocalAmounts.Foreign::realised);
            case "rejected" -> Optional.of(BigDecimal.valueOf(found.rejected()));
            case "lots" -> Optional.of(BigDecimal.valueOf(found.lots()));
            case "gains" -> Optional.of(BigDecimal.valueOf(found.gains()));
            case "average" ->
                Optional.of(
                        position.isOpen()
                                ? position.cost().divide(position.held(), 20, RoundingMode.HALF_EVEN)
                                : BigDecimal.ZERO);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Optional<LocalAmounts.Foreign> local(Position position) {
        return position.local() instanceof LocalAmounts.Foreign foreign ? Optional.of(foreign) : Optional.empty();
    }

    private Result result(CostMethod method, List<FoldedRecord> records) {
        Map<RefId, FoldOutcome> changed = new HashMap<>();
        Position folded = fold(records, changed);
        List<Disposal> disposals = new ArrayList<>();
        LotBook book = new LotBook(method, rules, disposals::add);
        applied(records, changed).forEach(book::add);

        Position position = book.position();
        if (method == CostMethod.AVERAGE) {
            assertThat(position).as(name).isEqualTo(folded);
        }
        assertThat(sum(book.lots().stream().map(Lot::cost))).isEqualByComparingTo(position.cost());
        assertThat(sum(book.lots().stream().map(Lot::units))).isEqualByComparingTo(position.held());
        assertThat(sum(book.lots().stream().map(Lot::fees))).isEqualByComparingTo(position.fees());
        assertThat(sum(disposals.stream().map(Disposal::gain))).isEqualByComparingTo(position.realised());
        return new Result(position, changed.size(), book.lots().size(), disposals.size());
    }

    private static Stream<FoldedRecord> applied(List<FoldedRecord> records, Map<RefId, FoldOutcome> changed) {
        return records.stream().filter(next -> !changed.containsKey(next.refId()));
    }

    private static BigDecimal sum(Stream<BigDecimal> numbers) {
        return numbers.reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The balance of a currency, of the records of all tickers. */
    private BigDecimal cash(List<Booked> booked, String currency) {
        BigDecimal balance = BigDecimal.ZERO;
        for (String ticker : booked.stream().map(Booked::ticker).distinct().toList()) {
            List<FoldedRecord> records = inOrder(booked, ticker);
            Map<RefId, FoldOutcome> changed = new HashMap<>();
            fold(records, changed);
            HeldPosition before = HeldPosition.EMPTY;
            for (FoldedRecord next : applied(records, changed).toList()) {
                balance = balance.add(CashMovement.of(next, before.position().held(), rules)
                        .filter(movement -> movement.currency().value().equals(currency))
                        .map(CashMovement::amount)
                        .orElse(BigDecimal.ZERO));
                before = before.after(next, rules);
            }
        }
        return balance;
    }

    private Position fold(List<FoldedRecord> records, Map<RefId, FoldOutcome> changed) {
        Fold.Listener listener = new Fold.Listener() {
            @Override
            public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {
                changed.put(foldedRecord.refId(), foldOutcome);
            }

            @Override
            public void checkpoint(Checkpoint checkpoint) {
                throw new AssertionError("A case is short");
            }
        };
        return Fold.run(FoldedPosition.NONE, records.iterator(), rules, listener)
                .position();
    }

    private Booked booked(List<String> words, int number) {
        Instant date = Instant.parse(words.getFirst() + "T00:00:00Z");
        boolean isAction = words.get(1).startsWith(ACTION);
        Instant time = byDate || isAction ? date : date.plusSeconds(60L * number);
        FoldedRecord stated = foldedRecord(words.get(1).replace(ACTION, ""), words.subList(3, words.size()));
        return new Booked(
                words.get(2),
                Records.at(
                        time,
                        "r%02d".formatted(number),
                        isAction ? Records.corporateAction((FoldedActivity) stated) : stated));
    }

    /** @param words the numbers of the record, then those that have a name, and the currency with its rate */
    private static FoldedRecord foldedRecord(String type, List<String> words) {
        List<String> numbers = words.stream()
                .filter(Predicate.not(word -> word.contains("=") || word.contains("@")))
                .toList();
        Map<String, String> named = words.stream()
                .filter(word -> word.contains("="))
                .map(word -> word.split("=", -1))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        Optional<String[]> conversion = words.stream()
                .filter(word -> word.contains("@"))
                .map(word -> word.split("@", -1))
                .findFirst();
        String fee = named.getOrDefault("fee", "0");
        String tax = named.getOrDefault("tax", "0");
        if (type.equals("buy") || type.equals("sell")) {
            FoldedTrade trade = type.equals("buy")
                    ? Records.buy(numbers.getFirst(), numbers.get(1))
                    : Records.sell(numbers.getFirst(), numbers.get(1));
            FoldedTrade charged = Records.charges(fee, tax, trade);
            return conversion
                    .map(parts -> Records.in(parts[0], parts[1], charged))
                    .orElse(charged);
        }
        FoldedActivity activity = Records.taxed(tax, activity(ActivityType.parse(type), numbers, named));
        return conversion.map(parts -> Records.in(parts[0], parts[1], activity)).orElse(activity);
    }

    private static FoldedActivity activity(ActivityType type, List<String> numbers, Map<String, String> named) {
        return switch (type) {
            case SPLIT -> {
                String[] ratio = numbers.getFirst().split("/", -1);
                yield Records.split(ratio[0], ratio[1]);
            }
            case BONUS -> bonus(numbers);
            case CASH_IN_LIEU -> Records.cashInLieu(numbers.getFirst(), numbers.get(1));
            case TRANSFER_IN -> Records.transferIn(numbers.getFirst(), numbers.get(1));
            case TRANSFER_OUT -> Records.transferOut(numbers.getFirst());
            case DIVIDEND, RETURN_OF_CAPITAL, COST_ADJUSTMENT, DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> {
                String perUnit = named.get("per_unit");
                yield Records.activity(
                        perUnit == null
                                ? ActivityTerms.ofTotal(
                                        type, new BigDecimal(Objects.requireNonNull(named.get("total"))))
                                : ActivityTerms.perUnit(type, new BigDecimal(perUnit)));
            }
        };
    }

    private static FoldedActivity bonus(List<String> numbers) {
        String[] ratio = numbers.getFirst().split("/", -1);
        if (ratio.length == 1) {
            return Records.bonus(ratio[0]);
        }
        return numbers.size() > 1 ? Records.wholeBonus(ratio[0], ratio[1]) : Records.bonus(ratio[0], ratio[1]);
    }
}
