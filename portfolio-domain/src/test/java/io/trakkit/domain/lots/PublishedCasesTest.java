package io.trakkit.domain.lots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published cases of cases.txt come to their numbers, and lots and gains add up to the totals. */
class PublishedCasesTest {

    /** @param lines the records and the expected numbers, in the order of the file */
    record Case(
            String name, CostMethod method, BookRules rules, BigDecimal tolerance, boolean byDate, List<String> lines) {

        @Override
        public String toString() {
            return name;
        }
    }

    private record Booked(String ticker, FoldedRecord foldedRecord) {}

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : lines()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("case")) {
                cases.add(new Case(
                        words[1],
                        CostMethod.parse(words[2]),
                        new BookRules(new CurrencyCode("EUR"), words[3].equals("short")),
                        new BigDecimal(words[4]),
                        words.length > 5,
                        new ArrayList<>()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                cases.getLast().lines().add(line);
            }
        }
        assertThat(cases).hasSize(60);
        return cases.stream();
    }

    private static List<String> lines() throws IOException {
        try (InputStream file = Objects.requireNonNull(PublishedCasesTest.class.getResourceAsStream("cases.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comesToItsNumbers(Case published) {
        List<Booked> booked = new ArrayList<>();
        for (String line : published.lines()) {
            String[] words = line.split(" ", -1);
            if (!words[0].equals("=>")) {
                booked.add(booked(words, booked.size() + 1, published.byDate()));
            }
        }
        for (String line : published.lines()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("=>")) {
                List<FoldedRecord> records = booked.subList(0, Integer.parseInt(words[1])).stream()
                        .filter(of -> of.ticker().equals(words[2]))
                        .map(Booked::foldedRecord)
                        .sorted(Comparator.comparing(FoldedRecord::tradeOrder))
                        .toList();
                check(published, records, words);
            }
        }
    }

    private static void check(Case published, List<FoldedRecord> records, String[] words) {
        Map<RefId, FoldOutcome> changed = new HashMap<>();
        Position folded = fold(records, published.rules(), changed);
        List<Disposal> disposals = new ArrayList<>();
        LotBook book = new LotBook(published.method(), published.rules(), disposals::add);
        records.stream().filter(next -> !changed.containsKey(next.refId())).forEach(book::add);

        Position position = book.position();
        for (int i = 3; i < words.length; i++) {
            String[] expected = words[i].split("=", -1);
            BigDecimal found = switch (expected[0]) {
                case "held" -> position.held();
                case "cost" -> position.cost();
                case "realised" -> position.realised();
                case "income" -> position.income();
                case "rejected" -> BigDecimal.valueOf(changed.size());
                case "average" ->
                    position.isOpen()
                            ? position.cost().divide(position.held(), 20, RoundingMode.HALF_EVEN)
                            : BigDecimal.ZERO;
                default -> throw new IllegalArgumentException(words[i]);
            };
            assertThat(found)
                    .as("%s after %s: %s", published.name(), words[1], expected[0])
                    .isCloseTo(new BigDecimal(expected[1]), within(published.tolerance()));
        }
        if (published.method() == CostMethod.AVERAGE) {
            assertThat(position).as(published.name()).isEqualTo(folded);
        }
        assertThat(sum(book.lots().stream().map(Lot::cost))).isEqualByComparingTo(position.cost());
        assertThat(sum(book.lots().stream().map(Lot::units))).isEqualByComparingTo(position.held());
        assertThat(sum(disposals.stream().map(Disposal::gain))).isEqualByComparingTo(position.realised());
    }

    private static BigDecimal sum(Stream<BigDecimal> numbers) {
        return numbers.reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Position fold(List<FoldedRecord> records, BookRules rules, Map<RefId, FoldOutcome> changed) {
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

    private static Booked booked(String[] words, int number, boolean byDate) {
        Instant date = Instant.parse(words[0] + "T00:00:00Z");
        Instant time = byDate ? date : date.plusSeconds(60L * number);
        return new Booked(words[2], Records.at(time, "r" + number, foldedRecord(words)));
    }

    private static FoldedRecord foldedRecord(String[] words) {
        return switch (words[1]) {
            case "buy" -> withMoney(Records.buy(words[3], words[4]), words);
            case "sell" -> withMoney(Records.sell(words[3], words[4]), words);
            case "split" -> Records.split(words[3].split("/", -1)[0], words[3].split("/", -1)[1]);
            case "bonus" -> bonus(words);
            case "cash_in_lieu" -> Records.cashInLieu(words[3], words[4]);
            case "transfer_in" -> Records.transferIn(words[3], words[4]);
            case "transfer_out" -> Records.transferOut(words[3]);
            default -> money(ActivityType.parse(words[1]), words);
        };
    }

    private static FoldedRecord bonus(String[] words) {
        String[] ratio = words[3].split("/", -1);
        if (ratio.length == 1) {
            return Records.bonus(words[3]);
        }
        return words.length > 4 ? Records.wholeBonus(ratio[0], ratio[1]) : Records.bonus(ratio[0], ratio[1]);
    }

    private static FoldedRecord money(ActivityType type, String[] words) {
        String[] amount = words[3].split("=", -1);
        BigDecimal number = new BigDecimal(amount[1]);
        var activity = Records.activity(
                amount[0].equals("per_unit")
                        ? ActivityTerms.perUnit(type, number)
                        : ActivityTerms.ofTotal(type, number));
        return words.length > 4
                ? Records.in(words[4].split("@", -1)[0], words[4].split("@", -1)[1], activity)
                : activity;
    }

    private static FoldedRecord withMoney(FoldedTrade trade, String[] words) {
        var result = trade;
        for (int i = 5; i < words.length; i++) {
            String[] fee = words[i].split("=", -1);
            String[] rate = words[i].split("@", -1);
            result = fee.length > 1 ? Records.fee(fee[1], result) : Records.in(rate[0], rate[1], result);
        }
        return result;
    }
}
