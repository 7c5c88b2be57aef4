package io.trakkit.store.ledger;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.update.AcceptedActivity;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.log.Events;
import io.trakkit.store.projection.CanonicalRows;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The list of columns is that of the table, every field is read as it was written, and a replay compares all of them. */
class ActivityColumnsTest {

    /** For each column that is compared within a line, a value that the test's activity does not have. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            entry("user_id", "'another'"),
            entry("type", "'return_of_capital'"),
            entry("volume", "77"),
            entry("total", "77"),
            entry("per_unit", "77"),
            entry("numerator", "77"),
            entry("denominator", "77"),
            entry("whole", "true"),
            entry("tax", "77"),
            entry("currency", "'EUR'"),
            entry("fx_rate", "1.1"),
            entry("fx_looked_up", "true"),
            entry("status", "'another'"),
            entry("state", "'applied'"),
            entry("held_at_rejection", "7"),
            entry("version", "7"),
            entry("fingerprint", "gen_random_uuid()"),
            entry("created_at", "created_at - interval '1 day'"),
            entry("updated_at", "updated_at + interval '1 day'"));

    /** The columns that rows are found and ordered by. */
    private static final List<String> ORDER = List.of("client_id", "portfolio_id", "ticker", "executed_at", "ref_id");

    private final TestDatabase database = TestDatabase.create();
    private final Portfolio portfolio = Events.portfolio(database);
    private final SmallWorker worker = new SmallWorker(database);
    private final Activities activities = new Activities(database.jdbc());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theListIsThatOfTheTable() {
        List<@Nullable String> table = database.jdbc()
                .sql("SELECT column_name FROM information_schema.columns WHERE table_name = 'activities'")
                .query(String.class)
                .list();

        assertThat(table)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(ActivityColumns.ALL.stream().map(BookingColumn::name), Stream.of("generation"))
                                .toList());
    }

    @Test
    void aReplayComparesEachColumn() {
        worker.apply(Events.dividend(portfolio, "d", "MSFT", "0.75"), Events.at(0));
        database.jdbc()
                .sql(
                        "ALTER TABLE activities DROP CONSTRAINT activities_status_check, DROP CONSTRAINT activities_check1")
                .update();
        String line = line();

        assertThat(Stream.concat(OTHERS.keySet().stream(), ORDER.stream()))
                .containsExactlyInAnyOrderElementsOf(
                        ActivityColumns.ALL.stream().map(BookingColumn::name).toList());
        OTHERS.forEach((column, other) -> database.transactions().executeWithoutResult(status -> {
            database.jdbc()
                    .sql("UPDATE activities SET " + column + " = " + other)
                    .update();
            assertThat(line()).as(column).isNotEqualTo(line);
            status.setRollbackOnly();
        }));
    }

    @Test
    void everyTypeIsReadAsItWasWritten() {
        Volume five = Volume.of("5");
        List<ActivityTerms> all = List.of(
                ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("0.123456789012345678")),
                ActivityTerms.ofTotal(ActivityType.RETURN_OF_CAPITAL, new BigDecimal("10")),
                ActivityTerms.ofTotal(ActivityType.COST_ADJUSTMENT, new BigDecimal("-1.5")),
                ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(new BigDecimal("4"), new BigDecimal("2"))),
                ActivityTerms.wholeBonus(new Ratio(new BigDecimal("1"), new BigDecimal("4"))),
                ActivityTerms.ofVolume(ActivityType.BONUS, five),
                ActivityTerms.ofVolume(ActivityType.CASH_IN_LIEU, five, new BigDecimal("40")),
                ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, five, BigDecimal.ZERO),
                ActivityTerms.ofVolume(ActivityType.TRANSFER_OUT, five),
                ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal("1000")),
                ActivityTerms.ofTotal(ActivityType.WITHDRAWAL, new BigDecimal("1000")),
                ActivityTerms.ofTotal(ActivityType.INTEREST, new BigDecimal("-3")),
                ActivityTerms.ofTotal(ActivityType.CHARGE, new BigDecimal("2")));
        Instant time = Events.TIME;
        for (int i = 0; i < all.size(); i++) {
            ActivityTerms terms = all.get(i);
            Activity activity = new Activity(
                    new RefId("a-" + i),
                    portfolio.user(),
                    portfolio.id(),
                    terms.type().isOfCash() ? Optional.empty() : Optional.of(new Ticker("MSFT")),
                    terms,
                    TradeStatus.SUCCESS,
                    time.plusSeconds(i),
                    terms.type().isTaxed() ? Money.of("0.25") : Money.ZERO,
                    terms.type().movesMoney()
                            ? Optional.of(new Conversion(new CurrencyCode("EUR"), FxRate.of("1.1"), i % 2 == 0))
                            : Optional.empty());
            worker.apply(
                    new TradeEvent.ActivityCreated(
                            UUID.randomUUID(), ClientId.DEFAULT, time.plusSeconds(i), activity, false),
                    Events.at(i));

            List<AcceptedActivity> found =
                    activities.find(1, List.of(new Journal.RefKey(ClientId.DEFAULT, activity.refId())));
            assertThat(found)
                    .singleElement()
                    .satisfies(one -> assertThat(one.activity()).isEqualTo(activity));
            TradeOrder before = new TradeOrder(time.plusSeconds(i), Rank.CORPORATE_ACTION, new RefId("z"));
            database.transactions().executeWithoutResult(_ -> {
                try (Stream<FoldedActivity> after =
                        activities.activitiesAfter(1, found.getFirst().key(), before)) {
                    assertThat(after).containsExactly(found.getFirst().foldedRecord());
                }
            });
        }
    }

    private String line() {
        try (Stream<CanonicalRows.RecordRow> rows =
                new CanonicalRows(database.jdbc()).records(1, KeyFilter.ALL, true)) {
            return rows.map(CanonicalRows.RecordRow::line).collect(Collectors.joining());
        }
    }
}
